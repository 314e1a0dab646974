import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { splitArgs } from "./split-args.ts";

/** What a server goes by: its configuration file, with what its command line adds to it. */
export interface ServerConfig {
  readonly port: number;
  readonly password: string | undefined;
  /** Addresses to listen on; `*` and `-::*` are all of IPv4 and of IPv6. */
  readonly bind: readonly string[];
  /** Directives that no part of it knows: those of modules, which make it end once it is up. */
  readonly unresolved: readonly string[];
}

/** A line that the server refuses, which ends it (redis, config.c, loadServerConfigFromString). */
export class ConfigFault extends Error {
  /** @param number counted from 1 @param line as it stands there */
  constructor(number: number, line: string, why: string) {
    super(`Reading the configuration file, at line ${number}\n>>> '${line}'\n${why}`);
    this.name = "ConfigFault";
  }
}

/** The file that the command line names is not there. */
export class NoConfigFile extends Error {}

const BOOLEANS =
  "activedefrag activerehashing always-show-logo aof-load-truncated aof-rewrite-incremental-fsync aof-use-rdb-preamble " +
  "appendonly cluster-enabled cluster-require-full-coverage crash-log-enabled daemonize dynamic-hz lazyfree-lazy-eviction " +
  "lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush " +
  "no-appendfsync-on-rewrite protected-mode rdb-save-incremental-fsync rdbchecksum rdbcompression repl-disable-tcp-nodelay " +
  "repl-diskless-sync replica-lazy-flush replica-read-only replica-serve-stale-data slave-read-only " +
  "slave-serve-stale-data stop-writes-on-bgsave-error syslog-enabled";
const NUMBERS =
  "active-expire-effort auto-aof-rewrite-percentage cluster-node-timeout databases hash-max-listpack-entries hz io-threads " +
  "lfu-decay-time lfu-log-factor list-compress-depth list-max-listpack-size lua-time-limit maxclients maxmemory-samples " +
  "min-replicas-max-lag min-replicas-to-write port repl-timeout replica-priority slowlog-log-slower-than slowlog-max-len " +
  "tcp-backlog tcp-keepalive timeout";
const SIZES =
  "auto-aof-rewrite-min-size client-query-buffer-limit maxmemory maxmemory-clients proto-max-bulk-len repl-backlog-size";
const TEXTS =
  "aclfile appenddirname appendfilename cluster-config-file dbfilename dir locale-collate logfile masterauth masteruser " +
  "notify-keyspace-events oom-score-adj pidfile proc-title-template requirepass syslog-facility syslog-ident tls-cert-file " +
  "tls-key-file tls-ca-cert-file unixsocket supervised include";
/** Those that take any number of values. */
const LISTS =
  "bind bind-source-addr client-output-buffer-limit loadmodule oom-score-adj-values rename-command save user";
const CHOICES: Readonly<Record<string, string>> = {
  appendfsync: "everysec always no",
  loglevel: "debug verbose notice warning nothing",
  "maxmemory-policy":
    "volatile-lru volatile-lfu volatile-random volatile-ttl allkeys-lru allkeys-lfu allkeys-random noeviction",
};
/** Least and most of some numbers. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  databases: [1, 2 ** 31 - 1],
  port: [0, 65535],
  "tcp-backlog": [0, 2 ** 31 - 1],
  timeout: [0, 2 ** 31 - 1],
};

const among = (names: string, name: string) => names.split(" ").includes(name);

/**
 * Reads `redis-server [file|-] [--directive value …]` (redis, server.c, main): each directive of the line is one more of
 * the file. Outcomes are those of Redis 8.0.2.
 * @throws ConfigFault, NoConfigFile
 */
export async function readServerConfig(process: Process, words: readonly string[]): Promise<ServerConfig> {
  const [first = ""] = words;
  const hasFile = first !== "" && !first.startsWith("-");
  let text = hasFile ? readFile(process, first) : "";
  const options = words.slice(hasFile ? 1 : 0).filter((word) => word !== "-");
  if (words.includes("-")) text += await readAll(process.stdin, process.signal);
  let line = "";
  const added: string[] = [];
  for (const word of options) {
    if (word.startsWith("--")) {
      if (line !== "") added.push(line);
      line = word.slice(2);
    } else line += `${line === "" ? "" : " "}${JSON.stringify(word)}`;
  }
  if (line !== "") added.push(line);
  return settingsOf(process, `${text}\n${added.join("\n")}`.split("\n"));
}

function readFile({ files, cwd }: Process, name: string): string {
  const path = resolvePath(cwd, name);
  try {
    return files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new NoConfigFile(`Fatal error, can't open config file '${path}': ${error.message}`);
  }
}

function settingsOf(process: Process, lines: readonly string[]): ServerConfig {
  const settings = new Map<string, readonly string[]>();
  const unresolved: string[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const fault = (why: string) => new ConfigFault(index + 1, line, why);
    const words = splitArgs(line);
    if (!words) throw fault("Unbalanced quotes in configuration line");
    const [name = "", ...values] = words;
    const directive = name.toLowerCase();
    const known = isKnown(directive);
    if (!known && values.length === 0) throw fault("Bad directive or wrong number of arguments");
    if (!known) unresolved.push([name, ...values].join(" "));
    const why = known ? wrong(process, directive, values) : undefined;
    if (why !== undefined) throw fault(why);
    settings.set(directive, values);
  }
  const password = settings.get("requirepass")?.[0];
  return {
    port: Number(settings.get("port")?.[0] ?? 6379),
    password: password === "" ? undefined : password,
    bind: settings.get("bind") ?? ["*", "-::*"],
    unresolved,
  };
}

const isKnown = (name: string) =>
  [BOOLEANS, NUMBERS, SIZES, TEXTS, LISTS].some((names) => among(names, name)) ||
  Object.hasOwn(CHOICES, name) ||
  name === "replicaof" ||
  name === "slaveof";

/** What is wrong with a directive's values; undefined when nothing is. */
function wrong({ files, cwd }: Process, name: string, values: readonly string[]): string | undefined {
  const [value = ""] = values;
  if (among(LISTS, name)) {
    const isPairs = values.length % 2 === 0 || value === "";
    return name === "save" && !(isPairs && values.every((one) => /^\d*$/.test(one)))
      ? "Invalid save parameters"
      : undefined;
  }
  if (values.length !== (name === "replicaof" || name === "slaveof" ? 2 : 1)) return "wrong number of arguments";
  if (among(BOOLEANS, name)) return /^(?:yes|no)$/i.test(value) ? undefined : "argument must be 'yes' or 'no'";
  if (among(SIZES, name)) return /^\d+(?:[kmg]?b?)$/i.test(value) ? undefined : "argument must be a memory value";
  if (among(NUMBERS, name)) {
    if (!/^-?\d+$/.test(value)) return "argument couldn't be parsed into an integer";
    const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return Number(value) < least || Number(value) > most
      ? `argument must be between ${least} and ${most} inclusive`
      : undefined;
  }
  const choices = CHOICES[name];
  if (choices !== undefined && !among(choices, value.toLowerCase()))
    return `argument(s) must be one of the following: ${choices.replaceAll(" ", ", ")}`;
  if (name === "dir" && !files.exists(resolvePath(cwd, value))) return "No such file or directory";
  return undefined;
}
