import { saveImages } from "../../engine/image/save.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { platformsFlag } from "../platform-flag.ts";
import { imageNames } from "./image-names.ts";
import { writeOutputFile } from "./input-file.ts";

/** `cli/command/image/save.go` (recording 17). */
export const command: Command = {
  path: "image save",
  args: minArgs(1),
  async run({ engine, flags, args, out, tty, process }) {
    const output = flags.string("output");
    const platform = platformsFlag(flags, "invalid platform: ");
    if (output === "" && tty)
      throw new CommandError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    const { archive, size } = await saveImages(engine, args, platform);
    if (output === "") await out(archive);
    else writeOutputFile(process, output, archive, { size, failure: "failed to save image: " });
    return 0;
  },
  complete: ({ engine, flag }) => (flag === undefined ? imageNames(engine) : undefined),
};
