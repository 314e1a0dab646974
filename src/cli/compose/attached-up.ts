import { ComposeError } from "../../compose/compose-error.ts";
import { sortedByName } from "../../compose/containers.ts";
import { logName } from "../../compose/names.ts";
import type { ProgressEvent } from "../../compose/progress.ts";
import type { ComposeProject } from "../../compose/project.ts";
import type { ComposeSession } from "../../compose/session.ts";
import { startProject } from "../../compose/start.ts";
import { stopServices } from "../../compose/stop.ts";
import type { SignalName } from "../../kernel/signal.ts";
import { type ContainerExit, ProjectMonitor } from "./attach-logs.ts";
import type { ComposeInvocation } from "./invocation.ts";
import { LogPrinter } from "./log-printer.ts";
import { ERROR_MS, NavigationMenu } from "./navigation-menu.ts";
import { COLOR } from "./terminal-progress.ts";
import type { Watcher } from "./watcher.ts";

export interface AttachedUpOptions {
  /** Those that were named; all when none. */
  readonly services: readonly string[];
  readonly attachTo: readonly string[];
  readonly noColor: boolean;
  readonly noPrefix: boolean;
  readonly timestamps: boolean;
  readonly menu: boolean;
  /** Stop all when one ends: any, or one that failed. */
  readonly onExit: "ignore" | "stop" | "fail";
  readonly exitCodeFrom: string;
  readonly timeout: number | undefined;
  /** Whether files can be watched, and are from the beginning. */
  readonly watch: { readonly atOnce: boolean; readonly canBuild: boolean } | undefined;
}

const GRACEFULLY = "Gracefully Stopping... press Ctrl+C again to force\n";

/**
 * Starts a project and stays, showing what its containers say, until they have ended or somebody types Ctrl-C
 * (docker/compose, pkg/compose/up.go; recording 13).
 * @returns the exit status
 */
export function attachedUp(
  compose: ComposeInvocation,
  project: ComposeProject,
  options: AttachedUpOptions,
): Promise<number> {
  return new AttachedUp(compose, project, options).run();
}

class AttachedUp {
  readonly #compose: ComposeInvocation;
  readonly #project: ComposeProject;
  readonly #options: AttachedUpOptions;
  readonly #printer: LogPrinter;
  readonly #session: ComposeSession;
  readonly #menu: NavigationMenu | undefined;
  /** Interrupted: what fails from here on is no failure. */
  #interrupts = 0;
  #exitCode = 0;
  /** The end of one was the end of all: only of the first, even of those that Ctrl-C stops. */
  #aborted = false;
  #stopping: Promise<void> | undefined;
  readonly #closing: (() => void)[] = [];
  #watcher: Watcher | undefined;

