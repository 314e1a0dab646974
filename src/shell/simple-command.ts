import { FileError } from "../kernel/filesystem.ts";
import { BrokenPipe } from "../kernel/stream.ts";
import { aliased } from "./alias.ts";
import { assign, type PreparedAssignment, prepare } from "./assignment.ts";
import { builtinNamed, isDeclaration } from "./builtins/table.ts";
import { ExpansionError, FunctionReturn } from "./control-flow.ts";
import { runNode } from "./evaluate.ts";
import { expandWords } from "./expand-word.ts";
import { runExternal } from "./external.ts";
import { later } from "./later.ts";
import { redirect } from "./redirect.ts";
import type { Shell, ShellFunction } from "./shell.ts";
import type { Assignment, Command, Word } from "./syntax-tree.ts";
import { trace, traced } from "./trace.ts";
import { commandTrap, uninheritedTraps } from "./trap.ts";

const declaring = later(() => import("./builtins/declare.ts"));

/** A simple command: assignments, words, redirections. @param tail see runStatements */
export async function runCommand(shell: Shell, node: Command, tail: boolean): Promise<number> {
  shell.position = node.pos;
  shell.commandEnd = node.end;
  const alias = aliased(shell, node);
  if (alias) return alias();
  const debug = commandTrap(shell, "DEBUG");
  if (debug) await debug;
  const openBefore = shell.substitutions.length;
  shell.substitutionStatus = 0;
  try {
    return await expandAndRun(shell, node, tail);
  } finally {
    shell.closeSubstitutions(openBefore);
  }
}

async function expandAndRun(shell: Shell, node: Command, tail: boolean): Promise<number> {
  const words: Word[] = [];
  const operands: Assignment[] = [];
  if (node.name) words.push(node.name);
  for (const item of node.suffix) {
    if (item.type === "Word") words.push(item);
    else operands.push(item);
  }
  const args = await expandWords(shell, words);
  const assignments = node.prefix;
  const [name] = args;
  if (name === undefined) return onlyAssignments(shell, node, assignments);
  const isSpecial = shell.flavour !== "bash" && SPECIAL.test(name) && !shell.functions.has(name);
  const lasting = isSpecial ? await assignEach(shell, assignments, false, true) : [];
  if (operands.length > 0 && isDeclaration(shell, name)) return declaration(shell, node, args, operands, lasting);
  for (const operand of operands) args.push(await assignmentText(shell, operand));
  if (isSpecial || assignments.length === 0) return redirectAndRun(shell, node, args, tail, lasting);
  shell.variables.enter();
  try {
    const shown = await assignEach(shell, assignments, true, shell.flavour !== "bash");
    return await redirectAndRun(shell, node, args, tail, shown);
  } finally {
    shell.variables.leave();
  }
}

/** Special builtins, before which ash and dash let assignments last. */
const SPECIAL =
  /^(?:[.:]|source|break|continue|eval|exec|exit|export|local|readonly|return|set|shift|times|trap|unset)$/;

/** @param assigned assignments before the command, as `set -x` shows them on its line */
async function redirectAndRun(
  shell: Shell,
  node: Command,
  args: readonly string[],
  tail: boolean,
  assigned: readonly string[] = [],
): Promise<number> {
  await trace(shell, () => [...assigned, ...args.map((arg) => traced(shell, arg))].join(" "));
  if (node.redirects.length === 0) return run(shell, args, tail);
  const undo = await redirect(shell, node.redirects, tail);
  if (!undo) return shell.flavour === "dash" ? 2 : 1;
  // `exec` without a command keeps its redirections.
  if (/^((command|builtin) )*exec$/.test(args.join(" "))) return 0;
  try {
    return await run(shell, args, tail);
  } finally {
    undo();
  }
}

/**
 * Makes assignments one after another: each sees those before it.
 * @param forCommand only for the command that follows
 * @param onItsLine `set -x` shows them with that command
 * @returns those to be shown with it
 */
async function assignEach(
  shell: Shell,
  assignments: readonly Assignment[],
  forCommand: boolean,
  onItsLine = false,
): Promise<string[]> {
  const shown: string[] = [];
  for (const assignment of assignments) {
    const prepared = await prepare(shell, assignment);
    if (onItsLine) shown.push(prepared.shown);
    else await trace(shell, () => prepared.shown);
    if (!forCommand) {
      assign(shell, prepared);
      continue;
    }
    if (shell.variables.find(prepared.name)?.readonly) {
      if (shell.flavour !== "bash") throw new ExpansionError(`${prepared.name}: readonly variable`);
      await shell.complain(`${prepared.name}: readonly variable`);
      continue;
    }
    shell.variables.declare(prepared.name, "local").exported = true;
    assign(shell, prepared);
  }
  return shown;
}

