import type { Table } from "./commands.ts";
import type { Database } from "./database.ts";
import type { Reply } from "./resp.ts";
import { command, dropEmpty, MANY, members } from "./typed-value.ts";

function combined(database: Database, keys: readonly string[], join: (sets: Set<string>[]) => string[]): Reply {
  const sets: Set<string>[] = [];
  for (const key of keys) {
    const set = members(database, key);
    if (set instanceof Error) return set;
    sets.push(set ?? new Set());
  }
  return join(sets);
}

/** More commands on sets. */
export const SET_COMMANDS: Table = {
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
};
