import { fetchHttp, HttpFailure } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process } from "../../kernel/process.ts";
import { traceback } from "./traceback.ts";

/** The URL that the course's status client asks; undefined for another script. */
export function statusClientUrl(text: string): string | undefined {
  const url = /urlopen\("([^"]+)"\)/.exec(text)?.[1];
  return /range\(times\)/.test(text) && /print\(i \+ 1/.test(text) ? url : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "[Errno 111] Connection refused",
  EHOSTUNREACH: "[Errno 113] No route to host",
  ENETUNREACH: "[Errno 101] Network is unreachable",
  ETIMEDOUT: "[Errno 110] Connection timed out",
  ENOTFOUND: "[Errno -2] Name or service not known",
};

/** Asks a service how it is, as many times as told, and numbers the answers (tape 10). */
export async function statusClient(
  process: Process,
  url: string,
  args: readonly string[],
  name: string,
): Promise<number> {
  const times = Number.parseInt(args[0] ?? "1", 10);
  if (Number.isNaN(times)) {
    const value = `ValueError: invalid literal for int() with base 10: '${args[0]}'`;
    await process.stderr.write(traceback(name, value));
    return 1;
  }
  for (let i = 0; i < times; i++) {
    try {
      const { body } = await fetchHttp(process.machine.network, url, {}, process.signal);
      await process.stdout.write(`${i + 1} ${body.trim()}\n`);
    } catch (error) {
      const reason =
        error instanceof NetworkError
          ? (REASONS[error.code] ?? error.code)
          : error instanceof HttpFailure
            ? "[Errno 104] Connection reset by peer"
            : undefined;
      if (reason === undefined) throw error;
      await process.stderr.write(traceback(name, `urllib.error.URLError: <urlopen error ${reason}>`));
      return 1;
    }
  }
  return 0;
}
