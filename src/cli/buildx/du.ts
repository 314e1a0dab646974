import { type CacheUsage, cacheUsage } from "../../engine/build/cache-usage.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { humanDuration } from "../format/duration.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { humanSize } from "../format/size.ts";
import { findBuilder } from "./builders.ts";
import { tabbed } from "./usage-table.ts";

interface Row extends CacheUsage {
  readonly table: boolean;
  /** The lab's time, ms. */
  readonly now: number;
}

const RECORDS: ListFormat<Row> = {
  type: "*commands.diskusageContext",
  table: "table {{.ID}}\t{{.Reclaimable}}\t{{.Size}}\t{{.LastUsedAt}}",
  columns: {
    ID: { header: "ID", value: ({ ID, Mutable, table }) => `${ID}${table && Mutable ? "*" : ""}` },
    Parents: { header: "PARENTS", value: () => [] },
    CreatedAt: { header: "CREATED AT", value: createdAt },
    Mutable: { header: "MUTABLE", value: ({ Mutable }) => Mutable },
    Reclaimable: { header: "RECLAIMABLE", value: ({ InUse }) => !InUse },
    Shared: { header: "SHARED", value: ({ Shared }) => Shared },
    Size: { header: "SIZE", value: ({ Size, Shared, table }) => `${humanSize(Size)}${table && Shared ? "*" : ""}` },
    Description: { header: "DESCRIPTION", value: ({ Description }) => Description },
    UsageCount: { header: "USAGE COUNT", value: ({ UsageCount }) => UsageCount },
    LastUsedAt: { header: "LAST ACCESSED", value: lastUsed },
    Type: { header: "TYPE", value: ({ Type }) => Type },
  },
};

function createdAt({ CreatedAt }: Row): string {
  return `${CreatedAt.replace("T", " ").replace("Z", "")} +0000 UTC`;
}

function lastUsed({ LastUsedAt, now }: Row): string {
  return `${humanDuration(now - Date.parse(LastUsedAt))} ago`;
}

/** `docker buildx du`: docker/buildx, `commands/diskusage.go`. */
export const command: Command = {
  path: "buildx du",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, now } = context;
    findBuilder(context, flags.string("builder"));
    const format = flags.string("format");
    if (format !== "" && flags.bool("verbose"))
      throw new CommandError("ERROR: --format and --verbose cannot be used together");
    const filters = filterValues(flags.list("filter"));
    const pretty = flags.bool("verbose") || format === "pretty";
    const table = !pretty && (format === "" || format.startsWith("table"));
    const rows = cacheUsage(engine, filters).map((record): Row => ({ ...record, table, now }));
    if (pretty) await out(rows.map((row) => `${verbose(row)}\n`).join(""));
    else await out(formatList(RECORDS, rows, { format }));
    const summed = pretty || format === "" || format === "table";
    if (summed && Object.keys(filters).length === 0) await out(summary(rows));
    return 0;
  },
};

function summary(records: readonly CacheUsage[]): string {
  const sum = (wanted: (record: CacheUsage) => boolean) => {
    return records.filter(wanted).reduce((total, { Size }) => total + Size, 0);
  };
  const shared = sum(({ Shared }) => Shared);
  const parts =
    shared > 0
      ? [
          ["Shared:", humanSize(shared)],
          ["Private:", humanSize(sum(({ Shared }) => !Shared))],
        ]
      : [];
  return tabbed([
    ...parts,
    ["Reclaimable:", humanSize(sum(({ InUse }) => !InUse))],
    ["Total:", humanSize(sum(() => true))],
  ]);
}

/** What `--verbose` says of one. */
function verbose(row: Row): string {
  const lines: [name: string, value: string][] = [
    ["ID:", row.ID],
    ["Created at:", createdAt(row)],
    ["Mutable:", String(row.Mutable)],
    ["Reclaimable:", String(!row.InUse)],
    ["Shared:", String(row.Shared)],
    ["Size:", humanSize(row.Size)],
    ["Description:", row.Description],
    ["Usage count:", String(row.UsageCount)],
    ["Last used:", lastUsed(row)],
    ["Type:", row.Type],
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)}${value}\n`).join("");
}
