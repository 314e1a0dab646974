import type { Process } from "../../kernel/process.ts";
import { columnOf } from "./columns.ts";
import type { ListedProcess } from "./process-list.ts";

/** In the order of the columns that `--sort` names. */
export function sorted(list: readonly ListedProcess[], by: string, process: Process): ListedProcess[] {
  const keys = by.split(",").map((key) => ({
    reverse: key.startsWith("-"),
    column: columnOf(key.replace(/^[-+]/, "")),
  }));
  return [...list].sort((a, b) => {
    for (const { reverse, column: one } of keys) {
      const [left, right] = [one?.text(a, process) ?? "", one?.text(b, process) ?? ""];
      const order = Number.isNaN(Number(left)) ? left.localeCompare(right) : Number(left) - Number(right);
      if (order !== 0) return reverse ? -order : order;
    }
    return a.pid - b.pid;
  });
}

/** Children under their parents, as `ps f` draws them. */
export function forest(list: readonly ListedProcess[]): { readonly of: ListedProcess; readonly indent: string }[] {
  const out: { of: ListedProcess; indent: string }[] = [];
  const add = (of: ListedProcess, indent: string, isRoot: boolean) => {
    out.push({ of, indent: isRoot ? "" : `${indent} \\_ ` });
    const inner = isRoot ? "" : `${indent}    `;
    for (const child of list) if (child.parent === of.pid && child !== of) add(child, inner, false);
  };
  for (const of of list) if (!list.some(({ pid }) => pid === of.parent)) add(of, "", true);
  return out;
}
