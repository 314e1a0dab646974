import { arithmetic } from "./arithmetic-expansion.ts";
import { ExpansionError } from "./control-flow.ts";
import { describeVariable, flagsOf } from "./declaration.ts";
import { withoutEscapes } from "./escapes.ts";
import { expandField, expandPattern, expandPlain } from "./expand-word.ts";
import type { Field } from "./fields.ts";
import { keys, type ParameterValue } from "./parameter-value.ts";
import { patternRegExp, patternSource } from "./pattern.ts";
import { expandPrompt } from "./prompt.ts";
import { doubleQuoted, singleQuoted } from "./quote.ts";
import type { Shell } from "./shell.ts";
import type { ParameterExpansion, ParameterOperation } from "./syntax-tree.ts";

/** What `#`, `%`, `/`, `:`, `^`, `,` or `@` after a parameter's name makes of its value: of every item, for a list. */
export async function applyOperation(
  shell: Shell,
  name: string,
  value: ParameterValue,
  operation: ParameterOperation,
  part: ParameterExpansion,
): Promise<ParameterValue> {
  switch (operation.type) {
    case "Remove": {
      const pattern = await expandPattern(shell, operation.operand);
      return each(value, (text) => remove(text, operation.operator, pattern));
    }
    case "Replace": {
      const pattern = await expandPattern(shell, operation.pattern);
      const replacement = await expandField(shell, operation.replacement);
      return each(value, (text) => replace(text, operation.operator, pattern, replacement));
    }
    case "CaseModification": {
      const pattern = await expandPattern(shell, operation.operand);
      return each(value, (text) => changeCase(text, operation.operator, pattern || "?"));
    }
    case "Slice": {
      const offset = arithmetic(shell, await expandPlain(shell, operation.offset));
      const length = operation.length && arithmetic(shell, await expandPlain(shell, operation.length));
      return slice(shell, name, value, Number(offset), length === undefined ? undefined : Number(length), part);
    }
    case "Transform":
      return transform(shell, name, value, operation.operator, part);
    default:
      return value;
  }
}

function each(value: ParameterValue, change: (text: string) => string): ParameterValue {
  if (value.kind === "list") return { ...value, items: value.items.map(change) };
  return { kind: "text", text: value.text === undefined ? undefined : change(value.text) };
}

/** Takes the shortest or longest match off the beginning (`#`) or end (`%`). */
function remove(text: string, operator: string, pattern: string): string {
  const regExp = patternRegExp(pattern);
  const longest = operator.length === 2;
  for (let i = 0; i <= text.length; i++) {
    const taken = longest ? text.length - i : i;
    if (splitsPair(text, operator[0] === "#" ? taken : text.length - taken)) continue;
    const [match, rest] =
      operator[0] === "#"
        ? [text.slice(0, taken), text.slice(taken)]
        : [text.slice(text.length - taken), text.slice(0, text.length - taken)];
    if (regExp.test(match)) return rest;
  }
  return text;
}

function splitsPair(text: string, at: number): boolean {
  const low = text.charCodeAt(at);
  const high = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00;
}

function replace(text: string, operator: string, pattern: string, replacement: Field): string {
  if (pattern === "" && !/[#%]$/.test(operator)) return text;
  const source = patternSource(pattern);
  const result = (match: string) =>
    replacement
      .map((segment) =>
        segment.quoted
          ? segment.text
          : segment.text.replace(/\\(&)|\\(\\)|&/g, (_, ampersand, backslash) => ampersand ?? backslash ?? match),
      )
      .join("");
  if (operator === "/#") return text.replace(new RegExp(`^(?:${source})`, "u"), result);
  if (operator === "/%") {
    for (let i = 0; i <= text.length; i++) {
      if (patternRegExp(pattern).test(text.slice(i))) return text.slice(0, i) + result(text.slice(i));
    }
    return text;
  }
  return text.replace(new RegExp(source, operator === "//" ? "gu" : "u"), (match, ...rest) => {
    const at = Number(rest.find((item) => typeof item === "number"));
    // An empty match at the very end is none.
    return match === "" && at === text.length && text !== "" ? "" : result(match);
  });
}

function changeCase(text: string, operator: string, pattern: string): string {
  const regExp = patternRegExp(pattern);
  const change = (char: string) => (operator[0] === "^" ? char.toUpperCase() : char.toLowerCase());
  const chars = [...text];
  return chars
    .map((char, i) => ((i === 0 || operator.length === 2) && regExp.test(char) ? change(char) : char))
    .join("");
}

function slice(
  shell: Shell,
  name: string,
  value: ParameterValue,
  offset: number,
  length: number | undefined,
  part: ParameterExpansion,
): ParameterValue {
  if (value.kind === "text") {
    const chars = [...(value.text ?? "")];
    const start = offset < 0 ? chars.length + offset : offset;
    if (start < 0 || start > chars.length) return { kind: "text", text: "" };
    const end = length === undefined ? chars.length : length < 0 ? chars.length + length : start + length;
    if (end < start)
      throw new ExpansionError(
        `${part.operation?.type === "Slice" ? part.operation.length : ""}: substring expression < 0`,
      );
    return { kind: "text", text: chars.slice(start, end).join("") };
  }
  if (length !== undefined && length < 0)
    throw new ExpansionError(
      `${part.operation?.type === "Slice" ? part.operation.length : ""}: substring expression < 0`,
    );
  const positional = name === "@" || name === "*";
  const all = positional ? [shell.name, ...value.items] : value.items;
  if (positional && offset < 0 && all.length + offset < 0) return { ...value, items: [] };
  const held = shell.variables.find(name)?.value;
  let start = offset < 0 ? all.length + offset : offset;
  if (!positional && Array.isArray(held)) {
    const from = offset < 0 ? held.length + offset : offset;
    const at = keys(shell, name).findIndex((key) => Number(key) >= from);
    start = from < 0 || at < 0 ? all.length : at;
  }
  if (start < 0) return { ...value, items: [] };
  return { ...value, items: all.slice(start, length === undefined ? undefined : start + length) };
}

function transform(
  shell: Shell,
  name: string,
  value: ParameterValue,
  operator: string,
  part: ParameterExpansion,
): ParameterValue | Promise<ParameterValue> {
  switch (operator) {
    case "Q":
      return each(value, singleQuoted);
    case "U":
      return each(value, (text) => text.toUpperCase());
    case "L":
      return each(value, (text) => text.toLowerCase());
    case "u":
      return each(value, (text) => changeCase(text, "^", "?"));
    case "E":
      return each(value, (text) => withoutEscapes(text, "printf").text);
    case "P":
      if (value.kind === "text")
        return expandPrompt(shell, value.text ?? "").then((text) => ({
          kind: "text",
          text: text.replace(/[\x01\x02]/g, ""),
        }));
      return value;
    case "A":
      return { kind: "text", text: describeVariable(shell, name, "assignment", value.kind === "text") };
    case "a":
      return { kind: "text", text: flagsOf(shell.variables.find(name)) };
    case "K":
    case "k": {
      if (value.kind === "text") return each(value, singleQuoted);
      const held = shell.variables.find(name)?.value;
      const pairs = keys(shell, name).flatMap((key, i) => [
        key,
        operator === "K" ? doubleQuoted(value.items[i] ?? "") : (value.items[i] ?? ""),
      ]);
      return operator === "K"
        ? { kind: "text", text: pairs.join(" ") + (held instanceof Map ? " " : "") }
        : { ...value, items: pairs };
    }
    default:
      throw new ExpansionError(`${part.text}: bad substitution`, shell.interactive ? 1 : 127);
  }
}
