import { notFound } from "../../engine/errors.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";

export const command: Command = {
  path: "plugin inspect",
  args: minArgs(1),
  complete: () => [],
  run(context) {
    const lookup = (name: string): never => {
      throw notFound(`plugin "${name}" not found`);
    };
    return inspectObjects(context, context.args, lookup, context.flags.string("format"));
  },
};
