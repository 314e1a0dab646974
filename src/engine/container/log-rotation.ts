import { parseHumanSize } from "../go-size.ts";
import type { Container, LogEntry } from "./container.ts";

/**
 * Keeps of a log what its files would hold: once `max-size` is reached the next entry begins another file, and of those
 * there are `max-file` (moby, daemon/logger/loggerutils/logfile.go, checkCapacityAndRotate).
 * @param entry the last of the log, just written
 */
export function rotateLog(container: Container, entry: LogEntry): void {
  const { Type, Config } = container.hostConfig.LogConfig;
  const capacity = parseHumanSize(Config["max-size"] ?? "");
  if (capacity instanceof Error) return;
  const kept = Number(Config["max-file"] ?? (Type === "local" ? 5 : 1));
  container.logFiles ??= [{ bytes: 0, entries: 0 }];
  let current = container.logFiles.at(-1);
  if (!current || current.bytes >= capacity) {
    current = { bytes: 0, entries: 0 };
    container.logFiles.push(current);
  }
  current.bytes += written(Type, entry);
  current.entries++;
  container.logFiles = container.logFiles.slice(-Math.max(1, kept));
  const left = container.logFiles.reduce((sum, { entries }) => sum + entries, 0);
  if (container.logs.length > left) container.logs.splice(0, container.logs.length - left);
}

/** What json-file writes is a line of JSON; what local writes, a message of protocol buffers between two lengths. */
function written(type: string, { stream, text }: LogEntry): number {
  const bytes = (value: string) => new TextEncoder().encode(value).length;
  if (type === "local") return bytes(text.replace(/\n$/, "")) + LOCAL_FRAME + stream.length;
  return bytes(JSON.stringify({ log: text, stream, time: "" })) + TIME_AND_NEWLINE;
}

const LOCAL_FRAME = 22;
const TIME_AND_NEWLINE = 31;
