import type { Reply } from "./resp.ts";

type Value =
  | { readonly kind: "string"; text: string }
  | { readonly kind: "list"; readonly items: string[] }
  | { readonly kind: "hash"; readonly fields: Map<string, string> }
  | { readonly kind: "set"; readonly members: Set<string> };

interface Entry {
  value: Value;
  /** ms since the epoch */
  expires?: number;
}

const OK = { status: "OK" } as const;
const WRONG_TYPE = new Error("WRONGTYPE Operation against a key holding the wrong kind of value");
const NOT_INTEGER = new Error("ERR value is not an integer or out of range");
const SYNTAX = new Error("ERR syntax error");

type Command = (database: Database, args: readonly string[]) => Reply;

/** The keys of a Redis server, and the commands on them that a course uses. */
export class Database {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  /** Whether a command may have written since this was last set to false. */
  changed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Runs a command; undefined when there is none by that name here. */
  run(name: string, args: readonly string[]): Reply | undefined {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) return undefined;
    const [least, most] = command.arity;
    if (args.length < least || args.length > most)
      return new Error(`ERR wrong number of arguments for '${name}' command`);
    if (!READS.has(name)) this.changed = true;
    return command.run(this, args);
  }

  /** Takes over what `toJSON` wrote; false when it is something else. */
  load(stored: unknown): boolean {
    if (!Array.isArray(stored)) return false;
    for (const item of stored) {
      if (!Array.isArray(item)) return false;
      const [key, kind, data, expires] = item;
      const value = storedValue(kind, data);
      if (typeof key !== "string" || !value) return false;
      this.#entries.set(key, typeof expires === "number" ? { value, expires } : { value });
    }
    return true;
  }

  get size(): number {
    return this.keys().length;
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.entry(key) !== undefined);
  }

  entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expires === undefined || entry.expires > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, ttl?: number): void {
    this.#entries.set(key, { value, ...(ttl === undefined ? {} : { expires: this.#now() + ttl }) });
  }

  expire(key: string, ms: number): boolean {
    const entry = this.entry(key);
    if (entry) entry.expires = this.#now() + ms;
    return entry !== undefined;
  }

  /** ms left; -1 for ever, -2 no such key. */
  left(key: string): number {
    const entry = this.entry(key);
    if (!entry) return -2;
    return entry.expires === undefined ? -1 : entry.expires - this.#now();
  }

  persist(key: string): boolean {
    const entry = this.entry(key);
    if (entry?.expires === undefined) return false;
    delete entry.expires;
    return true;
  }

  delete(key: string): boolean {
    return this.entry(key) !== undefined && this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** What is stored, for the dump on disk. */
  toJSON(): unknown[] {
    return this.keys().map((key) => {
      const { value, expires } = this.entry(key) ?? {};
      const data =
        value?.kind === "string"
          ? value.text
          : value?.kind === "list"
            ? value.items
            : value?.kind === "set"
              ? [...value.members]
              : [...(value?.fields ?? [])];
      return [key, value?.kind, data, expires ?? null];
    });
  }
}

const READS: ReadonlySet<string> = new Set(
  "get mget strlen exists keys dbsize type ttl pttl llen lrange hget hgetall smembers".split(" "),
);

function storedValue(kind: unknown, data: unknown): Value | undefined {
  if (kind === "string" && typeof data === "string") return { kind, text: data };
  if (!Array.isArray(data)) return undefined;
  const texts = (values: unknown[]) => values.map(String);
  if (kind === "list") return { kind, items: texts(data) };
  if (kind === "set") return { kind, members: new Set(texts(data)) };
  if (kind === "hash") {
    const pairs = data.flatMap((pair): [string, string][] =>
      Array.isArray(pair) ? [[String(pair[0]), String(pair[1])]] : [],
    );
    return { kind, fields: new Map(pairs) };
  }
  return undefined;
}

function text(database: Database, key: string): string | null | Error {
  const value = database.entry(key)?.value;
  if (!value) return null;
  return value.kind === "string" ? value.text : WRONG_TYPE;
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

/** What `KEYS` matches: `*`, `?`, `[…]`. */
function globbed(pattern: string): RegExp {
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

function setCommand(database: Database, [key = "", value = "", ...options]: readonly string[]): Reply {
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
  return (database, [key = ""]) => {
    const items = list(database, key);
    if (!items || items instanceof Error) return items ?? null;
    const value = items[end]() ?? null;
    if (items.length === 0) database.delete(key);
    return value;
  };
}

const MANY = Number.POSITIVE_INFINITY;
const command = (least: number, most: number, run: Command) => ({ arity: [least, most] as const, run });

const COMMANDS: Readonly<Record<string, { readonly arity: readonly [number, number]; readonly run: Command }>> = {
  get: command(1, 1, (database, [key = ""]) => text(database, key)),
  set: command(2, MANY, setCommand),
  setex: command(3, 3, (database, [key = "", seconds = "", value = ""]) =>
    setCommand(database, [key, value, "EX", seconds]),
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
      const value = text(database, key);
      return value instanceof Error ? null : value;
    }),
  ),
  getset: command(2, 2, (database, [key = "", value = ""]) => {
    const old = text(database, key);
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
  rpop: command(1, 1, pop("pop")),
  lpop: command(1, 1, pop("shift")),
  llen: command(1, 1, (database, [key = ""]) => {
    const items = list(database, key);
    return items instanceof Error ? items : (items?.length ?? 0);
  }),
  lrange: command(3, 3, (database, [key = "", from, to]) => {
    const items = list(database, key);
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
