import type { Command } from "./commands.ts";
import type { Database } from "./database.ts";

export const OK = { status: "OK" } as const;
export const WRONG_TYPE = new Error("WRONGTYPE Operation against a key holding the wrong kind of value");
export const NOT_INTEGER = new Error("ERR value is not an integer or out of range");
export const NOT_FLOAT = new Error("ERR value is not a valid float");
export const NO_KEY = new Error("ERR no such key");
export const SYNTAX = new Error("ERR syntax error");

export const MANY = Number.POSITIVE_INFINITY;
/** A command and how many arguments it takes, at least and at most. */
export const command = (least: number, most: number, run: Command) => ({ arity: [least, most] as const, run });
export const isInteger = (text: string) => /^-?\d+$/.test(text);
export const isFloat = (text: string) => /^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|inf)$/i.test(text);

/** The fields of a hash; undefined for a key that is not there, the error for another kind of value. */
export function hash(database: Database, key: string): Map<string, string> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "hash" ? value?.fields : WRONG_TYPE;
}

/** The items of a list. */
export function list(database: Database, key: string): string[] | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "list" ? value?.items : WRONG_TYPE;
}

/** The members of a set. */
export function members(database: Database, key: string): Set<string> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "set" ? value?.members : WRONG_TYPE;
}

/** The members of a sorted set with their scores. */
export function scores(database: Database, key: string): Map<string, number> | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "zset" ? value?.scores : WRONG_TYPE;
}

/** A string. */
export function text(database: Database, key: string): string | Error | undefined {
  const value = database.entry(key)?.value;
  return value === undefined || value.kind === "string" ? value?.text : WRONG_TYPE;
}

/** What is left of a collection: a key goes with its last item. */
export function dropEmpty(database: Database, key: string, size: number): void {
  if (size === 0) database.delete(key);
}

/** From start to stop, both counted from the end where they are negative. */
export function between<T>(items: readonly T[], from: string, to: string): T[] {
  const at = (given: string) => (Number(given) < 0 ? items.length + Number(given) : Number(given));
  return items.slice(Math.max(0, at(from)), at(to) + 1);
}
