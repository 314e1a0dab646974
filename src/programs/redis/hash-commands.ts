import type { Table } from "./commands.ts";
import { command, dropEmpty, hash, isInteger, MANY, NOT_INTEGER } from "./typed-value.ts";

/** More commands on hashes. */
export const HASH_COMMANDS: Table = {
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
};
