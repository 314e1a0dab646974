import { type ArrayItem, assignOne, type PreparedAssignment } from "../assignment.ts";
import { describeVariable } from "../declaration.ts";
import { describeFunction, exportedText } from "../function-text.ts";
import type { Shell } from "../shell.ts";
import { NAME, type Variable, VariableError } from "../variables.ts";
import { type Builtin, fail, tellUsage } from "./builtin.ts";

const LETTERS = "aAfFgilnprtux";
const USAGE: Readonly<Record<string, string>> = {
  declare: "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]",
  typeset: "typeset [-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]",
  local: "local [option] name[=value] ...",
  export: "export [-fn] [name[=value] ...] or export -p",
  readonly: "readonly [-aAf] [name[=value] ...] or readonly -p",
};

/** declare, typeset, local, export, readonly with operands that are plain texts. */
export const declare: Builtin = (shell, args) => runDeclaration(shell, args, []);

/**
 * Declares variables.
 * @param args the command's name, options, and operands that were not recognised as assignments when parsed
 * @param assignments the operands that were
 */
export async function runDeclaration(
  shell: Shell,
  args: readonly string[],
  assignments: readonly PreparedAssignment[],
): Promise<number> {
  const command = args[0] ?? "declare";
  const on = new Set<string>();
  const off = new Set<string>();
  let i = 1;
  const letters = shell.flavour === "bash" ? LETTERS : "p";
  const hasOptions = shell.flavour === "bash" || command !== "local";
  for (; hasOptions && /^[-+]./.test(args[i] ?? "") && args[i] !== "--"; i++) {
    for (const letter of (args[i] ?? "").slice(1)) {
      if (!letters.includes(letter)) {
        await shell.complain(`${command}: -${letter}: invalid option`);
        await tellUsage(shell, `${command}: usage: ${USAGE[command] ?? command}`);
        return 2;
      }
      (args[i]?.startsWith("-") ? on : off).add(letter);
    }
  }
  if (args[i] === "--") i++;
  const words = args.slice(i);
  if (command === "local" && shell.functionDepth === 0) return fail(shell, "local: can only be used in a function");
  if (command === "export") on.has("n") ? off.add("x") : on.add("x");
  if (command === "export") on.delete("n");
  if (command === "readonly") on.add("r");
  if (on.has("f") || on.has("F")) return functions(shell, command, words, on, off);
  const operands = [...words.map(textOperand), ...assignments];
  if (operands.length === 0 && command === "local") {
    const lines = shell.variables.localNames().map((name) => `${describeVariable(shell, name, "set")}\n`);
    await shell.write(1, lines.join(""));
    return 0;
  }
  if (operands.length === 0) return list(shell, command, on);
  if (on.has("p") && command !== "export" && command !== "readonly")
    return print(
      shell,
      command,
      operands.map(({ name }) => name),
    );
  let status = 0;
  for (const operand of operands) status = (await one(shell, command, operand, on, off)) || status;
  return status;
}

type Operand = Omit<PreparedAssignment, "value" | "shown"> & {
  readonly value: string | readonly ArrayItem[] | undefined;
};

function textOperand(word: string): Operand {
  const match = /^([^=[]*?)(?:\[([^\]]*)\])?(\+?)=([\s\S]*)$/.exec(word);
  if (!match) return { name: word, index: undefined, append: false, value: undefined };
  return { name: match[1] ?? "", index: match[2], append: match[3] === "+", value: match[4] };
}

async function one(
  shell: Shell,
  command: string,
  operand: Operand,
  on: Set<string>,
  off: Set<string>,
): Promise<number> {
  const { name } = operand;
  const plain = name.replace(/\[.*\]$/s, "");
  if (!NAME.test(plain))
    return fail(
      shell,
      `${command}: \`${name}${operand.value === undefined ? "" : `=${String(operand.value)}`}': not a valid identifier`,
    );
  const { variables } = shell;
  const local =
    command === "local" || (shell.functionDepth > 0 && !on.has("g") && command !== "export" && command !== "readonly");
  const known = local ? undefined : variables.findReference(plain);
  if (local && variables.findReference(plain)?.readonly) return fail(shell, `${command}: ${plain}: readonly variable`);
  const variable = known ?? variables.declare(plain, local ? "local" : "global");
  const isUnnamed = shell.flavour === "bash" && (command === "export" || command === "readonly");
  const names = isUnnamed ? "" : `${command}: `;
  if (variable.readonly && (operand.value !== undefined || off.has("r")))
    return fail(shell, `${names}${plain}: readonly variable`);
  const fault = mark(variable, plain, on, off);
  if (fault !== undefined) return fail(shell, `${command}: ${fault}`);
  if (operand.value !== undefined) {
    try {
      if (variable.reference && typeof operand.value === "string") variable.value = operand.value;
      else assignOne(shell, { ...operand, value: operand.value, shown: "" });
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return fail(shell, error.message);
    }
  }
  if (on.has("r")) variable.readonly = true;
  return 0;
}

