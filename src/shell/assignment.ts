import { ExpansionError } from "./control-flow.ts";
import { subscriptText } from "./expand-parameter.ts";
import { expandText, expandWords } from "./expand-word.ts";
import { subscript } from "./parameter-value.ts";
import { parseWord } from "./parse.ts";
import { quotedIfNeeded } from "./quote.ts";
import type { Shell } from "./shell.ts";
import type { Assignment, Word } from "./syntax-tree.ts";
import { VariableError } from "./variables.ts";

/** An element of an array in parentheses: with its subscript, or the next one. */
export interface ArrayItem {
  readonly key?: string;
  readonly text: string;
  readonly append: boolean;
}

/** An assignment whose expansions are done. */
export interface PreparedAssignment {
  readonly name: string;
  readonly index: string | undefined;
  readonly append: boolean;
  readonly value: string | readonly ArrayItem[];
  /** As `set -x` shows it. */
  readonly shown: string;
}

/** Expands an assignment. @param command the declaring builtin it is an operand of ("local") */
export async function prepare(shell: Shell, assignment: Assignment, command = ""): Promise<PreparedAssignment> {
  const { name, append, value: assigned } = assignment;
  const index = assignment.index === undefined ? undefined : await subscriptText(shell, name, assignment.index);
  if (index?.trim() === "") throw new ExpansionError(`${name}[${assignment.index}]: bad array subscript`, 1, false);
  const mark = `${name}${index === undefined ? "" : `[${index}]`}${append ? "+" : ""}=`;
  if ("type" in assigned) {
    const value = await expandText(shell, assigned, { assignment: true });
    return { name, index, append, value, shown: mark + (value === "" ? "" : quotedIfNeeded(value)) };
  }
  const value = await arrayItems(shell, name, assigned, command);
  return { name, index, append, value, shown: mark + shownItems(value) };
}

function shownItems(items: readonly ArrayItem[]): string {
  return `(${items.map((item) => (item.key === undefined ? "" : `[${item.key}]=`) + quotedIfNeeded(item.text)).join(" ")})`;
}

async function arrayItems(shell: Shell, name: string, words: readonly Word[], command: string): Promise<ArrayItem[]> {
  const items: ArrayItem[] = [];
  for (const word of words) {
    const keyed = /^\[((?:[^[\]"']|"[^"]*"|'[^']*'|\[[^\]]*\])*)\](\+?)=/.exec(word.text);
    if (!keyed) {
      for (const text of await expandWords(shell, [word])) items.push({ text, append: false });
      continue;
    }
    const rest = word.text.slice(keyed[0].length);
    const value = rest === "" ? undefined : parseWord(rest);
    const map = command.length > 0 || shell.variables.find(name)?.value instanceof Map;
    const source = keyed[1] ?? "";
    const key = map ? await keyText(shell, source) : await subscriptText(shell, name, source);
    items.push({ key, text: await expandText(shell, value, { assignment: true }), append: keyed[2] === "+" });
  }
  return items;
}

async function keyText(shell: Shell, source: string): Promise<string> {
  const word = parseWord(/\s/.test(source) && !/["'\\]/.test(source) ? `"${source}"` : source);
  return expandText(shell, word);
}

/** Makes an assignment. @throws ExpansionError when it is refused */
export function assign(shell: Shell, assignment: PreparedAssignment): void {
  try {
    assignOne(shell, assignment);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    throw new ExpansionError(error.message, 1, false);
  }
}

/** @throws VariableError */
export function assignOne(shell: Shell, { name, index, append, value }: PreparedAssignment): void {
  const { variables } = shell;
  if (typeof value !== "string") {
    assignItems(shell, name, value, append);
    return;
  }
  if (index === undefined) variables.set(name, value, append);
  else {
    const key = subscript(shell, name, index);
    if (typeof key === "number" && key < 0) throw new VariableError(`${name}[${index}]: bad array subscript`);
    variables.setElement(name, key, value, append);
  }
  if (shell.options.has("allexport")) variables.declare(name, "global").exported = true;
}

function assignItems(shell: Shell, name: string, items: readonly ArrayItem[], append: boolean): void {
  const { variables } = shell;
  const before = variables.find(name)?.value;
  if (before instanceof Map) {
    if (!append) variables.setArray(name, new Map());
    const plain = items.every((item) => item.key === undefined);
    items.forEach((item, i) => {
      if (item.key !== undefined) variables.setElement(name, item.key, item.text, item.append);
      else if (plain && i % 2 === 0) variables.setElement(name, item.text, items[i + 1]?.text ?? "");
    });
    return;
  }
  const kept = append ? (Array.isArray(before) ? before.slice() : before === undefined ? [] : [before]) : [];
  variables.setArray(name, kept);
  let next = kept.length;
  for (const item of items) {
    if (item.key !== undefined) next = Number(subscript(shell, name, item.key));
    variables.setElement(name, next, item.text, item.append);
    next++;
  }
}
