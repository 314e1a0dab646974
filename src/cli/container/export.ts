import { exportContainer } from "../../engine/container/export.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container export",
  args: exactArgs(1),
  async run({ engine, flags, args: [ref = ""], out, tty, process }) {
    const output = flags.string("output");
    if (output === "" && tty)
      throw new CommandError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    const archive = await exportContainer(engine, ref);
    if (output === "") await out(archive);
    else writeOutputFile(process, output, archive, { failure: "failed to export container: " });
    return 0;
  },
  complete: ({ engine, flag }) => (flag === undefined ? containerNames(engine) : undefined),
};
