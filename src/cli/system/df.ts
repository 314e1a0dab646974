import { systemDiskUsage, type Usage } from "../../engine/system/disk-usage.ts";
import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { humanSize } from "../format/size.ts";
import { verboseUsage } from "./df-verbose.ts";

interface Row extends Usage {
  readonly type: string;
  /** The build cache tells no percentage. */
  readonly percent: boolean;
}

const USAGE: ListFormat<Row> = {
  type: "*formatter.diskUsageImagesContext",
  columns: {
    Type: { header: "TYPE", value: ({ type }) => type },
    TotalCount: { header: "TOTAL", value: ({ total }) => String(total) },
    Active: { header: "ACTIVE", value: ({ active }) => String(active) },
    Size: { header: "SIZE", value: ({ size }) => humanSize(size) },
    Reclaimable: {
      header: "RECLAIMABLE",
      value: ({ size, reclaimable, percent }) =>
        percent && size > 0
          ? `${humanSize(reclaimable)} (${Math.trunc((reclaimable * 100) / size)}%)`
          : humanSize(reclaimable),
    },
  },
  table: "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}",
};

/** `cli/command/system/df.go` (tape 05). */
export const command: Command = {
  path: "system df",
  args: noArgs,
  async run({ engine, flags, out, now }) {
    const usage = await systemDiskUsage(engine);
    const format = flags.string("format");
    if (flags.bool("verbose") && format !== "" && format !== "table") {
      const { verboseObjects } = await engine.clock.hold(import("./df-objects.ts"));
      await out(await verboseObjects(engine, usage, format, now));
      return 0;
    }
    if (flags.bool("verbose")) {
      await out(verboseUsage(engine, usage, now));
      return 0;
    }
    const rows: Row[] = [
      { type: "Images", percent: true, ...usage.images },
      { type: "Containers", percent: true, ...usage.containers },
      { type: "Local Volumes", percent: true, ...usage.volumes },
      { type: "Build Cache", percent: false, ...usage.cache },
    ];
    await out(formatList(USAGE, rows, { format }));
    return 0;
  },
};
