import type { Process } from "../kernel/process.ts";

/**
 * Asks on the terminal and reads a line that it does not show.
 * @returns undefined at the end of the input, or when there is neither a terminal nor `fromInput`
 */
export async function askSecret(process: Process, question: string, fromInput = false): Promise<string | undefined> {
  const { tty } = process;
  if (!tty && !fromInput) return undefined;
  if (!tty || fromInput) {
    await process.stderr.write(question);
    return readSecret(process, fromInput);
  }
  const restore = tty.setRaw();
  try {
    await tty.output.write(question);
    return await readSecret(process, false);
  } finally {
    restore();
    await tty.output.write("\n");
  }
}

async function readSecret(process: Process, fromInput: boolean): Promise<string | undefined> {
  const input = fromInput ? process.stdin : (process.tty?.input ?? process.stdin);
  let text = "";
  for (;;) {
    const keys = await input.read(process.signal);
    if (keys === null) return text === "" ? undefined : text;
    for (const [index, key] of [...keys].entries()) {
      if (key === "\r" || key === "\n" || (key === "\x04" && text === "")) {
        input.unread?.([...keys].slice(index + 1).join(""));
        return key === "\x04" ? undefined : text;
      }
      if (key === "\x03") {
        // In raw mode Ctrl-C comes as a key; it ends the question as it would end the program.
        const own = process.machine.processes.get(process.pid);
        process.machine.processes.killGroup(own?.group ?? process.pid, "SIGINT");
      } else if (key === "\x7f" || key === "\b") text = [...text].slice(0, -1).join("");
      else if (key === "\x15") text = "";
      else text += key;
    }
  }
}
