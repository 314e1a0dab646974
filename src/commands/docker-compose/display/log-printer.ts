import type { LogEntry } from "../../../engine/container/container.ts";
import { requireContainer } from "../../../engine/container/find.ts";
import { followLogs, logTime, readLogs } from "../../../engine/container/logs.ts";
import { waitContainer } from "../../../engine/container/wait.ts";
import type { EngineEvent } from "../../../engine/event.ts";
import { LABEL } from "../project/labels.ts";
import { byName, ProjectContainer } from "../project/project-container.ts";
import type { Session } from "../project/session.ts";

/** The colours that containers get in turn (compose/cli/colors.py). */
const COLORS = ["36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1"];
/** Room for "_1" beside the longest name of a service. */
const INDEX_WIDTH = 3;
/** How soon it is noticed that nobody speaks any more, ms. */
const IDLE_MS = 100;

export interface LogPrinterOptions {
  readonly project: string;
  /** All services of the project: their names make the column's width. */
  readonly services: readonly string[];
  /** Whose containers are watched when they start again; all when empty. */
  readonly watched: readonly string[];
  readonly monochrome: boolean;
  readonly prefix: boolean;
  readonly follow: boolean;
  readonly tail?: number;
  readonly timestamps?: boolean;
  /** End with the first container that does. */
  readonly cascade?: boolean;
}

/** Prints what several containers say, each line with its container's name in its own colour (compose/cli/log_printer.py). */
export class LogPrinter {
  readonly containers: readonly ProjectContainer[];
  readonly #session: Session;
  readonly #signal: AbortSignal;
  readonly #options: LogPrinterOptions;
  readonly #width: number;
  readonly #speaking = new Set<string>();
  readonly #crashed = new Set<string>();
  #next = 0;
  #over = false;
  #last: Promise<void> = Promise.resolve();
  #cascade: string | undefined;
  #wake: () => void = () => {};

  constructor(session: Session, containers: readonly ProjectContainer[], options: LogPrinterOptions) {
    this.#session = session;
    this.#signal = session.signal;
    this.#options = options;
    this.containers = containers.filter(({ container }) => container.hostConfig.LogConfig.Type !== "none");
    this.#width = Math.max(0, ...options.services.map((name) => name.length)) + INDEX_WIDTH;
  }

  /** Until nobody speaks any more. @returns the name of the container that ended all, with `cascade` */
  async run(): Promise<string | undefined> {
    if (this.containers.length === 0) return undefined;
    const stop = this.#session.engine.onEvent((event) => this.#onEvent(event));
    try {
      for (const container of [...this.containers].sort(byName)) this.#begin(container);
      while (this.#speaking.size > 0 && this.#cascade === undefined && !this.#signal.aborted)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          this.#signal.addEventListener("abort", () => resolve(), { once: true });
        });
      await this.#last;
      if (this.#cascade === undefined) await this.#session.engine.clock.sleep(IDLE_MS);
      return this.#cascade;
    } finally {
      this.#over = true;
      stop();
    }
  }

  #begin(container: ProjectContainer): void {
    const code = this.#options.monochrome ? undefined : COLORS[this.#next++ % COLORS.length];
    const color = (text: string) => (code === undefined ? text : `\x1b[${code}m${text}\x1b[0m`);
    this.#speaking.add(container.id);
    void this.#tail(container, color).then(
      () => this.#ended(container),
      () => this.#ended(container),
    );
  }

  #ended(container: ProjectContainer): void {
    this.#speaking.delete(container.id);
    if (this.#options.cascade) this.#cascade ??= container.name;
    this.#wake();
  }

  async #tail(container: ProjectContainer, color: (text: string) => string): Promise<void> {
    const { prefix, follow } = this.#options;
    const name = color(`${container.nameWithoutProject.padEnd(this.#width)} |`);
    await this.#lines(container, (line) => this.#write(prefix ? `${name} ${line}` : line));
    if (!follow) return;
    const status = await waitContainer(this.#session.engine, container.id, "not-running", this.#signal);
    await this.#write(color(`${container.name} exited with code ${status}\n`));
  }

  async #lines(container: ProjectContainer, write: (line: string) => Promise<void>): Promise<void> {
    const { engine } = this.#session;
    const { follow, tail, timestamps } = this.#options;
    const { logStream } = container;
    if (logStream) {
      for (let line = await logStream.next(); line !== undefined; line = await logStream.next()) await write(line);
      return;
    }
    const deliver = ({ time, text }: LogEntry) => write(timestamps ? `${logTime(time)} ${text}` : text);
    const options = tail === undefined ? {} : { tail };
    if (follow) await followLogs(engine, container.id, options, deliver, this.#signal);
    else for (const entry of readLogs(engine, container.id, options)) await deliver(entry);
  }

  #write(text: string): Promise<void> {
    this.#last = this.#last.then(() => (this.#signal.aborted || this.#over ? undefined : this.#session.out(text)));
    this.#last.catch(() => {});
    return this.#last;
  }

  /** One that starts again is listened to again. */
  #onEvent({ Type, Action, Actor }: EngineEvent): void {
    const { project, watched, services, follow } = this.#options;
    const { [LABEL.project]: own, [LABEL.service]: service = "", [LABEL.oneOff]: oneOff } = Actor.Attributes;
    if (Type !== "container" || own !== project || oneOff === "True") return;
    if (!(watched.length > 0 ? watched : services).includes(service)) return;
    if (Action === "die") this.#crashed.add(Actor.ID);
    if (Action !== "start" || !follow || this.#signal.aborted) return;
    const { engine } = this.#session;
    // What it said before has been told, or is about to be.
    queueMicrotask(() => {
      if (this.#speaking.has(Actor.ID)) return;
      const container = new ProjectContainer(engine, requireContainer(engine, Actor.ID));
      if (this.#crashed.delete(Actor.ID) && !container.isRestarting) container.attachLogStream();
      this.#begin(container);
    });
  }
}
