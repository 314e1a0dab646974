import type { Container } from "../../../engine/container/container.ts";
import { listContainers, shortId } from "../../../engine/container/find.ts";
import type { Engine } from "../../../engine/engine.ts";
import { LABEL, type OneOff } from "./labels.ts";
import { LogStream } from "./log-stream.ts";

/** A container of a project (compose/container.py). */
export class ProjectContainer {
  readonly container: Container;
  /** What it was called when it was found: one that is made anew has another name meanwhile. */
  readonly name: string;
  readonly #engine: Engine;
  /** What it says from before its start on, when somebody stays to watch. */
  logStream: LogStream | undefined;

  constructor(engine: Engine, container: Container) {
    this.#engine = engine;
    this.container = container;
    this.name = container.name;
  }

  get id(): string {
    return this.container.id;
  }

  get shortId(): string {
    return shortId(this.id);
  }

  get labels(): Readonly<Record<string, string>> {
    return this.container.config.Labels;
  }

  get service(): string {
    return this.labels[LABEL.service] ?? "";
  }

  get oneOff(): boolean {
    return this.labels[LABEL.oneOff] === "True";
  }

  /** One of `run` has none. */
  get number(): number {
    return this.oneOff ? 0 : Number(this.labels[LABEL.number] ?? 0);
  }

  /** "web_1"; its own name when somebody gave it one. */
  get nameWithoutProject(): string {
    const { name, labels, service } = this;
    if (!name.startsWith(`${labels[LABEL.project] ?? ""}_${service}`)) return name;
    return `${service}_${this.oneOff ? (labels[LABEL.slug] ?? "").slice(0, 12) : this.number}`;
  }

  /** As the API says it: also of one that is paused, or waits to be started again. */
  get isRunning(): boolean {
    return ["running", "paused", "restarting"].includes(this.container.status);
  }

  get isPaused(): boolean {
    return this.container.status === "paused";
  }

  get isRestarting(): boolean {
    return this.container.status === "restarting";
  }

  get exitCode(): number {
    return this.container.exitCode;
  }

  /** "Up (healthy)", "Exit 0". */
  get state(): string {
    const { health, exitCode } = this.container;
    if (this.isPaused) return "Paused";
    if (this.isRestarting) return "Restarting";
    if (!this.isRunning) return `Exit ${exitCode}`;
    if (!health) return "Up";
    return health.Status === "starting" ? "Up (health: starting)" : `Up (${health.Status})`;
  }

  get command(): string {
    const { Entrypoint, Cmd } = this.container.config;
    return [...(Entrypoint ?? []), ...(Cmd ?? [])].join(" ");
  }

  /** "0.0.0.0:8000->80/tcp,:::8000->80/tcp" */
  get ports(): string {
    return Object.entries(this.container.ports)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([port, bindings]) =>
        bindings === null || bindings.length === 0
          ? port
          : bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}->${port}`).join(","),
      )
      .join(", ");
  }

  /** Begins to keep what it says. */
  attachLogStream(): void {
    this.logStream = new LogStream(this.#engine, this.container);
  }
}

/** The containers with all these labels, the newest first. @param stopped also those that do not run */
export function labelledContainers(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  stopped: boolean,
): ProjectContainer[] {
  return listContainers(engine)
    .filter(({ config }) => Object.entries(labels).every(([name, value]) => config.Labels[name] === value))
    .map((container) => new ProjectContainer(engine, container))
    .filter((container) => stopped || container.isRunning);
}

/** The label that tells those of `run` from the others. */
export const oneOffLabels = (oneOff: OneOff): Readonly<Record<string, string>> =>
  oneOff === "include" ? {} : { [LABEL.oneOff]: oneOff === "only" ? "True" : "False" };

export const byName = (a: ProjectContainer, b: ProjectContainer): number => (a.name < b.name ? -1 : 1);
export const byNumber = (a: ProjectContainer, b: ProjectContainer): number => a.number - b.number;
