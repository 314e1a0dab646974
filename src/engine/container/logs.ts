import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { streamsOf } from "./attached-streams.ts";
import type { Container, LogEntry } from "./container.ts";
import { isRunning, requireContainer } from "./find.ts";
import { onLogEntry } from "./log.ts";

/** `GET /containers/{id}/logs`; times in ms since the epoch. */
export interface LogOptions {
  readonly since?: number;
  readonly until?: number;
  /** How many lines from the end; all unless told. */
  readonly tail?: number;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
}

/** The entries of a container's log. @throws EngineError */
export function readLogs(engine: Engine, ref: string, options: LogOptions = {}): LogEntry[] {
  const container = requireContainer(engine, ref);
  if (container.hostConfig.LogConfig.Type === "none")
    throw new EngineError(500, "configured logging driver does not support reading");
  const wanted = container.logs.filter((entry) => isWanted(entry, options));
  return options.tail === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - options.tail));
}

/**
 * Hands over what is in the log and then what comes, until the container stops, `until` is past or `signal` aborts.
 * @throws EngineError; the signal's reason
 */
export async function followLogs(
  engine: Engine,
  ref: string,
  options: LogOptions,
  deliver: (entry: LogEntry) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const container = requireContainer(engine, ref);
  const waiting = readLogs(engine, ref, options);
  let wake: () => void = () => {};
  const stopListening = onLogEntry(container, (entry) => {
    if (isWanted(entry, options)) waiting.push(entry);
    wake();
  });
  let over = !isLive(container);
  if (!over)
    void streamsOf(engine, container).ended.then(() => {
      over = true;
      wake();
    });
  const wakeUp = () => wake();
  signal.addEventListener("abort", wakeUp);
  const cancel =
    options.until === undefined
      ? () => {}
      : engine.clock.after(Math.max(0, options.until - engine.clock.now()), () => {
          over = true;
          wake();
        });
  try {
    for (;;) {
      for (let entry = waiting.shift(); entry; entry = waiting.shift()) await deliver(entry);
      signal.throwIfAborted();
      if (over) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    cancel();
    stopListening();
    signal.removeEventListener("abort", wakeUp);
  }
}

const isLive = (container: Container) => isRunning(container) || container.status === "restarting";

function isWanted({ time, stream }: LogEntry, options: LogOptions): boolean {
  if (options.since !== undefined && time < options.since) return false;
  if (options.until !== undefined && time > options.until) return false;
  return stream === "stdout" ? (options.stdout ?? true) : (options.stderr ?? true);
}

/** An entry's time as `docker logs -t` writes it: RFC 3339 with nine digits. @param ms with a fraction */
export function logTime(ms: number): string {
  const whole = Math.floor(ms);
  const nanos = Math.floor((ms - whole) * 1e6);
  const millis = String(whole % 1000).padStart(3, "0");
  return `${new Date(whole).toISOString().slice(0, 19)}.${millis}${String(nanos).padStart(6, "0")}Z`;
}
