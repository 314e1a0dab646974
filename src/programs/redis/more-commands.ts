import type { Command, Table } from "./commands.ts";
import type { Database } from "./database.ts";
import type { Reply } from "./resp.ts";

const OK = { status: "OK" } as const;
const WRONG_TYPE = new Error("WRONGTYPE Operation against a key holding the wrong kind of value");
const NOT_INTEGER = new Error("ERR value is not an integer or out of range");
const NOT_FLOAT = new Error("ERR value is not a valid float");
const NO_KEY = new Error("ERR no such key");
const SYNTAX = new Error("ERR syntax error");

const MANY = Number.POSITIVE_INFINITY;
const command = (least: number, most: number, run: Command) => ({ arity: [least, most] as const, run });
const isInteger = (text: string) => /^-?\d+$/.test(text);
const isFloat = (text: string) => /^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|inf)$/i.test(text);

/** A hash, list, set or sorted set under a key; undefined for none, the error for another kind. */
function hash(database: Database, key: string): Map<string, string> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "hash" ? value?.fields : WRONG_TYPE;
}

function list(database: Database, key: string): string[] | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "list" ? value?.items : WRONG_TYPE;
}

function members(database: Database, key: string): Set<string> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "set" ? value?.members : WRONG_TYPE;
}

function scores(database: Database, key: string): Map<string, number> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "zset" ? value?.scores : WRONG_TYPE;
}

function text(database: Database, key: string): string | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "string" ? value?.text : WRONG_TYPE;
}

/** What is left of a collection: a key goes with its last item. */
function dropEmpty(database: Database, key: string, size: number): void {
  if (size === 0) database.delete(key);
}

/** From start to stop, both counted from the end where they are negative. */
function between<T>(items: readonly T[], from: string, to: string): T[] {
  const at = (given: string) => (Number(given) < 0 ? items.length + Number(given) : Number(given));
  return items.slice(Math.max(0, at(from)), at(to) + 1);
}

/** By score, then by name. */
const ranked = (all: ReadonlyMap<string, number>) =>
  [...all].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : a > b ? 1 : 0));

function combined(database: Database, keys: readonly string[], join: (sets: Set<string>[]) => string[]): Reply {
  const sets: Set<string>[] = [];
  for (const key of keys) {
    const set = members(database, key);
    if (set instanceof Error) return set;
    sets.push(set ?? new Set());
  }
  return join(sets);
}

function range(database: Database, args: readonly string[], backwards: boolean): Reply {
  const [key = "", from = "", to = "", ...options] = args;
  if (!isInteger(from) || !isInteger(to)) return NOT_INTEGER;
  const wanted = options.map((option) => option.toLowerCase());
  if (wanted.some((option) => option !== "withscores" && option !== "rev")) return SYNTAX;
  const all = scores(database, key);
  if (all instanceof Error) return all;
  const order = ranked(all ?? new Map());
  if (backwards || wanted.includes("rev")) order.reverse();
  const shown = between(order, from, to);
  return wanted.includes("withscores")
    ? shown.flatMap(([name, score]) => [name, String(score)])
    : shown.map(([name]) => name);
}

function addScores(database: Database, [key = "", ...pairs]: readonly string[]): Reply {
  if (pairs.length % 2 !== 0) return SYNTAX;
  for (let i = 0; i < pairs.length; i += 2) if (!isFloat(pairs[i] ?? "")) return NOT_FLOAT;
  const there = scores(database, key);
  if (there instanceof Error) return there;
  const all = there ?? new Map<string, number>();
  if (!there) database.set(key, { kind: "zset", scores: all });
  const before = all.size;
  for (let i = 0; i < pairs.length; i += 2) all.set(pairs[i + 1] ?? "", Number(pairs[i]));
  return all.size - before;
}

const READ =
  "hkeys hvals hlen hexists hmget sismember scard sinter sunion sdiff lindex getrange randomkey zrange zrevrange zscore zrank zcard";

