import { disablePlugin } from "../../engine/plugin/plugins.ts";
import { type Command, exactArgs } from "../command.ts";
import { pluginNames } from "./plugin-names.ts";

export const command: Command = {
  path: "plugin disable",
  args: exactArgs(1),
  async run({ engine, flags, args, out }) {
    const [name = ""] = args;
    disablePlugin(engine, name, flags.bool("force"));
    await out(`${name}\n`);
    return 0;
  },
  complete: ({ engine }) => pluginNames(engine),
};
