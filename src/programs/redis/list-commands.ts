import type { Table } from "./commands.ts";
import { command, dropEmpty, isInteger, list, NO_KEY, NOT_INTEGER, OK } from "./typed-value.ts";

/** More commands on lists. */
export const LIST_COMMANDS: Table = {
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
};
