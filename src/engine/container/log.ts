import type { Container, LogEntry } from "./container.ts";
import { rotateLog } from "./log-rotation.ts";
import type { ContainerStreams } from "./streams.ts";

/** What is kept of a container's log where nobody asked for less. */
const MAX_ENTRIES = 5000;
/** The json-file driver cuts lines longer than this in pieces. */
const MAX_LINE = 16 * 1024;

const followers = new WeakMap<Container, Set<(entry: LogEntry) => void>>();

/** Writes what a program prints to the container's log, a line an entry, as the json-file driver does. */
export function recordLogs(container: Container, streams: ContainerStreams): void {
  if (container.hostConfig.LogConfig.Type === "none") return;
  const pending: Record<LogEntry["stream"], string> = { stdout: "", stderr: "" };
  streams.onOutput(({ time, stream, text }) => {
    const lines = (pending[stream] + text).split(/(?<=\n)/);
    pending[stream] = lines.at(-1)?.endsWith("\n") ? "" : (lines.pop() ?? "");
    for (const line of lines) add(container, { time, stream, text: line });
    while (pending[stream].length >= MAX_LINE) {
      add(container, { time, stream, text: pending[stream].slice(0, MAX_LINE) });
      pending[stream] = pending[stream].slice(MAX_LINE);
    }
  });
  streams.onEnd(() => {
    for (const stream of ["stdout", "stderr"] as const) {
      if (pending[stream] !== "") add(container, { time: streams.lastTime, stream, text: pending[stream] });
    }
  });
}

/** Lines of the same millisecond get times that grow, as nanoseconds would. */
function add(container: Container, entry: LogEntry): void {
  const last = container.logs.at(-1)?.time ?? 0;
  const kept = { ...entry, time: entry.time > last ? entry.time : last + 0.0127 };
  container.logs.push(kept);
  rotateLog(container, kept);
  if (container.logs.length > MAX_ENTRIES) container.logs.splice(0, container.logs.length - MAX_ENTRIES);
  for (const follower of [...(followers.get(container) ?? [])]) follower(kept);
}

/** Calls `listener` for every entry from now on; the returned function stops that. */
export function onLogEntry(container: Container, listener: (entry: LogEntry) => void): () => void {
  const all = followers.get(container) ?? new Set();
  followers.set(container, all);
  all.add(listener);
  return () => all.delete(listener);
}
