import type { Database } from "./database.ts";
import { HASH_COMMANDS } from "./hash-commands.ts";
import { LIST_COMMANDS } from "./list-commands.ts";
import type { Reply } from "./resp.ts";
import { SET_COMMANDS } from "./set-commands.ts";
import { SORTED_SET_COMMANDS } from "./sorted-set-commands.ts";
import { TEXT_COMMANDS } from "./text-commands.ts";
import { command, MANY, NOT_INTEGER, OK, SYNTAX, text, WRONG_TYPE } from "./typed-value.ts";

export type Command = (database: Database, args: readonly string[]) => Reply;

export type Table = Readonly<Record<string, { readonly arity: readonly [number, number]; readonly run: Command }>>;

/** The commands that change nothing. */
const READS: ReadonlySet<string> = new Set(
  `get mget strlen exists keys dbsize type ttl pttl llen lrange hget hgetall smembers getrange randomkey lindex
  hkeys hvals hlen hexists hmget sismember scard sinter sunion sdiff zrange zrevrange zscore zrank zcard`.split(/\s+/),
);

/** Runs a command on the keys, of those that a course uses; undefined when there is none by that name here. */
export function runCommand(database: Database, name: string, args: readonly string[]): Reply | undefined {
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!known) return undefined;
  const fault = faultOf(name, args);
  if (fault) return fault;
  if (!READS.has(name)) database.changed = true;
  return known.run(database, args);
}

/** Whether there is a command of that name on the keys. */
export const isCommand = (name: string): boolean => Object.hasOwn(COMMANDS, name);

/** What is wrong with how many arguments a command on the keys is given. */
export function faultOf(name: string, args: readonly string[]): Error | undefined {
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!known) return undefined;
  const [least, most] = known.arity;
  const odd = (name === "mset" && args.length % 2 === 1) || (name === "hset" && args.length % 2 === 0);
  if (args.length >= least && args.length <= most && !odd) return undefined;
  return new Error(`ERR wrong number of arguments for '${name}' command`);
}

function add(database: Database, key: string, by: number): Reply {
  const old = text(database, key) ?? "0";
  if (old instanceof Error) return old;
  if (!/^-?\d+$/.test(old) || !Number.isSafeInteger(by)) return NOT_INTEGER;
  const next = Number(old) + by;
  const entry = database.entry(key);
  if (entry) entry.value = { kind: "string", text: String(next) };
  else database.set(key, { kind: "string", text: String(next) });
  return next;
}

function list(database: Database, key: string, make = false): string[] | Error | undefined {
  const value = database.entry(key)?.value;
  if (value) return value.kind === "list" ? value.items : WRONG_TYPE;
  if (!make) return undefined;
  const items: string[] = [];
  database.set(key, { kind: "list", items });
  return items;
}

function hash(database: Database, key: string, make = false): Map<string, string> | Error | undefined {
  const value = database.entry(key)?.value;
  if (value) return value.kind === "hash" ? value.fields : WRONG_TYPE;
  if (!make) return undefined;
  const fields = new Map<string, string>();
  database.set(key, { kind: "hash", fields });
  return fields;
}

function members(database: Database, key: string, make = false): Set<string> | Error | undefined {
  const value = database.entry(key)?.value;
  if (value) return value.kind === "set" ? value.members : WRONG_TYPE;
  if (!make) return undefined;
  const set = new Set<string>();
  database.set(key, { kind: "set", members: set });
  return set;
}

