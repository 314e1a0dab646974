import { notFound } from "../../engine/errors.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { failureText } from "../failure.ts";

export const command: Command = {
  path: "plugin rm",
  args: minArgs(1),
  complete: () => [],
  run({ args }) {
    const failures = args.map((name) => failureText(notFound(`plugin "${name}" not found`)));
    throw new CommandError(failures.join("\n"));
  },
};
