import { removePlugin } from "../../engine/plugin/plugins.ts";
import { type Command, minArgs } from "../command.ts";
import { eachInTurn } from "../each.ts";
import { pluginNames } from "./plugin-names.ts";

export const command: Command = {
  path: "plugin rm",
  args: minArgs(1),
  complete: ({ engine, args }) => pluginNames(engine, args),
  run(context) {
    const { engine, flags } = context;
    return eachInTurn(context, (name) => removePlugin(engine, name, flags.bool("force")));
  },
};
