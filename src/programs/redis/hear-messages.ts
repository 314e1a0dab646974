import type { Process } from "../../kernel/process.ts";
import type { Reply } from "./resp.ts";
import type { ServerConnection } from "./server-connection.ts";

/** Commands after which a server goes on sending. */
export function isHeard([name = ""]: readonly string[]): boolean {
  return /^(?:p?subscribe|monitor)$/i.test(name);
}

const HINT = "Reading messages... (press Ctrl-C to quit or any key to type command)";
const CTRL_C = "\u0003";

/** Prints what comes until the server ends, or Ctrl-C the program. @returns the program's status */
export async function hearToTheEnd(server: ServerConnection, print: (reply: Reply) => Promise<void>): Promise<number> {
  for (let reply = await server.take(); reply !== undefined; reply = await server.take()) await print(reply);
  return 0;
}

/**
 * At redis-cli's prompt: prints what comes until somebody types (redis-cli.c, `cliWaitForMessagesOrStdin`).
 * @returns the keys that were typed, which begin the next line; `over` when nothing is heard any more: after Ctrl-C, which
 *   leaves the channels, or when the last of them was left; `ended` when the server has gone
 */
export async function hearMessages(
  process: Process,
  server: ServerConnection,
  print: (reply: Reply) => Promise<void>,
  isMonitor: boolean,
): Promise<{ readonly typed: string } | "over" | "ended"> {
  const restore = process.tty?.setRaw();
  const done = new AbortController();
  const key = process.stdin.read(AbortSignal.any([process.signal, done.signal])).catch(() => null);
  const hint = process.stdout.isTTY && !isMonitor;
  try {
    for (;;) {
      if (hint) await process.stdout.write(`${HINT}\r`);
      const event = await Promise.race([server.coming().then(() => "reply" as const), key]);
      if (hint) await process.stdout.write("\u001b[K");
      if (event === "reply") {
        const reply = await server.take();
        if (reply === undefined) return "ended";
        await print(reply);
        if (isLastUnsubscribed(reply)) return "over";
      } else if (event === CTRL_C) return "over";
      else if (event === null) return "ended";
      else if (!isMonitor) return { typed: event };
    }
  } finally {
    done.abort();
    restore?.();
  }
}

/** Whether a reply tells that no channel is heard any more. */
function isLastUnsubscribed(reply: Reply): boolean {
  return Array.isArray(reply) && /unsubscribe$/.test(String(reply[0])) && reply[2] === 0;
}
