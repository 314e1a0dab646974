import { containerSummaries } from "../../engine/container/list.ts";
import { type Command, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { formatList } from "../format/list.ts";
import { containerFormat } from "./ps-format.ts";

export const command: Command = {
  path: "container ls",
  args: noArgs,
  async run({ engine, flags, now, out }) {
    const last = flags.int("last");
    const limit = flags.bool("latest") ? 1 : last;
    const format = flags.string("format");
    const wantsSize = flags.bool("size") || (/\.Size\b/.test(format) && !flags.changed("size"));
    const rows = await containerSummaries(engine, {
      all: flags.bool("all"),
      ...(limit > 0 ? { limit } : {}),
      size: wantsSize,
      filters: filterValues(flags.list("filter")),
    });
    const list = containerFormat(now, !flags.bool("no-trunc"), flags.bool("size"));
    await out(formatList(list, rows, { format, quiet: flags.bool("quiet") }));
    return 0;
  },
};
