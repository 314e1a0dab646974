import { createVolume } from "../../engine/volume/create.ts";
import { type Command, maxArgs } from "../command.ts";

export const command: Command = {
  path: "volume create",
  args: maxArgs(1),
  async run({ engine, flags, args, out }) {
    const { name } = createVolume(engine, {
      name: args[0] ?? "",
      driver: flags.string("driver"),
      labels: flags.changed("label") ? flags.map("label") : null,
      options: flags.changed("opt") ? flags.map("opt") : null,
    });
    await out(`${name}\n`);
    return 0;
  },
};