async function assignmentText(shell: Shell, operand: Assignment): Promise<string> {
  const { text, name, append, value } = operand;
  if (!("type" in value)) return text;
  return `${name}${append ? "+" : ""}=${(await expandWords(shell, [value])).join(" ")}`;
}

/** Runs a command whose words are expanded: a function, a builtin or a program. */
export async function run(
  shell: Shell,
  args: readonly string[],
  tail: boolean,
  skipFunctions = false,
): Promise<number> {
  const name = args[0] ?? "";
  shell.lastArgument = args.at(-1) ?? "";
  const defined = skipFunctions ? undefined : shell.functions.get(name);
  if (defined) return callFunction(shell, defined, args);
  const builtin = builtinNamed(shell, name);
  return builtin ? guarded(shell, name, () => builtin(shell, args)) : runExternal(shell, args, tail);
}

/** A builtin whose output cannot be written says so and goes on, unless SIGPIPE ends the process. */
async function guarded(shell: Shell, name: string, work: () => Promise<number>): Promise<number> {
  shell.raised = false;
  try {
    const status = await work();
    return shell.raised ? 2 : status;
  } catch (error) {
    if (error instanceof BrokenPipe && (shell.interactive || shell.traps.get("PIPE") === "")) {
      await shell.complain(`${name}: write error: Broken pipe`);
      return 1;
    }
    if (error instanceof FileError) {
      await shell.complain(`${name}: write error: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

const DEEPEST = 2000;

/** Calls a function: positions are its arguments, `return` ends it. */
export async function callFunction(shell: Shell, target: ShellFunction, args: readonly string[]): Promise<number> {
  const name = args[0] ?? "";
  if (shell.functionDepth >= DEEPEST) {
    await shell.complain(`${name}: maximum function nesting level exceeded (${DEEPEST})`);
    return 1;
  }
  // Lets the JavaScript stack unwind, however deep the shell's functions call each other.
  await Promise.resolve();
  const { positional, source, position, loopDepth, lineAliases } = shell;
  shell.callers.push({ name, line: shell.line, source: source.name });
  showCallers(shell);
  shell.functionDepth++;
  shell.loopDepth = 0;
  shell.positional = args.slice(1);
  shell.source = target.source;
  shell.lineAliases = target.aliases ?? shell.aliases;
  shell.variables.enter();
  const outer = new Map(uninheritedTraps(shell).map((trap) => [trap, shell.traps.get(trap)] as const));
  for (const trap of outer.keys()) shell.traps.delete(trap);
  try {
    const status = await runNode(shell, target.body);
    await commandTrap(shell, "RETURN");
    return status;
  } catch (error) {
    if (error instanceof FunctionReturn) {
      await commandTrap(shell, "RETURN");
      return error.status;
    }
    if (error instanceof ExpansionError) error.place ??= shell.where();
    throw error;
  } finally {
    for (const [trap, action] of outer)
      if (action !== undefined && !shell.traps.has(trap)) shell.traps.set(trap, action);
    shell.variables.leave();
    shell.callers.pop();
    showCallers(shell);
    shell.functionDepth--;
    Object.assign(shell, { positional, source, position, loopDepth, lineAliases });
  }
}

/** FUNCNAME, BASH_LINENO and BASH_SOURCE: the innermost call first. */
export function showCallers(shell: Shell): void {
  if (shell.flavour !== "bash") return;
  const calls = [...shell.callers].reverse();
  const inFunction = shell.callers.some(({ name }) => name !== "source");
  const set = (name: string, values: string[]) => {
    shell.variables.declare(name, "global").value = values.length > 0 ? values : undefined;
  };
  const names = [...calls.map(({ name }) => name), ...(shell.options.has("command-string") ? [] : ["main"])];
  set("FUNCNAME", inFunction ? names : []);
  set(
    "BASH_LINENO",
    calls.map(({ line }) => String(line)),
  );
  set(
    "BASH_SOURCE",
    calls.map(({ source }) => source),
  );
}

async function onlyAssignments(shell: Shell, node: Command, assignments: readonly Assignment[]): Promise<number> {
  const undo = await redirect(shell, node.redirects);
  if (!undo) return 1;
  try {
    await assignEach(shell, assignments, false);
    return shell.substitutionStatus;
  } finally {
    undo();
  }
}

async function declaration(
  shell: Shell,
  node: Command,
  args: string[],
  operands: readonly Assignment[],
  assigned: readonly string[],
): Promise<number> {
  const prepared: PreparedAssignment[] = [];
  for (const operand of operands) prepared.push(await prepare(shell, operand, args[0]));
  await trace(shell, () =>
    [...assigned, ...args.map((arg) => traced(shell, arg)), ...prepared.map(({ shown }) => shown)].join(" "),
  );
  const undo = await redirect(shell, node.redirects);
  if (!undo) return 1;
  try {
    const { runDeclaration } = await declaring(shell);
    return await runDeclaration(shell, args, prepared);
  } finally {
    undo();
  }
}
