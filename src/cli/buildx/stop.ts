import { type Command, maxArgs } from "../command.ts";
import { findBuilder } from "./builders.ts";

/** `docker buildx stop`: the docker driver has nothing of its own to stop. */
export const command: Command = {
  path: "buildx stop",
  args: maxArgs(1),
  async run(context) {
    findBuilder(context, context.args[0] ?? context.flags.string("builder"));
    return 0;
  },
};
