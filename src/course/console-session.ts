/** What one line of a ` ```console ` fence is. */
interface SessionLine {
  readonly kind: "command" | "continuation" | "output";
  /** How many characters at the start are prompt: not typed, not copied. */
  readonly promptLength: number;
}

interface ConsoleSession {
  readonly lines: readonly SessionLine[];
  /** What a reader types, without prompts; a command of several lines keeps its newlines. */
  readonly commands: readonly string[];
  /** Whether it begins in the shell of a container: its first prompt is not a host's `$`. */
  readonly inside: boolean;
}

/** `$ ` on a host; `/ # ` and `root@4f5a:/srv# ` inside a container; `>>> ` in Python; `az>> ` in az interactive. */
const prompt = /^(?:\$|[/~]\S* [#$]|[\w.-]+@[\w.-]+:\S*[#$]|>>>|\.\.\.|az>>)(?: |$)/;
const secondPrompt = /^>(?: |$)/;

/**
 * Reads a terminal session as a chapter shows it: prompts, what is typed after them, and outputs.
 * A `> ` line right under a command belongs to it, as bash's PS2 does; anywhere else it is output.
 */
export function readSession(text: string): ConsoleSession {
  const lines: SessionLine[] = [];
  const commands: string[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const first = prompt.exec(line);
    if (first) {
      lines.push({ kind: "command", promptLength: first[0].length });
      commands.push(line.slice(first[0].length));
      continue;
    }
    const previous = lines.at(-1)?.kind;
    const second = previous === "command" || previous === "continuation" ? secondPrompt.exec(line) : null;
    if (second) {
      lines.push({ kind: "continuation", promptLength: second[0].length });
      commands.push(`${commands.pop() ?? ""}\n${line.slice(second[0].length)}`);
      continue;
    }
    lines.push({ kind: "output", promptLength: 0 });
  }
  const opening = text.split("\n").find((line) => prompt.test(line)) ?? "$";
  return { lines, commands: commands.filter((command) => command.trim() !== ""), inside: !opening.startsWith("$") };
}
