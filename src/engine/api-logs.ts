import { byteLength, decode } from "../kernel/bytes.ts";
import type { LogEntry } from "./container/container.ts";
import { requireContainer } from "./container/find.ts";
import { followLogs, logTime, readLogs } from "./container/logs.ts";
import type { Engine } from "./engine.ts";

/** `GET /containers/{id}/logs`: in frames that say which stream a piece is of, unless the container has a terminal. */
export async function* apiLogs(
  engine: Engine,
  ref: string,
  query: URLSearchParams,
): AsyncGenerator<string, void, void> {
  const container = requireContainer(engine, ref);
  const on = (name: string) => ["1", "true", "True"].includes(query.get(name) ?? "");
  const tail = query.get("tail");
  const options = {
    stdout: on("stdout"),
    stderr: on("stderr"),
    ...(tail === null || tail === "all" ? {} : { tail: Number(tail) }),
    ...(query.has("since") ? { since: Number(query.get("since")) * 1000 } : {}),
    ...(query.has("until") ? { until: Number(query.get("until")) * 1000 } : {}),
  };
  const shown = ({ stream, time, text }: LogEntry) => {
    const line = on("timestamps") ? `${logTime(time)} ${text}` : text;
    return container.config.Tty ? line : frame(stream, line);
  };
  if (!on("follow")) {
    for (const entry of readLogs(engine, ref, options)) yield shown(entry);
    return;
  }
  const waiting: LogEntry[] = [];
  let wake: () => void = () => {};
  let over = false;
  const stop = new AbortController();
  const following = followLogs(
    engine,
    ref,
    options,
    async (entry) => {
      waiting.push(entry);
      wake();
    },
    stop.signal,
  )
    .catch(() => {})
    .then(() => {
      over = true;
      wake();
    });
  try {
    for (;;) {
      for (const entry of waiting.splice(0)) yield shown(entry);
      if (over) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop.abort(new Error("nobody reads on"));
    await following;
  }
}

/** A piece of output for a client: the stream's number, three zeros, the length in four bytes, then the text. */
export function frame(stream: LogEntry["stream"], text: string): string {
  const head = new Uint8Array(8);
  head[0] = stream === "stdout" ? 1 : 2;
  new DataView(head.buffer).setUint32(4, byteLength(text));
  return decode(head) + text;
}