  constructor(compose: ComposeInvocation, project: ComposeProject, options: AttachedUpOptions) {
    const { context } = compose;
    this.#compose = compose;
    this.#project = project;
    this.#options = options;
    this.#printer = new LogPrinter(context, {
      colors: compose.colors && !options.noColor,
      prefix: !options.noPrefix,
      timestamps: options.timestamps,
    });
    this.#session = {
      ...compose.session(),
      hookOutput: (id, text) => {
        const name = logName(project.name, context.engine.state.containers[id]?.name ?? "");
        for (const line of text.replace(/\n$/, "").split("\n")) void this.#printer.line(`${name} ->`, line);
      },
    };
    this.#menu = options.menu && context.process.tty ? new NavigationMenu(context.process.tty) : undefined;
    if (this.#menu) this.#menu.watching = options.watch?.atOnce ?? false;
    this.#printer.around = this.#menu;
  }

  async run(): Promise<number> {
    const { engine } = this.#compose.context;
    const { services, attachTo } = this.#options;
    const monitor = new ProjectMonitor(engine, this.#printer, {
      project: this.#project.name,
      services: services.length > 0 ? services : attachTo,
      attachTo,
      onExit: (exit) => this.#onExit(exit),
    });
    this.#closing.push(() => monitor.close());
    this.#listen();
    try {
      if (this.#options.watch?.atOnce) await this.#startWatch();
      const names = sortedByName(monitor.attached()).map(({ name }) => logName(this.#project.name, name));
      if (names.length > 0) await this.#printer.raw(`Attaching to ${names.join(", ")}\n`);
      try {
        await startProject(this.#session, this.#project);
      } catch (error) {
        if (this.#interrupts === 0) {
          this.#leaveMenu();
          void this.#printer.raw(GRACEFULLY);
          throw error;
        }
      }
      if (!monitor.isIdle) await monitor.over;
      await this.#stopping;
      return this.#exitCode;
    } finally {
      for (const close of this.#closing.splice(0)) close();
      this.#watcher?.stop();
      await this.#printer.raw("");
    }
  }

  /** Ctrl-C comes as a key while the menu has the keyboard, as a signal otherwise. */
  #listen(): void {
    const { process } = this.#compose.context;
    for (const signal of ["SIGINT", "SIGTERM"] satisfies SignalName[])
      process.onSignal(signal, () => this.#interrupt());
    if (!this.#menu || !process.tty) return;
    const restore = process.tty.setRaw();
    const stop = new AbortController();
    this.#closing.push(() => {
      stop.abort();
      restore();
    });
    this.#keyboard = () => {
      stop.abort();
      restore();
      this.#keyboard = () => {};
    };
    void this.#readKeys(stop.signal);
  }

  /** Gives the keyboard back. */
  #keyboard: () => void = () => {};

  async #readKeys(signal: AbortSignal): Promise<void> {
    const { process } = this.#compose.context;
    try {
      for (let keys = await process.stdin.read(signal); keys !== null; keys = await process.stdin.read(signal)) {
        for (const key of keys) await this.#key(key);
      }
    } catch (error) {
      if (!signal.aborted && !process.signal.aborted) throw error;
    }
  }

  async #key(key: string): Promise<void> {
    if (key === "\x03") this.#interrupt();
    else if (this.#interrupts > 0 || !this.#menu) return;
    else if (key === "\r" || key === "\n") await this.#printer.raw(`\n${this.#menu.draw()}`);
    else if (key === "w" && this.#options.watch) await this.#toggleWatch(this.#menu);
    else if (key === "w") {
      const menu = this.#menu;
      await this.#printer.raw(menu.watchMissing());
      this.#closing.push(
        this.#compose.context.engine.clock.after(ERROR_MS, () => void this.#printer.raw(menu.forgetError())),
      );
    }
  }

  /** Watching is fetched when it is asked for. */
  async #startWatch(): Promise<void> {
    const { engine } = this.#compose.context;
    const { Watcher } = await engine.clock.hold(import("./watcher.ts"));
    this.#watcher ??= new Watcher(this.#compose, this.#project, {
      log: (line) => void this.#printer.watch(line),
      canBuild: this.#options.watch?.canBuild ?? true,
      prune: false,
    });
    await this.#watcher.start();
  }

  /** What the menu shows changes with the next line. */
  async #toggleWatch(menu: NavigationMenu): Promise<void> {
    if (this.#watcher?.isWatching) this.#watcher.stop();
    else {
      try {
        await this.#startWatch();
      } catch (error) {
        if (!(error instanceof ComposeError)) throw error;
        await this.#printer.watch(error.message);
      }
    }
    menu.watching = this.#watcher?.isWatching ?? false;
  }

  /** The first stops them, the second kills them. */
  #interrupt(): void {
    this.#interrupts++;
    if (this.#interrupts === 1) {
      this.#leaveMenu();
      void this.#printer.raw(GRACEFULLY);
      this.#stop();
    } else if (this.#interrupts === 2) {
      const { engine, operations } = this.#session;
      for (const container of Object.values(engine.state.containers)) {
        const running = container.status === "running" || container.status === "paused";
        if (!running || !this.#isOurs(container.config.Labels)) continue;
        void operations.killContainer(container.id).catch(() => {});
      }
    }
  }

  #isOurs(labels: Readonly<Record<string, string>>): boolean {
    return labels["com.docker.compose.project"] === this.#project.name;
  }

  #leaveMenu(): void {
    if (!this.#menu) return;
    this.#keyboard();
    void this.#printer.raw(this.#menu.leave());
  }

  #stop(): void {
    const { services, timeout } = this.#options;
    const report = ({ id, text = "", statusText }: ProgressEvent) => {
      const status = this.#compose.colors ? COLOR.done(statusText) : statusText;
      void this.#printer.status("", `${id} ${text} ${status}`);
    };
    const stopping = stopServices({ ...this.#session, report }, this.#project, {
      services,
      ...(timeout === undefined ? {} : { timeout }),
    });
    const before = this.#stopping;
    this.#stopping = before ? before.then(() => stopping) : stopping;
    // Whoever waits for it is told; until then nobody is.
    this.#stopping.catch(() => {});
  }

  #onExit({ service, exitCode }: ContainerExit): void {
    const { onExit, exitCodeFrom } = this.#options;
    if (exitCodeFrom !== "" && service === exitCodeFrom) this.#exitCode = exitCode;
    if (onExit === "ignore" || this.#aborted || (onExit === "fail" && exitCode === 0)) return;
    this.#aborted = true;
    if (exitCodeFrom === "") this.#exitCode = exitCode;
    const text = "Aborting on container exit...";
    void this.#printer.raw(`${this.#compose.colors ? COLOR.error(text) : text}\n`);
    this.#stop();
  }
}
