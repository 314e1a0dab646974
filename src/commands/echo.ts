import type { Program } from "../kernel/process.ts";
import { withoutEscapes } from "../shell/escapes.ts";
import { command } from "./command.ts";

/** /bin/echo: what the shell's own does not get to run (`xargs echo`, `docker run alpine echo`). */
export const echo: Program = async ({ args, stdout }) => {
  const words = args.slice(1);
  let newline = true;
  let escapes = false;
  for (; /^-[neE]+$/.test(words[0] ?? ""); words.shift()) {
    for (const letter of (words[0] ?? "").slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  let text = words.join(" ");
  if (escapes) {
    const result = withoutEscapes(text, "echo");
    text = result.text;
    newline &&= !result.stopped;
  }
  if (text !== "" || newline) await stdout.write(newline ? `${text}\n` : text);
  return 0;
};

export const yes = command(
  { usage: "[STRING]...", about: "Repeatedly output a line with all specified STRING(s), or 'y'." },
  async (run) => {
    const line = `${run.operands.join(" ") || "y"}\n`;
    const block = line.repeat(Math.max(1, Math.floor(1024 / line.length)));
    for (;;) {
      await run.out(block);
      await run.process.breathe();
    }
  },
);

const succeed: Program = async () => 0;
const fail: Program = async () => 1;

export { fail as falseCommand, succeed as trueCommand };

/** `printf`, `test` and `[` as programs: the shell's own do the work, in a shell of their own. */
export const shellBuiltin: Program = async (process) => {
  const shell = await process.machine.program("bash");
  if (!shell) return 127;
  const [name = "", ...rest] = process.args;
  const { stderr } = process;
  return shell({
    ...process,
    args: ["bash", "-c", 'builtin "$0" "$@"', name.replace(/.*\//, ""), ...rest],
    // The message is the program's, not the shell's.
    stderr: { ...stderr, write: (text, signal) => stderr.write(text.replace(/^\S+: line \d+: /, ""), signal) },
  });
};
