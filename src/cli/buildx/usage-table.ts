import type { CacheUsage } from "../../engine/build/cache-usage.ts";
import { humanDuration } from "../format/duration.ts";
import { humanSize } from "../format/size.ts";

const TAB = 8;
const ID_COLUMNS = 40;

/** The table of `docker buildx du` and `prune`, its columns made of tabs (docker/buildx, commands/diskusage.go). */
export function usageTable(records: readonly CacheUsage[], now: number): string {
  const rows = records.map(({ ID, InUse, Mutable, Shared, Size, LastUsedAt }) => [
    `${ID}${Mutable ? "*" : ""}`.padEnd(ID_COLUMNS),
    String(!InUse).padEnd(5),
    `${humanSize(Size)}${Shared ? "*" : ""}`.padEnd(10),
    `${humanDuration(now - Date.parse(LastUsedAt))} ago`,
  ]);
  return tabbed([["ID", "RECLAIMABLE", "SIZE", "LAST ACCESSED"], ...rows]);
}

/** Columns padded with tabs: each as wide as its widest cell and one more, rounded up to a tab stop. */
export function tabbed(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => {
    const widest = Math.max(...rows.map((row) => (row[i] ?? "").length));
    return Math.ceil((widest + 1) / TAB) * TAB;
  });
  const lines = rows.map((row) =>
    row
      .map((cell, i) => {
        if (i === row.length - 1) return cell;
        return cell + "\t".repeat(Math.ceil(((widths[i] ?? 0) - cell.length) / TAB));
      })
      .join(""),
  );
  return `${lines.join("\n")}\n`;
}