/** Those of the commands below that change nothing. */
export const MORE_READS: readonly string[] = READ.split(" ");

/** More of Redis's commands on keys, hashes, lists and sets, and those on sorted sets. */
export const MORE: Table = {
  hkeys: command(1, 1, (database, [key = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : [...(fields?.keys() ?? [])];
  }),
  hvals: command(1, 1, (database, [key = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : [...(fields?.values() ?? [])];
  }),
  hlen: command(1, 1, (database, [key = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : (fields?.size ?? 0);
  }),
  hexists: command(2, 2, (database, [key = "", field = ""]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : Number(fields?.has(field) ?? false);
  }),
  hmget: command(2, MANY, (database, [key = "", ...names]) => {
    const fields = hash(database, key);
    return fields instanceof Error ? fields : names.map((name) => fields?.get(name) ?? null);
  }),
  hdel: command(2, MANY, (database, [key = "", ...names]) => {
    const fields = hash(database, key);
    if (fields instanceof Error) return fields;
    const count = names.filter((name) => fields?.delete(name)).length;
    dropEmpty(database, key, fields?.size ?? 1);
    return count;
  }),
  hincrby: command(3, 3, (database, [key = "", field = "", by = ""]) => {
    if (!isInteger(by)) return NOT_INTEGER;
    const there = hash(database, key);
    if (there instanceof Error) return there;
    const fields = there ?? new Map<string, string>();
    const old = fields.get(field) ?? "0";
    if (!isInteger(old)) return new Error("ERR hash value is not an integer");
    if (!there) database.set(key, { kind: "hash", fields });
    fields.set(field, String(Number(old) + Number(by)));
    return Number(old) + Number(by);
  }),
  sismember: command(2, 2, (database, [key = "", member = ""]) => {
    const set = members(database, key);
    return set instanceof Error ? set : Number(set?.has(member) ?? false);
  }),
  scard: command(1, 1, (database, [key = ""]) => {
    const set = members(database, key);
    return set instanceof Error ? set : (set?.size ?? 0);
  }),
  srem: command(2, MANY, (database, [key = "", ...names]) => {
    const set = members(database, key);
    if (set instanceof Error) return set;
    const count = names.filter((name) => set?.delete(name)).length;
    dropEmpty(database, key, set?.size ?? 1);
    return count;
  }),
  sinter: command(1, MANY, (database, keys) =>
    combined(database, keys, ([first = new Set(), ...rest]) =>
      [...first].filter((each) => rest.every((set) => set.has(each))),
    ),
  ),
  sunion: command(1, MANY, (database, keys) =>
    combined(database, keys, (sets) => [...new Set(sets.flatMap((set) => [...set]))]),
  ),
  sdiff: command(1, MANY, (database, keys) =>
    combined(database, keys, ([first = new Set(), ...rest]) =>
      [...first].filter((each) => !rest.some((set) => set.has(each))),
    ),
  ),
  lindex: command(2, 2, (database, [key = "", index = ""]) => {
    if (!isInteger(index)) return NOT_INTEGER;
    const items = list(database, key);
    return items instanceof Error ? items : (items?.at(Number(index)) ?? null);
  }),
  lset: command(3, 3, (database, [key = "", index = "", value = ""]) => {
    const items = list(database, key);
    if (items instanceof Error) return items;
    if (!items) return NO_KEY;
    if (!isInteger(index)) return NOT_INTEGER;
    const at = Number(index) < 0 ? items.length + Number(index) : Number(index);
    if (at < 0 || at >= items.length) return new Error("ERR index out of range");
    items[at] = value;
    return OK;
  }),
  lrem: command(3, 3, (database, [key = "", count = "", value = ""]) => {
    if (!isInteger(count)) return NOT_INTEGER;
    const items = list(database, key);
    if (!items || items instanceof Error) return items ?? 0;
    const most = Number(count) === 0 ? items.length : Math.abs(Number(count));
    let removed = 0;
    while (removed < most) {
      const at = Number(count) < 0 ? items.lastIndexOf(value) : items.indexOf(value);
      if (at < 0) break;
      items.splice(at, 1);
      removed++;
    }
    dropEmpty(database, key, items.length);
    return removed;
  }),
  incrbyfloat: command(2, 2, (database, [key = "", by = ""]) => {
    const old = text(database, key) ?? "0";
    if (old instanceof Error) return old;
    if (!isFloat(old) || !isFloat(by)) return NOT_FLOAT;
    const next = String(Number((Number(old) + Number(by)).toPrecision(15)));
    const entry = database.entry(key);
    if (entry) entry.value = { kind: "string", text: next };
    else database.set(key, { kind: "string", text: next });
    return next;
  }),
  getdel: command(1, 1, (database, [key = ""]) => {
    const value = text(database, key) ?? null;
    if (typeof value === "string") database.delete(key);
    return value;
  }),
  getrange: command(3, 3, (database, [key = "", from = "", to = ""]) => {
    if (!isInteger(from) || !isInteger(to)) return NOT_INTEGER;
    const value = text(database, key) ?? "";
    return value instanceof Error ? value : between([...value], from, to).join("");
  }),
  rename: command(2, 2, (database, [key = "", name = ""]) => {
    const entry = database.entry(key);
    if (!entry) return NO_KEY;
    const left = database.left(key);
    database.delete(key);
    database.set(name, entry.value, left < 0 ? undefined : left);
    return OK;
  }),
  randomkey: command(0, 0, (database) => database.keys()[0] ?? null),
  zadd: command(3, MANY, addScores),
  zrange: command(3, 5, (database, args) => range(database, args, false)),
  zrevrange: command(3, 4, (database, args) => range(database, args, true)),
  zscore: command(2, 2, (database, [key = "", member = ""]) => {
    const all = scores(database, key);
    const score = all instanceof Error ? all : all?.get(member);
    return score instanceof Error ? score : score === undefined ? null : String(score);
  }),
  zrank: command(2, 2, (database, [key = "", member = ""]) => {
    const all = scores(database, key);
    if (all instanceof Error) return all;
    const rank = ranked(all ?? new Map()).findIndex(([name]) => name === member);
    return rank < 0 ? null : rank;
  }),
  zcard: command(1, 1, (database, [key = ""]) => {
    const all = scores(database, key);
    return all instanceof Error ? all : (all?.size ?? 0);
  }),
  zincrby: command(3, 3, (database, [key = "", by = "", member = ""]) => {
    if (!isFloat(by)) return NOT_FLOAT;
    const all = scores(database, key);
    if (all instanceof Error) return all;
    const next = (all?.get(member) ?? 0) + Number(by);
    addScores(database, [key, String(next), member]);
    return String(next);
  }),
  zrem: command(2, MANY, (database, [key = "", ...names]) => {
    const all = scores(database, key);
    if (all instanceof Error) return all;
    const count = names.filter((name) => all?.delete(name)).length;
    dropEmpty(database, key, all?.size ?? 1);
    return count;
  }),
};

/** Commands that Redis has and this playground has not: it says so. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  `acl bgrewriteaof bitcount bitop blmove blpop brpop cluster copy debug discard dump eval evalsha exec expireat expiretime
  failover function geoadd geodist geosearch getbit getex hello hexpire hincrbyfloat hmset hrandfield hscan hsetnx hstrlen
  json.get json.set latency linsert lmove lpos lpushx ltrim memory migrate module monitor move msetnx multi object pfadd
  pfcount pexpireat psetex psubscribe psync publish pubsub renamenx replicaof reset restore rpoplpush rpushx scan script
  sdiffstore setbit setrange sinterstore slaveof slowlog smismember smove sort spop srandmember sscan subscribe sunionstore
  swapdb touch unsubscribe unwatch wait watch xack xadd xdel xlen xrange xread xrevrange zcount zdiff zinter zpopmax zpopmin
  zrangebyscore zrevrank zscan zunion lolwut`.split(/\s+/),
);
