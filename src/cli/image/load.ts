import { EngineError } from "../../engine/errors.ts";
import { loadImages } from "../../engine/image/load.ts";
import { readAll } from "../../kernel/stream.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { platformsFlag } from "../platform-flag.ts";
import { readInputFile } from "./input-file.ts";

/** `cli/command/image/load.go` (recording 17). */
export const command: Command = {
  path: "image load",
  args: noArgs,
  async run({ engine, flags, out, process }) {
    const input = flags.string("input");
    if (input === "" && process.stdin.isTTY) throw new CommandError("requested load from stdin, but stdin is empty");
    const archive = input === "" ? await readAll(process.stdin) : readInputFile(process, input);
    let lines: string[];
    try {
      lines = await loadImages(engine, archive, platformsFlag(flags, "invalid platform: "));
    } catch (error) {
      // The daemon's answer has begun: what goes wrong comes in its stream, without its prefix.
      throw error instanceof EngineError ? new CommandError(error.message) : error;
    }
    // `--quiet` leaves out the progress, which we do not show.
    await out(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};
