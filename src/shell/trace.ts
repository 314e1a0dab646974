import { expandPlain } from "./expand-word.ts";
import { posixQuoted, quotedIfNeeded } from "./quote.ts";
import type { Shell } from "./shell.ts";

/** A word as `set -x` shows it: dash does not quote, and ash quotes less than bash in one place and more in others. */
export function traced({ flavour }: Shell, word: string): string {
  if (flavour === "bash") return quotedIfNeeded(word);
  return flavour === "dash" || /^[\w@%+:,./\]-]*$/.test(word) ? word : posixQuoted(word);
}

/** Only bash shows the beginning of a compound command. */
export async function traceCompound(shell: Shell, text: () => string): Promise<void> {
  if (shell.flavour === "bash") await trace(shell, text);
}

/** `set -x`: shows what is about to run, after PS4, whose first character is repeated for each `$(…)` around it. */
export async function trace(shell: Shell, text: () => string): Promise<void> {
  if (!shell.options.has("xtrace")) return;
  const prompt = shell.variables.get("PS4") ?? "";
  shell.options.delete("xtrace");
  const prefix = await expandPlain(shell, prompt);
  shell.options.add("xtrace");
  await shell.write(2, `${prefix.slice(0, 1).repeat(shell.traceDepth + 1)}${prefix.slice(1)}${text()}\n`);
}
