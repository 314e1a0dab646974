import { expandPlain } from "./expand-word.ts";
import type { Shell } from "./shell.ts";

/** `set -x`: shows what is about to run, after PS4, whose first character is repeated for each `$(…)` around it. */
export async function trace(shell: Shell, text: () => string): Promise<void> {
  if (!shell.options.has("xtrace")) return;
  const prompt = shell.variables.get("PS4") ?? "";
  shell.options.delete("xtrace");
  const prefix = await expandPlain(shell, prompt);
  shell.options.add("xtrace");
  await shell.write(2, `${prefix.slice(0, 1).repeat(shell.traceDepth + 1)}${prefix.slice(1)}${text()}\n`);
}
