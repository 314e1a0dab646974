import { withoutEscapes } from "../escapes.ts";
import type { Builtin } from "./builtin.ts";

/** `echo [-neE] [word …]`; ash and dash have their own ideas of its options. */
export const echo: Builtin = async (shell, args) => {
  let newline = true;
  let escapes = shell.flavour === "dash" || shell.shopts.has("xpg_echo");
  let i = 1;
  const options = shell.flavour === "dash" ? /^-n$/ : /^-[neE]+$/;
  for (; options.test(args[i] ?? ""); i++) {
    for (const letter of (args[i] ?? "").slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  let text = args.slice(i).join(" ");
  if (escapes) {
    const result = withoutEscapes(text, "echo");
    text = result.text;
    if (result.stopped) newline = false;
  }
  shell.builtin = "echo";
  if (!shell.descriptors.get(1)?.output) {
    await shell.complain("echo: write error: Bad file descriptor");
    return 1;
  }
  await shell.write(1, newline ? `${text}\n` : text);
  return 0;
};