/** What `KEYS` and `CONFIG GET` match: `*`, `?`, `[…]`. */
export function globbed(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

function slice(items: readonly string[], from: string | undefined, to: string | undefined): string[] {
  const at = (given: string | undefined) => (Number(given) < 0 ? items.length + Number(given) : Number(given));
  return items.slice(Math.max(0, at(from)), at(to) + 1);
}

function setCommand(database: Database, given: readonly string[], called = "set"): Reply {
  const [key = "", value = "", ...options] = given;
  let ttl: number | undefined;
  let only: "NX" | "XX" | undefined;
  while (options.length > 0) {
    const option = options.shift()?.toUpperCase();
    if (option === "EX") ttl = Number(options.shift()) * 1000;
    else if (option === "PX") ttl = Number(options.shift());
    else if (option === "NX" || option === "XX") only = option;
    else if (option !== "KEEPTTL") return SYNTAX;
  }
  if (ttl !== undefined && !Number.isInteger(ttl)) return NOT_INTEGER;
  if (ttl !== undefined && ttl <= 0) return new Error(`ERR invalid expire time in '${called}' command`);
  const there = database.entry(key) !== undefined;
  if ((only === "NX" && there) || (only === "XX" && !there)) return null;
  database.set(key, { kind: "string", text: value }, ttl);
  return OK;
}

function push(end: "push" | "unshift"): Command {
  return (database, [key = "", ...values]) => {
    const items = list(database, key, true);
    if (!items || items instanceof Error) return items ?? null;
    for (const value of values) items[end](value);
    return items.length;
  };
}

function pop(end: "pop" | "shift"): Command {
  return (database, [key = "", count]) => {
    if (count !== undefined && !/^\d+$/.test(count)) return new Error("ERR value is out of range, must be positive");
    const items = list(database, key);
    if (!items || items instanceof Error) return items ?? null;
    if (count !== undefined) {
      const many =
        end === "shift" ? items.splice(0, Number(count)) : items.splice(-Number(count) || items.length).reverse();
      if (items.length === 0) database.delete(key);
      return many;
    }
    const value = items[end]() ?? null;
    if (items.length === 0) database.delete(key);
    return value;
  };
}

const COMMANDS: Table = {
  ...HASH_COMMANDS,
  ...LIST_COMMANDS,
  ...SET_COMMANDS,
  ...SORTED_SET_COMMANDS,
  ...TEXT_COMMANDS,
  get: command(1, 1, (database, [key = ""]) => text(database, key) ?? null),
  set: command(2, MANY, (database, args) => setCommand(database, args)),
  setex: command(3, 3, (database, [key = "", seconds = "", value = ""]) =>
    setCommand(database, [key, value, "EX", seconds], "setex"),
  ),
  setnx: command(2, 2, (database, [key = "", value = ""]) =>
    setCommand(database, [key, value, "NX"]) === null ? 0 : 1,
  ),
  mset: command(2, MANY, (database, pairs) => {
    for (let i = 0; i < pairs.length; i += 2)
      database.set(pairs[i] ?? "", { kind: "string", text: pairs[i + 1] ?? "" });
    return OK;
  }),
  mget: command(1, MANY, (database, keys) =>
    keys.map((key) => {
      const value = text(database, key) ?? null;
      return value instanceof Error ? null : value;
    }),
  ),
  getset: command(2, 2, (database, [key = "", value = ""]) => {
    const old = text(database, key) ?? null;
    database.set(key, { kind: "string", text: value });
    return old;
  }),
  append: command(2, 2, (database, [key = "", more = ""]) => {
    const old = text(database, key) ?? "";
    if (old instanceof Error) return old;
    database.set(key, { kind: "string", text: old + more });
    return (old + more).length;
  }),
  strlen: command(1, 1, (database, [key = ""]) => {
    const value = text(database, key) ?? "";
    return value instanceof Error ? value : value.length;
  }),
  incr: command(1, 1, (database, [key = ""]) => add(database, key, 1)),
  decr: command(1, 1, (database, [key = ""]) => add(database, key, -1)),
  incrby: command(2, 2, (database, [key = "", by = ""]) =>
    /^-?\d+$/.test(by) ? add(database, key, Number(by)) : NOT_INTEGER,
  ),
  decrby: command(2, 2, (database, [key = "", by = ""]) =>
    /^-?\d+$/.test(by) ? add(database, key, -Number(by)) : NOT_INTEGER,
  ),
  del: command(1, MANY, (database, keys) => keys.filter((key) => database.delete(key)).length),
  unlink: command(1, MANY, (database, keys) => keys.filter((key) => database.delete(key)).length),
  exists: command(1, MANY, (database, keys) => keys.filter((key) => database.entry(key)).length),
  keys: command(1, 1, (database, [pattern = "*"]) => database.keys().filter((key) => globbed(pattern).test(key))),
  dbsize: command(0, 0, (database) => database.size),
  type: command(1, 1, (database, [key = ""]) => ({ status: database.entry(key)?.value.kind ?? "none" })),
  expire: command(2, 2, (database, [key = "", seconds = ""]) =>
    /^-?\d+$/.test(seconds) ? Number(database.expire(key, Number(seconds) * 1000)) : NOT_INTEGER,
  ),
  pexpire: command(2, 2, (database, [key = "", ms = ""]) => Number(database.expire(key, Number(ms)))),
  ttl: command(1, 1, (database, [key = ""]) => {
    const left = database.left(key);
    return left < 0 ? left : Math.round(left / 1000);
  }),
  pttl: command(1, 1, (database, [key = ""]) => database.left(key)),
  persist: command(1, 1, (database, [key = ""]) => Number(database.persist(key))),
  flushall: command(0, 1, (database) => {
    database.clear();
    return OK;
  }),
  flushdb: command(0, 1, (database) => {
    database.clear();
    return OK;
  }),
  rpush: command(2, MANY, push("push")),
  lpush: command(2, MANY, push("unshift")),
  rpop: command(1, 2, pop("pop")),
  lpop: command(1, 2, pop("shift")),
  llen: command(1, 1, (database, [key = ""]) => {
    const items = list(database, key);
    return items instanceof Error ? items : (items?.length ?? 0);
  }),
  lrange: command(3, 3, (database, [key = "", from, to]) => {
    const items = list(database, key);
    if (!/^-?\d+$/.test(from ?? "") || !/^-?\d+$/.test(to ?? "")) return NOT_INTEGER;
    return items instanceof Error ? items : slice(items ?? [], from, to);
  }),
  hset: command(3, MANY, (database, [key = "", ...pairs]) => {
    const fields = hash(database, key, true);
    if (!fields || fields instanceof Error) return fields ?? null;
    const before = fields.size;
    for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i] ?? "", pairs[i + 1] ?? "");
    return fields.size - before;
  }),
  hget: command(2, 2, (database, [key = "", field = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : (fields?.get(field) ?? null);
  }),
  hgetall: command(1, 1, (database, [key = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : [...(fields ?? [])].flat();
  }),
  sadd: command(2, MANY, (database, [key = "", ...values]) => {
    const set = members(database, key, true);
    if (!set || set instanceof Error) return set ?? null;
    const before = set.size;
    for (const value of values) set.add(value);
    return set.size - before;
  }),
  smembers: command(1, 1, (database, [key = ""]) => {
    const set = members(database, key);
    return set instanceof Error ? set : [...(set ?? [])];
  }),
};
