import type { Process } from "../../kernel/process.ts";

/** Asks for a yes or a no; only the words for it are one (compose/cli/utils.py, `yesno`). */
export async function yesOrNo(process: Process, prompt: string): Promise<boolean> {
  await process.stdout.write(prompt);
  let line = "";
  while (!line.includes("\n")) {
    const text = await process.stdin.read();
    if (text === null) break;
    line += text;
  }
  return /^y(?:es)?$/i.test((line.split("\n")[0] ?? "").trim());
}
