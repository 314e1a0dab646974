import { pruneContainers } from "../../engine/container/prune.ts";
import { type Command, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";
import { humanSize } from "../format/size.ts";

const WARNING = "WARNING! This will remove all stopped containers.\nAre you sure you want to continue?";

export const command: Command = {
  path: "container prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out } = context;
    if (!flags.bool("force") && !(await confirm(context, WARNING))) return 0;
    const { deleted, reclaimed } = await pruneContainers(engine, filterValues(flags.list("filter")));
    if (deleted.length > 0) await out(`Deleted Containers:\n${deleted.join("\n")}\n\n`);
    await out(`Total reclaimed space: ${humanSize(reclaimed)}\n`);
    return 0;
  },
};
