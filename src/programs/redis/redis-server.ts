import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { endingSignal } from "../ending-signal.ts";
import { Database } from "./database.ts";
import { ConfigFault, NoConfigFile, readServerConfig, type ServerConfig } from "./server-config.ts";
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
  if (words.includes("--help") || words.includes("-h")) {
    await process.stderr.write(USAGE);
    return 1;
  }
  let config: ServerConfig;
  try {
    config = await readServerConfig(process, words);
  } catch (error) {
    if (error instanceof ConfigFault)
      await process.stderr.write(`\n*** FATAL CONFIG FILE ERROR (Redis ${version}) ***\n${error.message}\n`);
    else if (error instanceof NoConfigFile)
      await process.stdout.write(`${process.pid}:C ${stamp(process)} # ${error.message}\n`);
    else throw error;
    return 1;
  }
  // It says in the list of processes where it listens (redis, server.c, redisSetProcTitle).
  const serving: Program = (own) => runServer(own, words.length > 0, version, config);
  return process.exec(serving, { args: [`redis-server ${config.bind[0] ?? "*"}:${config.port}`] });
};

const USAGE = `Usage: ./redis-server [/path/to/redis.conf] [options] [-]
       ./redis-server - (read config from stdin)
       ./redis-server -v or --version
       ./redis-server -h or --help
       ./redis-server --test-memory <megabytes>
       ./redis-server --check-system

Examples:
       ./redis-server (run the server with default conf)
       echo 'maxmemory 128mb' | ./redis-server -
       ./redis-server /etc/redis/6379.conf
       ./redis-server --port 7777
       ./redis-server --port 7777 --replicaof 127.0.0.1 8888
       ./redis-server /etc/myredis.conf --loglevel verbose -
       ./redis-server /etc/myredis.conf --loglevel verbose

Sentinel mode:
       ./redis-server /etc/sentinel.conf --sentinel
`;

async function runServer(
  process: Process,
  isConfigured: boolean,
  version: string,
  { port, password, bind, unresolved }: ServerConfig,
): Promise<number> {
  const say = (text: string, mark = "*") =>
    process.stdout.write(`${process.pid}:M ${stamp(process)} ${mark} ${text}\n`);
  const early = (text: string, mark = "*") =>
    process.stdout.write(`${process.pid}:C ${stamp(process)} ${mark} ${text}\n`);
  await early("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
  await early(`Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`);
  if (!isConfigured)
    await early(
      "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
      "#",
    );
  else await early("Configuration loaded");
  const database = new Database(() => process.machine.clock.now());
  await say("monotonic clock: POSIX clock_gettime");
  await say(`Running mode=standalone, port=${port}.`);
  if (unresolved.length > 0) {
    await say("Unresolved Configuration(s) Detected:", "#");
    for (const directive of unresolved) await say(`>>> '${directive}'`, "#");
    await say("Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting", "#");
    return 1;
  }
  if (bind.length === 0) {
    await say("Configured to not listen anywhere, exiting.", "#");
    return 1;
  }
  const listeners: Listener[] = [];
  try {
    const service = serve(database, { process, version, port, password, say });
    for (const address of bind.map(listeningAddress))
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

/** `*`, `-::*` (which need not be there), `127.0.0.1`. */
function listeningAddress(bind: string): string {
  const address = bind.replace(/^-/, "");
  return address === "*" ? "0.0.0.0" : address === "::*" ? "::" : address;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `24 Nov 2026 03:27:05.123` */
function stamp({ machine }: Process): string {
  const date = new Date(machine.clock.now());
  return `${String(date.getUTCDate()).padStart(2, "0")} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)}`;
}
