import { type CacheUsage, cacheUsage } from "../../engine/build/cache-usage.ts";
import { type Command, noArgs } from "../command.ts";
import { humanDuration } from "../format/duration.ts";
import { humanSize } from "../format/size.ts";
import { tabbed, usageTable } from "./usage-table.ts";

/** `docker buildx du`: docker/buildx, `commands/diskusage.go`. */
export const command: Command = {
  path: "buildx du",
  args: noArgs,
  async run({ engine, flags, out, now }) {
    const records = cacheUsage(engine);
    if (flags.bool("verbose")) await out(records.map((record) => `${verbose(record, now)}\n`).join(""));
    else if (records.length > 0) await out(usageTable(records, now));
    const sum = (wanted: (record: CacheUsage) => boolean) =>
      humanSize(records.filter(wanted).reduce((total, { Size }) => total + Size, 0));
    const shared = records.some(({ Shared }) => Shared)
      ? [
          ["Shared:", sum(({ Shared }) => Shared)],
          ["Private:", sum(({ Shared }) => !Shared)],
        ]
      : [];
    await out(tabbed([...shared, ["Reclaimable:", sum(({ InUse }) => !InUse)], ["Total:", sum(() => true)]]));
    return 0;
  },
};

function verbose(
  { ID, CreatedAt, Shared, InUse, Size, Description, UsageCount, LastUsedAt, Type }: CacheUsage,
  now: number,
): string {
  const created = `${CreatedAt.replace("T", " ").replace("Z", "")} +0000 UTC`;
  return tabbed([
    ["ID:", ID],
    ["Created at:", created],
    ["Mutable:", "false"],
    ["Reclaimable:", String(!InUse)],
    ["Shared:", String(Shared)],
    ["Size:", humanSize(Size)],
    ["Description:", Description],
    ["Usage count:", String(UsageCount)],
    ["Last used:", `${humanDuration(now - Date.parse(LastUsedAt))} ago`],
    ["Type:", Type],
  ]);
}
