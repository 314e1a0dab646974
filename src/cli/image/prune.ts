import { pruneImages } from "../../engine/image/prune.ts";
import { type Command, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";
import { humanSize } from "../format/size.ts";

const WARNINGS = {
  all: "WARNING! This will remove all images without at least one container associated to them.\nAre you sure you want to continue?",
  dangling: "WARNING! This will remove all dangling images.\nAre you sure you want to continue?",
} as const;

/** `cli/command/image/prune.go` (recording 05). */
export const command: Command = {
  path: "image prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out } = context;
    const all = flags.bool("all");
    if (!flags.bool("force") && !(await confirm(context, WARNINGS[all ? "all" : "dangling"]))) return 0;
    const filters = { ...filterValues(flags.list("filter")), dangling: [String(!all)] };
    const { ImagesDeleted, SpaceReclaimed } = pruneImages(engine, filters);
    const records = ImagesDeleted.map((record) =>
      "Deleted" in record ? `deleted: ${record.Deleted}\n` : `untagged: ${record.Untagged}\n`,
    );
    if (records.length > 0) await out(`Deleted Images:\n${records.join("")}\n`);
    await out(`Total reclaimed space: ${humanSize(SpaceReclaimed)}\n`);
    return 0;
  },
};
