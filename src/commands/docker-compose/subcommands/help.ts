import { NoSuchCommand } from "../failures.ts";
import { commandList } from "../help-text.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `help`. */
export const help: Subcommand = {
  name: "help",
  async run({ args, help: textOf, out }) {
    const command = args.word("COMMAND");
    const text = textOf(command ?? "");
    if (text === undefined) throw new NoSuchCommand(command ?? "", commandList(textOf("") ?? ""));
    await out(`${text}\n`);
  },
};