/** Gives and takes attributes. Returns what is impossible. */
function mark(variable: Variable, name: string, on: Set<string>, off: Set<string>): string | undefined {
  if (on.has("A")) {
    if (Array.isArray(variable.value)) return `${name}: cannot convert indexed to associative array`;
    if (!(variable.value instanceof Map)) variable.value = new Map();
  } else if (on.has("a")) {
    if (variable.value instanceof Map) return `${name}: cannot convert associative to indexed array`;
    if (!Array.isArray(variable.value)) variable.value = variable.value === undefined ? [] : [variable.value];
  }
  if (on.has("x")) variable.exported = true;
  if (off.has("x")) variable.exported = false;
  if (on.has("i")) variable.integer = true;
  if (off.has("i")) variable.integer = false;
  if (on.has("n")) variable.reference = true;
  if (off.has("n")) variable.reference = false;
  if (on.has("l")) variable.case = "lower";
  if (on.has("u")) variable.case = "upper";
  if ((off.has("l") && variable.case === "lower") || (off.has("u") && variable.case === "upper"))
    variable.case = undefined;
  return undefined;
}

async function list(shell: Shell, command: string, on: Set<string>): Promise<number> {
  const wanted = (variable: Variable | undefined) => {
    if (!variable) return on.size === 0 || (on.size === 1 && on.has("p"));
    if (on.has("x") && !variable.exported) return false;
    if (on.has("r") && !variable.readonly) return false;
    if (on.has("a") && !Array.isArray(variable.value)) return false;
    if (on.has("A") && !(variable.value instanceof Map)) return false;
    return !on.has("i") || variable.integer;
  };
  const style = command === "declare" && on.size === 0 ? "set" : "declare";
  const lines = shell.variables
    .names()
    .filter((name) => wanted(shell.variables.findReference(name)))
    .filter(
      (name) =>
        style === "declare" ||
        shell.variables.get(name) !== undefined ||
        shell.variables.find(name)?.value !== undefined,
    )
    .map(
      (name) =>
        `${shell.flavour === "bash" ? describeVariable(shell, name, style) : `${command} ${describeVariable(shell, name, "set")}`}\n`,
    );
  await shell.write(1, lines.join(""));
  return 0;
}

async function print(shell: Shell, command: string, names: readonly string[]): Promise<number> {
  let status = 0;
  for (const name of names) {
    if (shell.variables.findReference(name) || shell.variables.dynamic.has(name))
      await shell.write(1, `${describeVariable(shell, name, "declare")}\n`);
    else status = await fail(shell, `${command}: ${name}: not found`);
  }
  return status;
}

async function functions(
  shell: Shell,
  command: string,
  names: readonly string[],
  on: Set<string>,
  off: Set<string>,
): Promise<number> {
  let status = 0;
  const all = names.length > 0 ? names : [...shell.functions.keys()].sort();
  if (command === "readonly") return 0;
  for (const name of all) {
    const defined = shell.functions.get(name);
    const isExported = shell.exportedFunctions.has(name);
    const flags = `-f${isExported ? "x" : ""}`;
    if (command === "export" && names.length === 0) {
      if (defined && isExported) await shell.write(1, `${describeFunction(name, defined)}\ndeclare -fx ${name}\n`);
    } else if (!defined) {
      status = command === "export" ? await fail(shell, `export: ${name}: not a function`) : 1;
    } else if (off.has("x")) shell.exportedFunctions.delete(name);
    else if (on.has("x")) shell.exportedFunctions.set(name, exportedText(defined));
    else if (on.has("F")) await shell.write(1, names.length > 0 ? `${name}\n` : `declare ${flags} ${name}\n`);
    else await shell.write(1, `${describeFunction(name, defined)}\n`);
  }
  return status;
}
