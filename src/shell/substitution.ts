import { FileError } from "../kernel/filesystem.ts";
import { Pipe, TextOutput } from "../kernel/stream.ts";
import { OpenFile } from "./descriptors.ts";
import { runScript } from "./evaluate.ts";
import { expandText } from "./expand-word.ts";
import { fork } from "./fork.ts";
import { openForReading } from "./open-file.ts";
import type { Shell } from "./shell.ts";
import { SourceText } from "./source-text.ts";
import type { Script, Word } from "./syntax-tree.ts";

/** `$(…)`: what the commands print, without the newlines at its end. Their status becomes `$?`. */
export async function commandSubstitution(shell: Shell, script: Script, text: string): Promise<string> {
  const file = onlyReadsFile(script);
  if (file) return trim(shell, await readWhole(shell, await expandText(shell, file)));
  const captured = new TextOutput();
  let finished: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const descriptors = shell.descriptors.copy();
  descriptors.replace(1, new OpenFile({ output: captured }, finished))?.release();
  const source = script.source === undefined ? undefined : new SourceText(script.source, shell.name);
  const child = await fork(
    shell,
    (sub) => {
      sub.options.delete("errexit");
      if (shell.shopts.has("inherit_errexit") && shell.options.has("errexit")) sub.options.add("errexit");
      sub.traceDepth++;
      if (source) sub.source = source;
      return runScript(sub, script, text);
    },
    { descriptors },
  );
  shell.lastStatus = await shell.waitFor(child.exited);
  shell.substitutionStatus = shell.lastStatus;
  await shell.waitFor(closed);
  return trim(shell, captured.text);
}

async function trim(shell: Shell, text: string): Promise<string> {
  const nulls = text.includes("\0");
  if (nulls) await shell.complain("warning: command substitution: ignored null byte in input");
  return (nulls ? text.replaceAll("\0", "") : text).replace(/\n+$/, "");
}

/** `$(<file)` runs nothing. */
function onlyReadsFile(script: Script): Word | undefined {
  const [statement, ...others] = script.commands;
  if (!statement || others.length > 0 || statement.command.type !== "Command") return undefined;
  const { name, redirects, prefix } = statement.command;
  const [redirect, ...more] = redirects;
  if (name || more.length > 0 || prefix.length > 0 || redirect?.type !== "Redirect") return undefined;
  return redirect.operator === "<" && redirect.descriptor === undefined ? redirect.target : undefined;
}

async function readWhole(shell: Shell, name: string): Promise<string> {
  try {
    const file = openForReading(shell, name);
    const parts: string[] = [];
    for (let part = await file.input?.read(shell.signal); part; part = await file.input?.read(shell.signal))
      parts.push(part);
    file.release();
    shell.substitutionStatus = 0;
    return parts.join("");
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await shell.complain(`${name}: ${error.message}`);
    shell.substitutionStatus = 1;
    return "";
  }
}

/** `<(…)` and `>(…)`: starts the commands with one end of a pipe, and gives the name under which the other is open. */
export async function processSubstitution(shell: Shell, direction: "<" | ">", script: Script): Promise<string> {
  const pipe = new Pipe();
  const reading = new OpenFile({ input: pipe }, () => pipe.endReading());
  const writing = new OpenFile({ output: pipe }, () => pipe.endWriting());
  const [mine, theirs, theirNumber] = direction === "<" ? [reading, writing, 1] : [writing, reading, 0];
  const descriptors = shell.descriptors.copy();
  descriptors.replace(theirNumber, theirs)?.release();
  const child = await fork(shell, (sub) => runScript(sub, script, ""), { descriptors });
  shell.lastBackground = child.pid;
  const number = shell.descriptors.freeFromTop();
  shell.descriptors.replace(number, mine);
  shell.substitutions.push(number);
  return `/dev/fd/${number}`;
}
