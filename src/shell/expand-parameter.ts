import { ExpansionError } from "./control-flow.ts";
import { expandParts, expandPlain, expandText, type PartContext, partsOf } from "./expand-word.ts";
import type { FieldBuilder } from "./fields.ts";
import { later } from "./later.ts";
import { elements, keys, type ParameterValue, parameterText, parameterValue, subscript } from "./parameter-value.ts";
import type { Shell } from "./shell.ts";
import type { ParameterExpansion, ParameterOperation } from "./syntax-tree.ts";

const operations = later(() => import("./parameter-operations.ts"));

/** `$name`, without braces. */
export async function expandSimple(shell: Shell, name: string, builder: FieldBuilder, quoted: boolean): Promise<void> {
  const value = parameterValue(shell, name, undefined);
  if (value.kind === "text" && value.text === undefined) unbound(shell, name);
  addValue(shell, value, builder, quoted);
}

/** `${…}` with whatever is in it. @throws ExpansionError */
export async function expandParameter(
  shell: Shell,
  part: ParameterExpansion,
  builder: FieldBuilder,
  context: PartContext,
): Promise<void> {
  const { operation, prefix } = part;
  const quoted = context.quoted ?? false;
  if (operation?.type === "Unknown" || (part.parameter === "" && !operation)) badSubstitution(part.text);
  if (!/^(\w+|[@*#?$!-])$/.test(part.parameter)) badSubstitution(part.text);
  let name = part.parameter;
  let index = part.index === undefined ? undefined : await subscriptText(shell, name, part.index);

  if (prefix === "!" && operation?.type === "Names") {
    const names = shell.variables.names().filter((other) => other.startsWith(name));
    addValue(shell, { kind: "list", items: names, star: operation.operator === "*" }, builder, quoted);
    return;
  }
  if (prefix === "!" && (index === "@" || index === "*")) {
    addValue(shell, { kind: "list", items: keys(shell, name), star: index === "*" }, builder, quoted);
    return;
  }
  const reference = shell.variables.findReference(name);
  if (prefix === "!" && reference?.reference && index === undefined) {
    addValue(shell, { kind: "text", text: String(reference.value ?? "") }, builder, quoted);
    return;
  }
  if (prefix === "!") {
    const target = indirect(shell, name, index);
    if (target === undefined) {
      if (operation?.type !== "Default") throw new ExpansionError(`${name}: invalid indirect expansion`);
      name = "";
    } else {
      const pointed = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target);
      if (!pointed) throw new ExpansionError(`${target}: invalid variable name`);
      name = pointed[1] ?? "";
      index = pointed[2];
    }
  }
  const value = parameterValue(shell, name, index);
  if (prefix === "#") {
    builder[quoted ? "quoted" : "expanded"](String(lengthOf(shell, part, value)));
    return;
  }
  if (operation?.type === "Default") {
    await applyDefault(shell, part, { name, index, value }, operation, builder, context);
    return;
  }
  if (value.kind === "text" && value.text === undefined) {
    if (operation?.type !== "Transform") unbound(shell, label(name, index));
    if (operation?.type !== "Transform" || !/[Aa]/.test(operation.operator)) {
      addValue(shell, value, builder, quoted);
      return;
    }
  }
  const result = operation
    ? await (await operations(shell)).applyOperation(shell, name, value, operation, part)
    : value;
  addValue(shell, result, builder, quoted);
}

type Default = Extract<ParameterOperation, { type: "Default" }>;

async function applyDefault(
  shell: Shell,
  part: ParameterExpansion,
  subject: { name: string; index: string | undefined; value: ParameterValue },
  operation: Default,
  builder: FieldBuilder,
  context: PartContext,
): Promise<void> {
  const { name, index, value } = subject;
  const operator = operation.operator.at(-1);
  const emptyCounts = operation.operator.length === 2;
  const missing =
    value.kind === "list"
      ? value.items.length === 0 || (emptyCounts && value.items.every((item) => item === ""))
      : value.text === undefined || (emptyCounts && value.text === "");
  if (operator === "+" && value.kind === "list" && !value.star && value.items.length === 0) {
    if (context.quoted) shell.emptyLists++;
    return;
  }
  if (operator === "+" ? missing : !missing) {
    addValue(shell, operator === "+" ? { kind: "text", text: undefined } : value, builder, context.quoted ?? false);
    return;
  }
  if (operator === "?") {
    const message = await expandText(shell, operation.operand);
    const standard = emptyCounts ? "parameter null or not set" : "parameter not set";
    throw new ExpansionError(`${label(part.parameter, index)}: ${message || standard}`, 127);
  }
  if (operator !== "=") {
    await expandParts(shell, partsOf(operation.operand), builder, { quoted: context.quoted, operand: true });
    if (context.quoted && operation.operand.text === "") builder.quoted("");
    return;
  }
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new ExpansionError(`$${name}: cannot assign in this way`);
  const text = await expandText(shell, operation.operand);
  if (index === undefined) shell.variables.set(name, text);
  else shell.variables.setElement(name, subscript(shell, name, index), text);
  addValue(shell, { kind: "text", text }, builder, context.quoted ?? false);
}

/** A subscript with its expansions and quotes done; `@` and `*` stay. */
export async function subscriptText(shell: Shell, name: string, source: string): Promise<string> {
  if (source === "@" || source === "*") return source;
  const text = await expandPlain(shell, source);
  const isMap = shell.variables.find(name)?.value instanceof Map;
  return isMap ? text.replace(/\\([\s\S])|"([^"]*)"|'([^']*)'/g, (_, a, b, c) => a ?? b ?? c ?? "") : text;
}

function indirect(shell: Shell, name: string, index: string | undefined): string | undefined {
  if (index !== undefined) return shell.element(name, subscript(shell, name, index));
  return parameterText(shell, name);
}

function lengthOf(shell: Shell, part: ParameterExpansion, value: ParameterValue): number {
  if (value.kind === "list") {
    return part.index ? elements(shell, part.parameter).length : value.items.length;
  }
  if (value.text === undefined) unbound(shell, label(part.parameter, part.index));
  return [...(value.text ?? "")].length;
}

/** Adds a value to a word, as its quoting says. */
export function addValue(shell: Shell, value: ParameterValue, builder: FieldBuilder, quoted: boolean): void {
  if (value.kind === "text") {
    if (quoted) builder.quoted(value.text ?? "");
    else builder.expanded(value.text ?? "");
    return;
  }
  const ifs = shell.variables.get("IFS") ?? " ";
  if (value.star && (quoted || !builder.splits)) {
    const joined = value.items.join(ifs.slice(0, 1));
    if (quoted) builder.quoted(joined);
    else builder.literal(joined);
    return;
  }
  if (quoted && value.items.length === 0) shell.emptyLists++;
  value.items.forEach((item, i) => {
    if (i > 0) builder.boundary();
    if (quoted) builder.quoted(item);
    else builder.expanded(item);
  });
}

function label(name: string, index: string | undefined): string {
  return index === undefined ? name : `${name}[${index}]`;
}

function unbound(shell: Shell, name: string): void {
  if (shell.options.has("nounset") && name !== "@" && name !== "*") {
    throw new ExpansionError(`${/^\d/.test(name) ? "$" : ""}${name}: unbound variable`, shell.depth > 0 ? 1 : 127);
  }
}

function badSubstitution(text: string): never {
  throw new ExpansionError(`${text}: bad substitution`);
}
