import { languageOf } from "../../cli/not-simulated.ts";
import type { Service } from "../../kernel/connection.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { BrokenPipe } from "../../kernel/stream.ts";
import { endingSignal } from "../ending-signal.ts";
import { globbed, runCommand } from "./commands.ts";
import { Database } from "./database.ts";
import { NOT_SIMULATED } from "./not-simulated.ts";
import { type Reply, RespReader, writeReply } from "./resp.ts";

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
    const service = serve(process, database, version, password, port, say);
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

function serve(
  process: Process,
  database: Database,
  version: string,
  password: string | undefined,
  port: number,
  say: (text: string) => Promise<void>,
): Service {
  return async ({ input, output, close }) => {
    const reader = new RespReader(input, process.signal);
    let known = password === undefined;
    try {
      for (let words = await reader.command(); words !== null; words = await reader.command()) {
        const [given = "", ...args] = words;
        const name = given.toLowerCase();
        if (name === "") continue;
        let reply: Reply;
        if (name === "auth") {
          known = password === undefined || args.at(-1) === password;
          reply =
            password === undefined
              ? NO_PASSWORD
              : known
                ? { status: "OK" }
                : new Error("WRONGPASS invalid username-password pair or user is disabled.");
        } else if (!known) reply = new Error("NOAUTH Authentication required.");
        else reply = answer(database, name, given, args, { process, version, port, password, say });
        // Saved at once, so that a lab that is closed and opened again finds its data.
        if (database.changed) save(process, database);
        await output.write(writeReply(reply));
        if (name === "quit") return;
      }
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error;
    } finally {
      close();
    }
  };
}

const NO_PASSWORD = new Error(
  "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
);

/** The snapshot on disk: in the directory the server was started in, a volume in the official image. */
const dumpPath = ({ cwd }: Process) => `${cwd === "/" ? "" : cwd}/dump.rdb`;

function save(process: Process, database: Database): void {
  process.files.writeFile(dumpPath(process), JSON.stringify(database));
  database.changed = false;
}

function load(process: Process, database: Database): boolean {
  if (!process.files.exists(dumpPath(process))) return false;
  const stored: unknown = JSON.parse(process.files.readFile(dumpPath(process)));
  return database.load(stored);
}

interface About {
  readonly process: Process;
  readonly password: string | undefined;
  /** Writes to the server's log. */
  say(text: string): Promise<void>;
  readonly version: string;
  readonly port: number;
}

function answer(database: Database, name: string, given: string, args: readonly string[], about: About): Reply {
  switch (name) {
    case "ping":
      return args.length > 1 ? wrongCount(name) : (args[0] ?? { status: "PONG" });
    case "echo":
      return args.length === 1 ? (args[0] ?? null) : wrongCount(name);
    case "quit":
    case "client":
      return { status: "OK" };
    case "select":
      return selected(args, about.process);
    case "save":
      save(about.process, database);
      void about.say("DB saved on disk");
      return { status: "OK" };
    case "bgsave":
      save(about.process, database);
      void about.say("DB saved on disk");
      return { status: "Background saving started" };
    case "lastsave":
      return Math.floor(about.process.machine.clock.now() / 1000);
    case "role":
      return ["master", 0, []];
    case "config":
      return config(args, about);
    case "command":
      return [];
    case "info":
      return info(database, about);
    case "time": {
      const now = about.process.machine.clock.now();
      return [String(Math.floor(now / 1000)), String(Math.floor(now % 1000) * 1000)];
    }
    case "shutdown":
      about.process.machine.processes.kill(about.process.pid, "SIGTERM");
      return { status: "OK" };
    default: {
      const reply = runCommand(database, name, args);
      if (reply !== undefined) return reply;
      if (NOT_SIMULATED.has(name)) return new Error(`ERR ${leftOut(given.toUpperCase(), about.process)}`);
      const quoted = args.map((arg) => `'${arg}' `).join("");
      return new Error(`ERR unknown command '${given}', with args beginning with: ${quoted}`);
    }
  }
}

const wrongCount = (name: string) => new Error(`ERR wrong number of arguments for '${name}' command`);

/** What is said of something that Redis has and this playground has not. */
const leftOut = (what: string, { env }: Process): string =>
  languageOf(env) === "es"
    ? `Este laboratorio no simula «${what}» de Redis: pruébalo en uno de verdad.`
    : `This playground does not simulate Redis's "${what}": try it in a real one.`;

/** The first of the sixteen databases is the only one here. */
function selected([index = ""]: readonly string[], process: Process): Reply {
  if (!/^-?\d+$/.test(index)) return new Error("ERR value is not an integer or out of range");
  if (Number(index) < 0 || Number(index) > 15) return new Error("ERR DB index is out of range");
  return Number(index) === 0 ? { status: "OK" } : new Error(`ERR ${leftOut(`SELECT ${index}`, process)}`);
}

/** `CONFIG GET` of what this server goes by. */
function config([sub = "", ...names]: readonly string[], { process, port, password }: About): Reply {
  if (sub === "") return wrongCount("config");
  if (sub.toLowerCase() !== "get") {
    return /^(set|resetstat|rewrite|help)$/i.test(sub)
      ? new Error(`ERR ${leftOut(`CONFIG ${sub.toUpperCase()}`, process)}`)
      : new Error(`ERR unknown subcommand '${sub}'. Try CONFIG HELP.`);
  }
  if (names.length === 0) return wrongCount("config|get");
  const settings: Readonly<Record<string, string>> = {
    ...{
      appendonly: "no",
      bind: "* -::*",
      databases: "16",
      dbfilename: "dump.rdb",
      dir: process.cwd,
      loglevel: "notice",
    },
    ...{ maxclients: "10000", maxmemory: "0", "maxmemory-policy": "noeviction", port: String(port) },
    ...{ requirepass: password ?? "", save: "3600 1 300 100 60 10000", timeout: "0" },
  };
  return Object.entries(settings)
    .filter(([name]) => names.some((pattern) => globbed(pattern.toLowerCase()).test(name)))
    .flat();
}

function info(database: Database, { process, version, port }: About): string {
  const keys = database.size;
  return [
    "# Server",
    `redis_version:${version}`,
    "redis_mode:standalone",
    "os:Linux x86_64",
    `process_id:${process.pid}`,
    `tcp_port:${port}`,
    "",
    "# Replication",
    "role:master",
    "connected_slaves:0",
    "",
    "# Keyspace",
    ...(keys > 0 ? [`db0:keys=${keys},expires=0,avg_ttl=0`] : []),
    "",
  ].join("\r\n");
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `24 Nov 2026 03:27:05.123` */
function stamp({ machine }: Process): string {
  const date = new Date(machine.clock.now());
  return `${String(date.getUTCDate()).padStart(2, "0")} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)}`;
}
