import type { Run } from "./command.ts";

/** Asks on standard error and reads a line: whether the answer begins with y. */
export async function askYes(run: Run, question: string): Promise<boolean> {
  await run.process.stderr.write(question);
  let line = "";
  while (!line.includes("\n")) {
    const piece = await run.process.stdin.read();
    if (piece === null) break;
    line += piece;
  }
  const cut = line.indexOf("\n");
  if (cut >= 0 && cut + 1 < line.length) run.process.stdin.unread?.(line.slice(cut + 1));
  return /^[yYsS]/.test(line);
}
