import { anyArgs, type Command, CommandError } from "../command.ts";
import { buildersOf, findBuilder } from "./builders.ts";

/** `docker buildx rm`: docker/buildx, `commands/rm.go`. Every builder here is a docker context. */
export const command: Command = {
  path: "buildx rm",
  args: anyArgs,
  async run(context) {
    const { args, flags, err } = context;
    if (flags.bool("all-inactive")) return 0;
    const names = args.length > 0 ? args : [flags.string("builder")];
    for (const name of names) {
      const isThere = name === "" || buildersOf(context).some((builder) => builder.name === name);
      const why = isThere
        ? `context builder cannot be removed, run \`docker context rm ${findBuilder(context, name).name}\` to remove this context`
        : `no builder ${JSON.stringify(name)} found`;
      await err(`failed to remove ${name}: ${why}\n`);
    }
    throw new CommandError("ERROR: failed to remove one or more builders");
  },
};
