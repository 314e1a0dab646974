import { pluginObject } from "../../engine/plugin/plugin.ts";
import { requirePlugin } from "../../engine/plugin/plugins.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { pluginNames } from "./plugin-names.ts";

export const command: Command = {
  path: "plugin inspect",
  args: minArgs(1),
  complete: ({ engine, args }) => pluginNames(engine, args),
  run(context) {
    const lookup = (name: string) => pluginObject(requirePlugin(context.engine, name));
    return inspectObjects(context, context.args, lookup, context.flags.string("format"));
  },
};
