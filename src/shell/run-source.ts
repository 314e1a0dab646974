import { LoopJump } from "./control-flow.ts";
import { runStatements } from "./evaluate.ts";
import { parse } from "./parse.ts";
import type { Shell } from "./shell.ts";
import { SourceText } from "./source-text.ts";
import { reportSyntaxError, statementsBefore } from "./syntax-error.ts";

export interface SourceOptions {
  /** What messages call the source. */
  readonly name: string;
  readonly firstLine?: number;
  /** Run where the shell is (`eval`, a trap): lines go on from the present one. */
  readonly inPlace?: boolean;
  /** Nothing follows: the last command may take the process's place. */
  readonly tail?: boolean;
}

/** Parses and runs source text in a shell; with a syntax error, what stands before its line is run first, as bash does. */
export async function runSource(shell: Shell, text: string, options: SourceOptions): Promise<number> {
  const { source, position } = shell;
  const firstLine = options.firstLine ?? (options.inPlace ? shell.line : 1);
  shell.source = new SourceText(text, options.name, firstLine);
  shell.position = 0;
  try {
    const script = parse(text);
    const faulty = script.errors !== undefined && script.errors.length > 0;
    const statements = faulty ? statementsBefore(script, text) : script.commands;
    const status = await runStatements(shell, statements, options.tail === true && !faulty);
    return faulty ? await reportSyntaxError(shell, script, text) : status;
  } catch (error) {
    if (error instanceof LoopJump && shell.loopDepth === 0) return 0;
    throw error;
  } finally {
    shell.source = source;
    shell.position = position;
  }
}
