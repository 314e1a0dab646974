import { renameContainer } from "../../engine/container/rename.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container rename",
  args: exactArgs(2),
  run({ engine, args: [from = "", to = ""] }) {
    try {
      renameContainer(engine, from.trim(), to.trim());
      return Promise.resolve(0);
    } catch (error) {
      const text = failureText(error);
      if (text === undefined) throw error;
      throw new CommandError(`failed to rename container: ${text}`);
    }
  },
  complete: ({ engine, args }) => (args.length === 0 ? containerNames(engine) : []),
};
