import { type ProjectContainer, projectContainers, viewOf } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { logName } from "../../compose/names.ts";
import { streamsOf } from "../../engine/container/attached-streams.ts";
import type { Container } from "../../engine/container/container.ts";
import type { Engine } from "../../engine/engine.ts";
import type { EngineEvent } from "../../engine/event.ts";
import type { LogPrinter } from "./log-printer.ts";

/** The end of one of a project's containers. */
export interface ContainerExit {
  readonly service: string;
  readonly exitCode: number;
}

export interface MonitorOptions {
  readonly project: string;
  /** Whose end is waited for; all when empty. */
  readonly services: readonly string[];
  /** Whose output is shown; all when empty, as if nothing had been taken away. */
  readonly attachTo: readonly string[];
  readonly onExit: (exit: ContainerExit) => void;
}

/**
 * Shows what a project's containers say and how they end, from before they start until none of them runs
 * (docker/compose, pkg/compose/monitor.go, attach.go).
 */
export class ProjectMonitor {
  readonly #engine: Engine;
  readonly #printer: LogPrinter;
  readonly #options: MonitorOptions;
  readonly #expected = new Set<string>();
  readonly #restarting = new Set<string>();
  readonly #detach = new Map<string, () => void>();
  readonly #stopEvents: () => void;
  #finish: () => void = () => {};
  /** Once no container is left to wait for. */
  readonly over: Promise<void>;

  constructor(engine: Engine, printer: LogPrinter, options: MonitorOptions) {
    this.#engine = engine;
    this.#printer = printer;
    this.#options = options;
    this.over = new Promise((resolve) => {
      this.#finish = resolve;
    });
    for (const container of projectContainers({ engine }, options.project)) {
      if (this.#isWanted(container.service)) this.#expected.add(container.id);
      const own = engine.state.containers[container.id];
      if (own && this.#isAttached(container.service)) this.#attach(own);
    }
    this.#stopEvents = engine.onEvent((event) => this.#onEvent(event));
  }

  /** The containers it was attached to from the beginning. */
  attached(): ProjectContainer[] {
    return [...this.#detach.keys()].flatMap((id) => {
      const container = this.#engine.state.containers[id];
      return container ? [viewOf(container)] : [];
    });
  }

  /** Whether anything is to be waited for. */
  get isIdle(): boolean {
    return this.#expected.size === 0;
  }

  close(): void {
    this.#stopEvents();
    for (const detach of this.#detach.values()) detach();
    this.#detach.clear();
    this.#finish();
  }

  #isWanted(service: string): boolean {
    return this.#options.services.length === 0 || this.#options.services.includes(service);
  }

  #isAttached(service: string): boolean {
    const { attachTo } = this.#options;
    return attachTo.length === 0 || attachTo.includes(service);
  }

  #onEvent({ Type, Action, Actor }: EngineEvent): void {
    const labels = Actor.Attributes;
    if (Type !== "container" || labels[LABEL.project] !== this.#options.project) return;
    if (labels[LABEL.oneOff] === "True") return;
    const service = labels[LABEL.service] ?? "";
    if (!this.#isWanted(service)) return;
    const container = this.#engine.state.containers[Actor.ID];
    if (!container) {
      this.#gone(Actor.ID);
      return;
    }
    if (Action === "create") this.#expected.add(Actor.ID);
    if (Action === "start") {
      this.#restarting.delete(Actor.ID);
      this.#expected.add(Actor.ID);
      if (this.#isAttached(service) && !this.#detach.has(Actor.ID)) this.#attach(container);
    }
    if (Action === "die") this.#died(container, service);
    // One that was stopped while it waited to be started again does not die once more.
    if (Action === "stop" && this.#restarting.delete(Actor.ID)) this.#gone(Actor.ID);
  }

  #died(container: Container, service: string): void {
    this.#detach.get(container.id)?.();
    this.#detach.delete(container.id);
    const { exitCode } = container;
    const name = logName(this.#options.project, container.name);
    // Its restart policy speaks right after this event.
    queueMicrotask(() => {
      const restarting = container.status === "restarting";
      if (restarting) this.#restarting.add(container.id);
      if (this.#isAttached(service))
        void this.#printer.status(name, `exited with code ${exitCode}${restarting ? " (restarting)" : ""}`);
      this.#options.onExit({ service, exitCode });
      if (!restarting) this.#gone(container.id);
    });
  }

  #gone(id: string): void {
    this.#expected.delete(id);
    if (this.#expected.size === 0) this.#finish();
  }

  /** Shows its lines from now on. */
  #attach(container: Container): void {
    const name = logName(this.#options.project, container.name);
    const streams = streamsOf(this.#engine, container);
    const rest = { stdout: "", stderr: "" };
    const stop = streams.onOutput(async ({ stream, text }) => {
      const lines = (rest[stream] + text).split("\n");
      rest[stream] = lines.pop() ?? "";
      for (const line of lines) await this.#printer.line(name, line, stream === "stdout" ? "out" : "err");
    });
    this.#detach.set(container.id, () => {
      stop();
      for (const stream of ["stdout", "stderr"] as const)
        if (rest[stream] !== "") void this.#printer.line(name, rest[stream], stream === "stdout" ? "out" : "err");
    });
  }
}
