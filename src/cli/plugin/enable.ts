import { enablePlugin } from "../../engine/plugin/plugins.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { pluginNames } from "./plugin-names.ts";

/** Starting a plugin's process takes about as long as a container's, ms. */
const ENABLE_MS = 400;

export const command: Command = {
  path: "plugin enable",
  args: exactArgs(1),
  async run({ engine, flags, args, process, out }) {
    const [name = ""] = args;
    if (flags.int("timeout") < 0) throw new CommandError(`negative timeout ${flags.int("timeout")} is invalid`);
    enablePlugin(engine, name);
    await process.sleep(ENABLE_MS);
    await out(`${name}\n`);
    return 0;
  },
  complete: ({ engine }) => pluginNames(engine),
};
