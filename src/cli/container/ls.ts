import { containerSummaries } from "../../engine/container/list.ts";
import { type Command, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { columnsRead, formatList } from "../format/list.ts";
import { containerFormat } from "./ps-format.ts";

export const command: Command = {
  path: "container ls",
  args: noArgs,
  async run({ engine, flags, now, out, err }) {
    const last = flags.int("last");
    const limit = flags.bool("latest") ? 1 : last;
    const format = flags.string("format");
    const quiet = flags.bool("quiet");
    if (quiet && format !== "")
      await err("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
    const list = containerFormat(now, !flags.bool("no-trunc"), flags.bool("size"));
    const showsSize = !quiet && !flags.changed("size") && columnsRead(list, format).has("Size");
    const wantsSize = flags.bool("size") || showsSize;
    const rows = await containerSummaries(engine, {
      all: flags.bool("all"),
      ...(limit > 0 ? { limit } : {}),
      size: wantsSize,
      filters: filterValues(flags.list("filter")),
    });
    await out(formatList(list, rows, { format, quiet }));
    return 0;
  },
};
