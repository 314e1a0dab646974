import type { Process } from "../kernel/process.ts";
import type { Run } from "./command.ts";

/** A line from standard input, undefined at its end; what was typed beyond it stays for the next reader. */
export async function readAnswer({ stdin }: Process): Promise<string | undefined> {
  let line = "";
  while (!line.includes("\n")) {
    const piece = await stdin.read();
    if (piece === null) return line === "" ? undefined : line;
    line += piece;
  }
  const cut = line.indexOf("\n");
  if (cut + 1 < line.length) stdin.unread?.(line.slice(cut + 1));
  return line.slice(0, cut);
}

/** Asks on standard error and reads a line. */
export async function askLine(run: Run, question: string): Promise<string> {
  await run.process.stderr.write(question);
  return (await readAnswer(run.process)) ?? "";
}

/** Asks on standard error and reads a line: whether the answer begins with y. */
export async function askYes(run: Run, question: string): Promise<boolean> {
  return /^[yYsS]/.test(await askLine(run, question));
}
