import { runScript } from "./evaluate.ts";
import { parse } from "./parse.ts";
import type { Shell } from "./shell.ts";
import { SourceText } from "./source-text.ts";
import type { Command } from "./syntax-tree.ts";

/**
 * When a command's name is an alias: how to run what it stands for, with the rest of the command after it.
 * An alias that begins with its own name means the command of that name.
 */
export function aliased(shell: Shell, node: Command): (() => Promise<number>) | undefined {
  const { name } = node;
  if (!name || shell.lineAliases.size === 0 || !shell.shopts.has("expand_aliases")) return undefined;
  const value = shell.lineAliases.get(name.text);
  if (
    value === undefined ||
    name.parts !== undefined ||
    name.text.includes("\\") ||
    shell.expandingAliases.has(name.text)
  )
    return undefined;
  const before = shell.source.text.slice(node.pos, name.pos);
  const after = shell.source.text.slice(name.end, node.end);
  const text = before + value + alsoExpanded(shell, value, after);
  return async () => {
    const { source } = shell;
    shell.expandingAliases.add(name.text);
    shell.source = new SourceText(text, source.name, source.lineOf(node.pos));
    try {
      return await runScript(shell, parse(text, shell.flavour), text);
    } finally {
      shell.source = source;
      shell.expandingAliases.delete(name.text);
    }
  };
}

/** An alias that ends in a blank lets the next word be one too (`alias sudo='sudo '`). */
function alsoExpanded(shell: Shell, value: string, after: string): string {
  const next = /\s$/.test(value) ? /^\s*([^\s'"\\$]+)/.exec(after)?.[1] : undefined;
  const meant = next === undefined ? undefined : shell.lineAliases.get(next);
  return meant === undefined || next === undefined ? after : after.replace(next, () => meant);
}
