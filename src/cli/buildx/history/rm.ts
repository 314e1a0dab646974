import { buildRecords, forgetBuild } from "../../../engine/build/build-history.ts";
import { anyArgs, type Command, CommandError } from "../../command.ts";
import { findBuilder } from "../builders.ts";

/** `docker buildx history rm`: docker/buildx, `commands/history/rm.go`. */
export const command: Command = {
  path: "buildx history rm",
  args: anyArgs,
  async run(context) {
    const { engine, flags, args } = context;
    const all = flags.bool("all");
    if (!all && args.length === 0) throw new CommandError("ERROR: rm requires at least one argument");
    if (all && args.length > 0) throw new CommandError("ERROR: rm requires either --all or at least one argument");
    findBuilder(context, flags.string("builder"));
    for (const ref of all ? buildRecords(engine).map((record) => record.ref) : args) forgetBuild(engine, ref);
    return 0;
  },
};
