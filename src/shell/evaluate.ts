import { expandArithmeticText } from "./arithmetic-expansion.ts";
import { arithmeticFor, caseCommand, forLoop, ifCommand, whileLoop } from "./compound.ts";
import { conditional } from "./conditional.ts";
import { ShellExit } from "./control-flow.ts";
import type { Fault } from "./grammar/token.ts";
import { later } from "./later.ts";
import { inBackground, runPipeline, subshell } from "./pipeline.ts";
import { redirect } from "./redirect.ts";
import type { Shell } from "./shell.ts";
import { runCommand } from "./simple-command.ts";
import type { AndOr, FunctionDefinition, PipelineNode, Script, Statement } from "./syntax-tree.ts";
import { trace } from "./trace.ts";
import { commandTrap } from "./trap.ts";

const coprocesses = later(() => import("./coprocess.ts"));
const menus = later(() => import("./select-loop.ts"));
const functionTexts = later(() => import("./function-text.ts"));
const syntaxErrors = later(() => import("./syntax-error.ts"));

/** Runs a parsed script; `text` is its source, for messages that quote it. Returns the last status. */
export async function runScript(shell: Shell, script: Script, text: string): Promise<number> {
  if (script.fault) return reportFault(shell, script.fault, text);
  return runStatements(shell, script.commands, true);
}

/** Shows what is wrong with a source, in the shell's words. Returns the status. */
export async function reportFault(shell: Shell, fault: Fault, text: string): Promise<number> {
  const { reportSyntaxError } = await syntaxErrors(shell);
  return reportSyntaxError(shell, fault, text);
}

/**
 * Runs statements one after another.
 * @param tail nothing follows in this process, so the last command may take its place (as `exec` does)
 */
export async function runStatements(shell: Shell, statements: readonly Statement[], tail = false): Promise<number> {
  let status = 0;
  for (const [i, statement] of statements.entries()) {
    if (shell.options.has("noexec") && !shell.interactive) break;
    status = await runStatement(shell, statement, tail && shell.canBeReplaced && i === statements.length - 1);
  }
  return status;
}

async function runStatement(shell: Shell, statement: Statement, tail: boolean): Promise<number> {
  const { command } = statement;
  if (statement.background) {
    shell.lastStatus = await inBackground(shell, statement);
    return shell.lastStatus;
  }
  return command.type === "AndOr" ? andOr(shell, command) : runNode(shell, command, tail);
}

async function andOr(shell: Shell, { commands, operators }: AndOr): Promise<number> {
  let status = 0;
  for (const [i, command] of commands.entries()) {
    const operator = operators[i - 1];
    if ((operator === "&&" && status !== 0) || (operator === "||" && status === 0)) continue;
    const last = i === commands.length - 1;
    status = last ? await runNode(shell, command) : await unchecked(shell, () => runNode(shell, command));
  }
  return status;
}

/** Runs something whose failure is asked for, so that `set -e` does not end the shell. */
export async function unchecked(shell: Shell, work: () => Promise<number>): Promise<number> {
  shell.unchecked++;
  try {
    return await work();
  } finally {
    shell.unchecked--;
  }
}

/** Runs one command of any kind and sets `$?`. */
export async function runNode(shell: Shell, node: PipelineNode, tail = false): Promise<number> {
  const pause = shell.step();
  if (pause) await pause;
  const status = await dispatch(shell, node, tail);
  shell.lastStatus = status;
  const traps = shell.pendingTraps();
  if (traps) await traps;
  if (SIMPLE.has(node.type)) shell.pipeStatus = [status];
  if (status !== 0 && shell.unchecked === 0 && CHECKED.has(node.type)) await failed(shell, node, status);
  return status;
}

const SIMPLE = new Set(["Command", "Subshell", "Conditional", "ArithmeticCommand"]);
const CHECKED = new Set(["Command", "Pipeline", "Subshell", "Conditional", "ArithmeticCommand", "Redirected"]);

/** `trap … ERR` and `set -e`. */
async function failed(shell: Shell, node: PipelineNode, status: number): Promise<void> {
  if (node.type === "Pipeline" && node.prefixes.some((prefix) => prefix.type === "Negation")) return;
  await commandTrap(shell, "ERR");
  if (shell.options.has("errexit")) throw new ShellExit(status);
}

async function dispatch(shell: Shell, node: PipelineNode, tail: boolean): Promise<number> {
  switch (node.type) {
    case "Command":
      return runCommand(shell, node, tail);
    case "Pipeline":
      return runPipeline(shell, node);
    case "Redirected": {
      const undo = await redirect(shell, node.redirects, tail && node.command.type === "Subshell");
      if (!undo) return 1;
      try {
        return await dispatch(shell, node.command, tail && node.command.type === "Subshell");
      } finally {
        undo();
        shell.closeSubstitutions(0);
      }
    }
    case "Function":
      return defineFunction(shell, node);
    case "Coproc":
      return (await coprocesses(shell)).coprocess(shell, node);
    case "Subshell":
      return subshell(shell, node);
    case "BraceGroup":
      return runStatements(shell, node.body);
    case "If":
      return ifCommand(shell, node);
    case "While":
      return whileLoop(shell, node);
    case "For":
      return forLoop(shell, node);
    case "ArithmeticFor":
      return arithmeticFor(shell, node);
    case "Select":
      return (await menus(shell)).selectLoop(shell, node);
    case "Case":
      return caseCommand(shell, node);
    case "Conditional":
      shell.position = node.pos;
      shell.commandEnd = node.end;
      await commandTrap(shell, "DEBUG");
      return conditional(shell, node.expression);
    case "ArithmeticCommand": {
      shell.position = node.pos;
      shell.commandEnd = node.end;
      await commandTrap(shell, "DEBUG");
      await trace(shell, () => `(( ${node.body.trim()} ))`);
      const value = await shell.guard(() => expandArithmeticText(shell, node.body, "((: "));
      return value === undefined ? 1 : value === 0n ? 1 : 0;
    }
  }
}

async function defineFunction(shell: Shell, node: FunctionDefinition): Promise<number> {
  const { name, body, pos, end } = node;
  // Bash has no file to name for what `-c` defines.
  const fromCommandLine =
    shell.options.has("command-string") && shell.source.name === shell.name && shell.flavour === "bash";
  const defined = {
    body,
    source: fromCommandLine ? shell.source.named("environment") : shell.source,
    text: shell.source.text.slice(pos, end),
    aliases: shell.lineAliases,
  };
  shell.functions.set(name, defined);
  if (shell.exportedFunctions.has(name)) {
    const { exportedText } = await functionTexts(shell);
    shell.exportedFunctions.set(name, exportedText(defined));
  }
  return 0;
}
