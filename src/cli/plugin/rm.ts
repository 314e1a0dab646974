import { removePlugin } from "../../engine/plugin/plugins.ts";
import { type Command, minArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { pluginNames } from "./plugin-names.ts";

export const command: Command = {
  path: "plugin rm",
  args: minArgs(1),
  complete: ({ engine, args }) => pluginNames(engine, args),
  async run({ engine, flags, args, out, err }) {
    const failures: string[] = [];
    for (const name of args) {
      try {
        removePlugin(engine, name, flags.bool("force"));
        await out(`${name}\n`);
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        failures.push(text);
      }
    }
    if (failures.length === 0) return 0;
    await err(`${failures.join("\n")}\n`);
    return 1;
  },
};
