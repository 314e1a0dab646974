import { EngineError } from "../../engine/errors.ts";
import { removeVolume } from "../../engine/volume/remove.ts";
import { type Command, minArgs } from "../command.ts";
import { volumeNames } from "./volume-names.ts";

export const command: Command = {
  path: "volume rm",
  args: minArgs(1),
  async run({ engine, flags, args, out, err }) {
    const failures: string[] = [];
    for (const name of args) {
      try {
        removeVolume(engine, name, { force: flags.bool("force") });
        await out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        failures.push(`Error response from daemon: ${error.message}\n`);
      }
    }
    if (failures.length === 0) return 0;
    await err(failures.join(""));
    return 1;
  },
  complete: ({ engine, args }) => volumeNames(engine, args),
};
