import type { Table } from "./commands.ts";
import { between, command, isFloat, isInteger, NO_KEY, NOT_FLOAT, NOT_INTEGER, OK, text } from "./typed-value.ts";

/** More commands on strings, and on keys of any kind. */
export const TEXT_COMMANDS: Table = {
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
};
