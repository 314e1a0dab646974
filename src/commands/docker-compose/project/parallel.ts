import { EngineError } from "../../../engine/errors.ts";
import { Failure, NoSuchImage, PythonException } from "../failures.ts";
import type { Session } from "./session.ts";

/** Something to be done to several objects at once. */
export interface Parallel<T, R> {
  readonly objects: readonly T[];
  /** "Creating"; undefined shows nothing: what is done inside shows itself. */
  readonly message?: string;
  readonly limit?: number;
  name(object: T): string;
  run(object: T): Promise<R>;
  /** What must be finished first, and perhaps more than that. @throws Failure when it never will be */
  dependencies?(object: T): readonly Dependency<T>[];
  /** Whether one that went well is to be shown as failed. */
  isFailure?(object: T): boolean;
}

export interface Dependency<T> {
  readonly object: T;
  readonly ready?: () => boolean;
}

export interface Outcome<R> {
  readonly results: readonly R[];
  /** What went wrong, by name. */
  readonly errors: ReadonlyMap<string, string>;
}

/** What an object depends on went wrong. */
class UpstreamFailure extends Error {}

/** How often readiness is looked at, ms. */
const POLL_MS = 100;

/**
 * Does something to all objects, each after those it depends on (compose/parallel.py).
 * @throws what ends the whole command, after the others have finished
 */
export function parallelExecute<T, R>(session: Session, work: Parallel<T, R>): Promise<Outcome<R>> {
  return new Execution(session, work).run();
}

interface Event<T, R> {
  readonly object: T;
  readonly result?: R;
  readonly error?: unknown;
}

class Execution<T, R> {
  readonly #session: Session;
  readonly #signal: AbortSignal;
  readonly #work: Parallel<T, R>;
  readonly #started = new Set<T>();
  readonly #finished = new Set<T>();
  readonly #failed = new Set<T>();
  readonly #queue: Event<T, R>[] = [];
  #wake: () => void = () => {};
  #running = 0;
  readonly #errors = new Map<string, string>();
  #fatal: unknown;

  constructor(session: Session, work: Parallel<T, R>) {
    this.#session = session;
    this.#signal = session.signal;
    this.#work = work;
  }

  async run(): Promise<Outcome<R>> {
    const { objects, message } = this.#work;
    const { writer } = this.#session;
    const signal = this.#signal;
    if (message !== undefined)
      writer.begin(
        message,
        objects.map((object) => this.#work.name(object)),
      );
    const results: R[] = [];
    for (;;) {
      if (!signal.aborted) this.#feed();
      const event = this.#queue.shift() ?? (await this.#next());
      if (event) this.#take(event, results);
      else if (this.#finished.size + this.#failed.size >= objects.length) break;
      else if (signal.aborted && this.#running === 0) break;
    }
    for (const [name, text] of this.#errors) writer.raw(`\nERROR: for ${name}  ${text}\n`);
    await writer.flush();
    if (this.#fatal !== undefined) throw this.#fatal;
    return { results, errors: this.#errors };
  }

  /** The next event; undefined when all is done, or to look again. */
  async #next(): Promise<Event<T, R> | undefined> {
    if (this.#finished.size + this.#failed.size >= this.#work.objects.length) return undefined;
    let cancel = () => {};
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      cancel = this.#session.engine.clock.after(POLL_MS, resolve);
    });
    cancel();
    return this.#queue.shift();
  }

  /** Begins what can be begun. */
  #feed(): void {
    const { objects, dependencies, limit = Number.POSITIVE_INFINITY } = this.#work;
    for (const object of objects) {
      if (this.#started.has(object) || this.#failed.has(object) || this.#running >= limit) continue;
      try {
        const needed = dependencies?.call(this.#work, object) ?? [];
        if (needed.some((one) => this.#failed.has(one.object))) {
          this.#failed.add(object);
          this.#queue.push({ object, error: new UpstreamFailure() });
        } else if (needed.every((one) => this.#isReady(one))) this.#start(object);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.#failed.add(object);
        this.#queue.push({ object, error });
      }
    }
  }

  #isReady({ object, ready }: Dependency<T>): boolean {
    if (!this.#work.objects.includes(object)) return true;
    return this.#finished.has(object) && (ready?.() ?? true);
  }

  #start(object: T): void {
    this.#started.add(object);
    this.#running++;
    const ended = (event: Event<T, R>) => {
      this.#running--;
      this.#queue.push(event);
      this.#wake();
    };
    this.#work.run(object).then(
      (result) => ended({ object, result }),
      (error: unknown) => ended({ object, error }),
    );
  }

  #take({ object, result, error }: Event<T, R>, results: R[]): void {
    const name = this.#work.name(object);
    if (error === undefined) {
      this.#finished.add(object);
      if (result !== undefined) results.push(result);
      this.#show(name, this.#work.isFailure?.(object) ? "failed" : "done");
      return;
    }
    this.#failed.add(object);
    if (error instanceof UpstreamFailure) this.#show(name, "error");
    else if (error instanceof EngineError || error instanceof Failure || error instanceof NoSuchImage) {
      this.#errors.set(name, error.message);
      if (error instanceof NoSuchImage) this.#fatal = error;
      this.#show(name, "error");
    } else {
      // What Python did not expect is not shown as the end of its line.
      this.#errors.set(name, error instanceof PythonException ? error.brief : String(error));
      this.#fatal = error;
    }
  }

  #show(name: string, ending: "done" | "failed" | "error"): void {
    const { message } = this.#work;
    if (message !== undefined) this.#session.writer.end(message, name, ending);
  }
}
