import type { Table } from "./commands.ts";
import type { Database } from "./database.ts";
import type { Reply } from "./resp.ts";
import {
  between,
  command,
  dropEmpty,
  isFloat,
  isInteger,
  MANY,
  NOT_FLOAT,
  NOT_INTEGER,
  SYNTAX,
  scores,
} from "./typed-value.ts";

/** By score, then by name. */
const ranked = (all: ReadonlyMap<string, number>) =>
  [...all].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : a > b ? 1 : 0));

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

/** The commands on sorted sets. */
export const SORTED_SET_COMMANDS: Table = {
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
