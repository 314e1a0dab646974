import { command } from "./command.ts";
import { quotedName } from "./quoting.ts";
import { wholeText } from "./text.ts";

export const tac = command(
  { usage: "[FILE]...", about: "Write each FILE to standard output, last line first." },
  async (run) => {
    const words = (name: string, error: Error) =>
      error.message === "Is a directory"
        ? `${quotedName(name)}: read error: Invalid argument`
        : `failed to open ${quotedName(name)} for reading: ${error.message}`;
    for await (const { input } of run.inputs(run.operands, words)) {
      const text = await wholeText(run.process, input);
      const lines = text === "" ? [] : text.split(/(?<=\n)/);
      await run.out(lines.reverse().join(""));
    }
  },
);
