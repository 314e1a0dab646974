import type { Stats } from "../../kernel/filesystem.ts";
import { groupName, userName } from "../accounts.ts";
import type { Run } from "../command.ts";
import { diskBlocks, modeText } from "../formats.ts";
import { listingDate, strftime } from "../time-text.ts";
import { type Entry, linksOf } from "./entries.ts";
import type { ShownName } from "./shown-name.ts";

/** A line for each entry, as -l shows it. @param sizeOf how sizes are told */
export function longRows(
  run: Run,
  entries: readonly Entry[],
  names: ShownName,
  sizeOf: (bytes: number, blocks?: boolean) => string,
): string {
  const { files } = run;
  const now = run.process.machine.clock.now();
  const owner = (uid: number) => (run.has("n") ? String(uid) : userName(files, uid));
  const group = (gid: number) => (run.has("n") ? String(gid) : groupName(files, gid));
  const size = ({ kind, size: bytes }: Stats) =>
    kind === "character-device" || kind === "block-device" ? "1, 3" : sizeOf(bytes);
  const quoted = names.someQuoted(entries);
  const rows = entries.map((entry) => {
    const { stats } = entry;
    const columns = [
      ...(run.has("i") ? [String(stats.inode)] : []),
      ...(run.has("s") ? [sizeOf(diskBlocks(stats) * 1024, true)] : []),
      modeText(stats),
      String(linksOf(run, entry)),
      ...(run.has("g") ? [] : [owner(stats.uid)]),
      ...(run.has("o") || run.has("G") ? [] : [group(stats.gid)]),
      size(stats),
      dateOf(run, stats.mtime, now),
    ];
    return { columns, name: names.of(entry, quoted).text + names.target(entry) };
  });
  if (run.busybox) {
    return rows
      .map(
        ({ columns: [mode, links = "", user = "", its = "", bytes = "", date], name }) =>
          `${mode} ${links.padStart(4)} ${user.padEnd(8)} ${its.padEnd(8)} ${bytes.padStart(9)} ${date} ${name}\n`,
      )
      .join("");
  }
  const widths = (index: number) => Math.max(...rows.map(({ columns }) => (columns[index] ?? "").length));
  const head = (run.has("i") ? 1 : 0) + (run.has("s") ? 1 : 0);
  const count = rows[0]?.columns.length ?? 0;
  return rows
    .map(({ columns, name }) => {
      const cells = columns.map((cell, i) => {
        const right = i < head || i === head + 1 || i === count - 2;
        return right ? cell.padStart(widths(i)) : i === count - 1 ? cell : cell.padEnd(widths(i));
      });
      return `${cells.join(" ")} ${name}\n`;
    })
    .join("");
}

function dateOf(run: Run, mtime: number, now: number): string {
  const style = run.has("full-time") ? "full-iso" : run.options.value("time-style");
  if (style === "full-iso") return strftime("%Y-%m-%d %H:%M:%S.%N %z", mtime);
  if (style === "long-iso") return strftime("%Y-%m-%d %H:%M", mtime);
  if (style === "iso") return strftime(now - mtime < 15_778_476_000 ? "%m-%d %H:%M" : "%Y-%m-%d ", mtime);
  if (style?.startsWith("+")) return strftime(style.slice(1), mtime);
  return listingDate(mtime, now);
}
