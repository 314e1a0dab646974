import { setPlugin } from "../../engine/plugin/plugins.ts";
import { type Command, minArgs } from "../command.ts";
import { pluginNames } from "./plugin-names.ts";

export const command: Command = {
  path: "plugin set",
  args: minArgs(2),
  run({ engine, args }) {
    const [name = "", ...settings] = args;
    setPlugin(engine, name, settings);
    return Promise.resolve(0);
  },
  complete: ({ engine, args }) => (args.length === 0 ? pluginNames(engine) : []),
};
