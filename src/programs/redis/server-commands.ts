import { languageOf } from "../../cli/not-simulated.ts";
import type { Process } from "../../kernel/process.ts";
import { globbed, isCommand, runCommand } from "./commands.ts";
import type { Database } from "./database.ts";
import { NOT_SIMULATED } from "./not-simulated.ts";
import type { Reply } from "./resp.ts";
import { save } from "./snapshot.ts";

/** What a server goes by. */
export interface About {
  readonly process: Process;
  readonly password: string | undefined;
  /** Writes to the server's log. */
  say(text: string): Promise<void>;
  readonly version: string;
  readonly port: number;
}

/** Runs a command that needs no more than the keys and the server. */
export function answer(database: Database, name: string, given: string, args: readonly string[], about: About): Reply {
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
      return unknownCommand(name, given, args, about) ?? null;
    }
  }
}

/** The commands about the server and the connection that are here. */
const OWN =
  /^(?:ping|echo|quit|client|select|save|bgsave|lastsave|role|config|command|info|time|shutdown|monitor|publish|pubsub|p?subscribe|p?unsubscribe|unwatch)$/;

/** What is said of a command that Redis has not, or this playground. */
export function unknownCommand(name: string, given: string, args: readonly string[], about: About): Error | undefined {
  if (OWN.test(name) || isCommand(name)) return undefined;
  if (NOT_SIMULATED.has(name)) return new Error(`ERR ${leftOut(given.toUpperCase(), about.process)}`);
  const quoted = args.map((arg) => `'${arg}' `).join("");
  return new Error(`ERR unknown command '${given}', with args beginning with: ${quoted}`);
}

export const wrongCount = (name: string) => new Error(`ERR wrong number of arguments for '${name}' command`);

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
