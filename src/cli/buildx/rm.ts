import { anyArgs, type Command, CommandError } from "../command.ts";
import { findBuilder } from "./builders.ts";

/** `docker buildx rm`: docker/buildx, `commands/rm.go`. Every builder here is a docker context. */
export const command: Command = {
  path: "buildx rm",
  args: anyArgs,
  async run(context) {
    const { args, flags } = context;
    if (flags.bool("all-inactive")) return 0;
    const asked = flags.string("builder");
    const names = args.length > 0 ? args : [asked];
    for (const name of names) {
      const builder = findBuilder(context, name);
      throw new CommandError(
        `ERROR: context builder cannot be removed, run \`docker context rm ${builder.name}\` to remove docker context`,
      );
    }
    return 0;
  },
};
