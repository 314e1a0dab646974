import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { endingSignal } from "../ending-signal.ts";
import { Database } from "./database.ts";
import { serve } from "./session.ts";
import { load, save } from "./snapshot.ts";

/** Redis: its greeting, a server of RESP on its port, and the way it ends. */
export const redisServer: Program = async (process) => {
  const version = process.env.REDIS_VERSION ?? "8.10.2";
  const words = process.args.slice(1);
  if (words.includes("--version") || words.includes("-v")) {
    await process.stdout.write(`Redis server v=${version} sha=00000000:1 malloc=jemalloc-5.3.0 bits=64 build=0\n`);
    return 0;
  }
  const port = Number(option(words, "--port") ?? 6379);
  // It says in the list of processes where it listens (redis, server.c, redisSetProcTitle).
  const serving: Program = (own) => runServer(own, words, version, port);
  return process.exec(serving, { args: [`redis-server ${option(words, "--bind") ?? "*"}:${port}`] });
};

async function runServer(process: Process, words: readonly string[], version: string, port: number): Promise<number> {
  const password = option(words, "--requirepass");
  const say = (text: string, mark = "*") =>
    process.stdout.write(`${process.pid}:M ${stamp(process)} ${mark} ${text}\n`);
  const early = (text: string, mark = "*") =>
    process.stdout.write(`${process.pid}:C ${stamp(process)} ${mark} ${text}\n`);
  await early("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
  await early(`Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`);
  if (words.length === 0)
    await early(
      "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
      "#",
    );
  else await early("Configuration loaded");
  const database = new Database(() => process.machine.clock.now());
  await say("monotonic clock: POSIX clock_gettime");
  await say(`Running mode=standalone, port=${port}.`);
  const listeners: Listener[] = [];
  try {
    const service = serve(database, { process, version, port, password, say });
    // Its configuration's own `bind * -::*`.
    for (const address of ["0.0.0.0", "::"])
      listeners.push(process.machine.network.sockets.listen(port, service, { address, pid: process.pid }));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await say(`Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use`, "#");
    await say(`Failed listening on port ${port} (tcp), aborting.`, "#");
    return 1;
  }
  await say("Server initialized");
  if (load(process, database)) await say("DB loaded from disk: 0.000 seconds");
  await say("Ready to accept connections tcp");
  const signal = await endingSignal(process, "SIGTERM", "SIGINT");
  for (const listener of listeners) listener.close();
  await process.stdout.write(
    `${process.pid}:signal-handler (${Math.floor(process.machine.clock.now() / 1000)}) Received ${signal} scheduling shutdown...\n`,
  );
  await say("User requested shutdown...");
  await say("Saving the final RDB snapshot before exiting.");
  save(process, database);
  await say("DB saved on disk");
  await say("Redis is now ready to exit, bye bye...", "#");
  return 0;
}

function option(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `24 Nov 2026 03:27:05.123` */
function stamp({ machine }: Process): string {
  const date = new Date(machine.clock.now());
  return `${String(date.getUTCDate()).padStart(2, "0")} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)}`;
}
