import { createVolume } from "../../engine/volume/create.ts";
import { type Command, CommandError, maxArgs } from "../command.ts";

export const command: Command = {
  path: "volume create",
  args: maxArgs(1),
  async run({ engine, flags, args, out }) {
    const [given] = args;
    // The name's old flag, which no help shows.
    if (given !== undefined && flags.string("name") !== "")
      throw new CommandError(
        "conflicting options: cannot specify a volume-name through both --name and as a positional arg",
      );
    const { name } = createVolume(engine, {
      name: given ?? flags.string("name"),
      driver: flags.string("driver"),
      labels: flags.changed("label") ? flags.map("label") : null,
      options: flags.changed("opt") ? flags.map("opt") : null,
    });
    await out(`${name}\n`);
    return 0;
  },
};
