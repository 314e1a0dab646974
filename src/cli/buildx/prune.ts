import { pruneBuildCache } from "../../engine/build/cache-usage.ts";
import { type Command, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";
import { humanSize } from "../format/size.ts";
import { findBuilder } from "./builders.ts";
import { tabbed, usageTable } from "./usage-table.ts";

const WARNINGS = {
  normal: "WARNING! This will remove all dangling build cache. Are you sure you want to continue?",
  all: "WARNING! This will remove all build cache. Are you sure you want to continue?",
} as const;

/** `docker builder prune`: docker/buildx, `commands/prune.go`. */
export const command: Command = {
  path: "buildx prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, now } = context;
    findBuilder(context, flags.string("builder"));
    const all = flags.bool("all");
    if (!flags.bool("force") && !(await confirm(context, WARNINGS[all ? "all" : "normal"]))) return 0;
    const { removed } = pruneBuildCache(engine, { all, filters: filterValues(flags.list("filter")) });
    // What is gone is shared with nothing.
    const rows = removed.map((usage) => ({ ...usage, Shared: false }));
    if (rows.length > 0) await out(usageTable(rows, now));
    await out(tabbed([["Total:", humanSize(removed.reduce((sum, { Size }) => sum + Size, 0))]]));
    return 0;
  },
};
