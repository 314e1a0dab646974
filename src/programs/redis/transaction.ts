import type { Client } from "./client.ts";
import { faultOf } from "./commands.ts";
import type { Reply } from "./resp.ts";
import { type About, unknownCommand, wrongCount } from "./server-commands.ts";

const OK = { status: "OK" } as const;

/** Commands that are run at once in a transaction too. */
const AT_ONCE = /^(?:multi|exec|discard|watch|quit|reset)$/;

/** Commands of which every argument, or every second one, is a key; of the others the first is. */
const ALL_KEYS = /^(?:del|unlink|rename|rpoplpush)$/;
const PAIRS = /^mset/;

/** Inside a transaction: keeps a command for later, or refuses it; undefined for what is to be run now. */
export function queued(
  client: Client,
  name: string,
  given: string,
  args: readonly string[],
  about: About,
): Reply | undefined {
  if (!client.queue || AT_ONCE.test(name)) return undefined;
  const fault = faultOf(name, args) ?? unknownCommand(name, given, args, about);
  if (fault) {
    client.isSpoilt = true;
    return fault;
  }
  client.queue.push([given, ...args]);
  return { status: "QUEUED" };
}

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH; undefined for other commands. @param run runs one that was kept */
export async function inTransaction(
  client: Client,
  name: string,
  args: readonly string[],
  run: (command: readonly string[]) => Promise<Reply>,
): Promise<Reply | undefined> {
  switch (name) {
    case "multi":
      if (args.length > 0) return wrongCount(name);
      if (client.queue) return new Error("ERR MULTI calls can not be nested");
      client.queue = [];
      return OK;
    case "exec":
      return args.length > 0 ? refused(client, name) : executed(client, run);
    case "discard":
      if (args.length > 0) return wrongCount(name);
      if (!client.queue) return new Error("ERR DISCARD without MULTI");
      client.leaveTransaction();
      return OK;
    case "watch":
      if (args.length === 0) return wrongCount(name);
      if (client.queue) return new Error("ERR WATCH inside MULTI is not allowed");
      for (const key of args) client.watched.add(key);
      return OK;
    case "unwatch":
      if (args.length > 0) return wrongCount(name);
      client.unwatch();
      return OK;
    default:
      return undefined;
  }
}

function refused(client: Client, name: string): Reply {
  client.leaveTransaction();
  return new Error(`EXECABORT Transaction discarded because of: ${wrongCount(name).message.slice("ERR ".length)}`);
}

async function executed(client: Client, run: (command: readonly string[]) => Promise<Reply>): Promise<Reply> {
  const { queue, isSpoilt, isOvertaken } = client;
  if (!queue) return new Error("ERR EXEC without MULTI");
  client.leaveTransaction();
  if (isSpoilt) return new Error("EXECABORT Transaction discarded because of previous errors.");
  if (isOvertaken) return NOTHING;
  const replies: Reply[] = [];
  for (const command of queue) replies.push(await run(command));
  return replies;
}

/** A list that is not there, which redis-cli shows as `(nil)`. */
const NOTHING = null;

/** A command has written: who watches one of its keys is told nothing now, but its EXEC does nothing. */
export function touched(client: Client, name: string, args: readonly string[]): void {
  if (client.watched.size === 0) return;
  const isKey = (_: string, i: number) => i === 0 || ALL_KEYS.test(name) || (PAIRS.test(name) && i % 2 === 0);
  if (/^flush/.test(name) || args.filter(isKey).some((key) => client.watched.has(key))) client.isOvertaken = true;
}
