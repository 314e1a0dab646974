import { ExpansionError, LoopJump, ShellExit } from "./control-flow.ts";
import { reportFault, runStatements } from "./evaluate.ts";
import { warnOfOpenDocuments } from "./here-document.ts";
import { parse } from "./parse.ts";
import type { Shell } from "./shell.ts";
import { SourceText } from "./source-text.ts";
import type { Statement } from "./syntax-tree.ts";

export interface SourceOptions {
  /** What messages call the source. */
  readonly name: string;
  readonly firstLine?: number;
  /** Run where the shell is, by what this says (`eval`, `trap`): lines go on from the present one. */
  readonly inPlace?: string;
  /** Nothing follows: the last command may take the process's place. */
  readonly tail?: boolean;
}

/** Parses and runs source text in a shell; with a syntax error, what stands before its line is run first, as bash does. */
export async function runSource(shell: Shell, text: string, options: SourceOptions): Promise<number> {
  const { source, position, place, lineAliases } = shell;
  // dash counts the lines of `eval` by themselves.
  const goesOn = options.inPlace !== undefined && shell.flavour !== "dash";
  const firstLine = options.firstLine ?? (goesOn ? shell.line : 1);
  shell.source = new SourceText(text, options.name, firstLine);
  shell.position = 0;
  shell.place = options.inPlace;
  try {
    const script = parse(text, shell.flavour);
    const { fault } = script;
    await warnOfOpenDocuments(shell, script);
    let status = 0;
    const lines = byLine(script.commands, text);
    for (const [i, statements] of lines.entries()) {
      const last = i === lines.length - 1;
      shell.lineAliases = shell.aliases;
      status = await runLineOf(
        shell,
        statements,
        last && !fault && options.tail === true,
        options.inPlace !== undefined,
      );
    }
    return fault ? await reportFault(shell, fault, text) : status;
  } catch (error) {
    if (error instanceof ExpansionError && shell.flavour !== "bash") error.place ??= shell.where();
    if (error instanceof LoopJump && shell.loopDepth === 0) return 0;
    throw error;
  } finally {
    Object.assign(shell, { source, position, place, lineAliases });
  }
}

/** Runs a line's statements. A fault in an expansion ends the line, or with `${x:?}` and its like the shell. */
async function runLineOf(
  shell: Shell,
  statements: readonly Statement[],
  tail: boolean,
  nested: boolean,
): Promise<number> {
  try {
    return await runStatements(shell, statements, tail);
  } catch (error) {
    const inside = nested || shell.functionDepth > 0 || shell.depth > 0;
    if (!(error instanceof ExpansionError) || inside) throw error;
    shell.lastStatus = await shell.complainOf(error);
    if (error.fatal && !shell.interactive) throw new ShellExit(shell.lastStatus);
    if (shell.interactive && shell.flavour === "bash") shell.lastStatus = 1;
    return shell.lastStatus;
  }
}

/** Statements that begin on the line on which the one before ends belong together. */
function byLine(statements: readonly Statement[], text: string): Statement[][] {
  const lines: Statement[][] = [];
  let end = 0;
  for (const statement of statements) {
    const line = lines.at(-1);
    if (line && !text.slice(end, statement.pos).includes("\n")) line.push(statement);
    else lines.push([statement]);
    end = statement.end;
  }
  return lines;
}
