import type { Run } from "./command.ts";

/** Asks on standard error and reads a line; what was typed beyond it stays for the next reader. */
export async function askLine(run: Run, question: string): Promise<string> {
  await run.process.stderr.write(question);
  let line = "";
  while (!line.includes("\n")) {
    const piece = await run.process.stdin.read();
    if (piece === null) return line;
    line += piece;
  }
  const cut = line.indexOf("\n");
  if (cut + 1 < line.length) run.process.stdin.unread?.(line.slice(cut + 1));
  return line.slice(0, cut);
}

/** Asks on standard error and reads a line: whether the answer begins with y. */
export async function askYes(run: Run, question: string): Promise<boolean> {
  return /^[yYsS]/.test(await askLine(run, question));
}
