import { type Command, CommandError, exactArgs } from "../command.ts";
import { buildersOf } from "./builders.ts";

/** `docker buildx use`: docker/buildx, `commands/use.go`. */
export const command: Command = {
  path: "buildx use",
  args: exactArgs(1),
  async run(context) {
    const { args, process } = context;
    const [name = ""] = args;
    const builder = buildersOf(context).find((known) => known.name === name);
    if (builder?.current) return 0;
    if (builder)
      throw new CommandError(
        `ERROR: run \`docker context use ${name}\` to switch to ${name === "default" ? "default context" : `context ${name}`}`,
      );
    const file = `${process.env.HOME ?? "/root"}/.docker/buildx/instances/${name}`;
    throw new CommandError(
      `ERROR: failed to find instance ${JSON.stringify(name)}: open ${file}: no such file or directory`,
    );
  },
};
