import { groupName, userName } from "../accounts.ts";
import type { Run } from "../command.ts";
import { diskBlocks, modeText } from "../formats.ts";
import { listingDate } from "../time-text.ts";
import type { Found } from "./syntax.ts";

/** A file as `-ls` shows it. */
export function lsLine(run: Run, { name, stats }: Found): string {
  const owner = userName(run.files, stats.uid).padEnd(8);
  const group = groupName(run.files, stats.gid).padEnd(8);
  const target = stats.target === undefined ? "" : ` -> ${stats.target}`;
  return (
    `${String(stats.inode).padStart(9)} ${String(diskBlocks(stats)).padStart(6)} ${modeText(stats)} ${String(stats.links).padStart(3)} ${owner} ${group} ` +
    `${String(stats.size).padStart(8)} ${listingDate(stats.mtime, run.process.machine.clock.now())} ${name}${target}\n`
  );
}
