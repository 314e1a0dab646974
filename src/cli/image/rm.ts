import { EngineError } from "../../engine/errors.ts";
import { removeImage } from "../../engine/image/remove.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { platformsFlag } from "../platform-flag.ts";
import { imageNames } from "./image-names.ts";

/** `cli/command/image/remove.go`: what it can, then what it could not (recordings 03, 17). */
export const command: Command = {
  path: "image rm",
  args: minArgs(1),
  async run({ engine, flags, args, out, err, process }) {
    const force = flags.bool("force");
    const platform = platformsFlag(flags);
    if (platform === "linux/amd64" && force)
      throw new CommandError(notSimulated("docker rmi --platform", languageOf(process.env)));
    const options = { force, noPrune: flags.bool("no-prune"), platform };
    const failures: string[] = [];
    let fatal = false;
    for (const reference of args) {
      try {
        for (const record of removeImage(engine, reference, options)) {
          await out("Deleted" in record ? `Deleted: ${record.Deleted}\n` : `Untagged: ${record.Untagged}\n`);
        }
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status !== 404) fatal = true;
        failures.push(`Error response from daemon: ${error.message}`);
      }
    }
    if (failures.length === 0) return 0;
    await err(`${failures.join("\n")}\n`);
    // With --force, an image that is not there is no failure.
    return force && !fatal ? 0 : 1;
  },
  complete: ({ engine, args }) => imageNames(engine).filter((name) => !args.includes(name)),
};
