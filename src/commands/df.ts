import type { Mount } from "../kernel/mount-table.ts";
import { command } from "./command.ts";
import { busyboxSize, humanSize } from "./formats.ts";
import { mountAt, mountsOf, spaceOf } from "./mounts-of.ts";
import { nameIfPlain } from "./quoting.ts";

/** Mounts that have no size of their own. */
const PSEUDO = /^(proc|sysfs|devpts|mqueue|cgroup2?)$/;

export const df = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Show information about the file system on which each FILE resides, or all file systems by default.",
    short: "ahHiklPt:Tx:",
    long: "all=a human-readable=h si=H inodes=i local=l portability=P type:=t print-type=T exclude-type:=x total",
  },
  async (run) => {
    const all = mountsOf(run.process);
    let shown: Mount[] = all.filter(({ type }) => run.has("a") || !PSEUDO.test(type));
    if (run.operands.length > 0) {
      shown = [];
      for (const name of run.operands) {
        const real = await run.try(
          () => run.files.realpath(run.path(name)),
          (error) => (run.busybox ? `${name}: can't find mount point` : `${nameIfPlain(name)}: ${error.message}`),
        );
        const mount = real === undefined ? undefined : mountAt(all, real);
        if (mount) shown.push(mount);
      }
      if (shown.length === 0) return run.status;
    } else {
      // A file or folder of the same disk, mounted elsewhere again, is not told twice; the last on a path is seen.
      shown = shown.filter((mount, i) => !shown.some((other, j) => j > i && other.path === mount.path));
      shown = shown.filter(
        (mount, i) =>
          run.busybox ||
          shown.findIndex(
            (other) =>
              other.source === mount.source &&
              other.type === mount.type &&
              other.capacity === mount.capacity &&
              mount.type !== "tmpfs",
          ) === i ||
          mount.type === "tmpfs",
      );
    }
    const [only, except] = [run.options.values("t"), run.options.values("x")];
    shown = shown.filter(({ type }) => (only.length === 0 || only.includes(type)) && !except.includes(type));
    const human = run.has("h") || run.has("H");
    const amount = (bytes: number) => {
      if (!human) return String(Math.round(bytes / 1024));
      return run.busybox ? busyboxSize(bytes) : humanSize(bytes, run.has("H") ? 1000 : 1024);
    };
    const rows = shown.map((mount) => {
      const { size, used } = spaceOf(mount);
      // Five in a hundred are kept for root.
      const free = mount.type === "tmpfs" || mount.type === "devtmpfs" ? size - used : Math.max(0, size * 0.95 - used);
      const percent = used + free === 0 ? "-" : `${Math.ceil((used / (used + free)) * 100)}%`;
      const numbers = run.has("i")
        ? ["3276800", "142336", "3134464", "5%"]
        : [amount(size), amount(used), amount(free), percent];
      return [mount.source, ...(run.has("T") ? [mount.type] : []), ...numbers, mount.path];
    });
    const header = run.has("i")
      ? ["Filesystem", ...(run.has("T") ? ["Type"] : []), "Inodes", "IUsed", "IFree", "IUse%", "Mounted on"]
      : human
        ? [
            "Filesystem",
            ...(run.has("T") ? ["Type"] : []),
            "Size",
            "Used",
            run.busybox ? "Available" : "Avail",
            "Use%",
            "Mounted on",
          ]
        : [
            "Filesystem",
            ...(run.has("T") ? ["Type"] : []),
            run.has("P") ? "1024-blocks" : "1K-blocks",
            "Used",
            "Available",
            run.has("P") ? "Capacity" : "Use%",
            "Mounted on",
          ];
    await run.out(run.busybox ? busyboxTable([header, ...rows]) : gnuTable([header, ...rows], run.has("T")));
    return run.status;
  },
);

/** df's columns: the first to the left and at least 14 wide, numbers to the right and at least 5. */
function gnuTable(rows: readonly (readonly string[])[], typed: boolean): string {
  const width = (i: number) => Math.max(...rows.map((row) => (row[i] ?? "").length));
  const last = (rows[0]?.length ?? 1) - 1;
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => {
        if (i === 0) return cell.padEnd(Math.max(14, width(0)));
        if (i === last) return cell;
        if (typed && i === 1) return cell.padEnd(Math.max(4, width(1)));
        return cell.padStart(Math.max(i === last - 1 ? 4 : 5, width(i)));
      });
      return `${cells.join(" ")}\n`;
    })
    .join("");
}

function busyboxTable(rows: readonly (readonly string[])[]): string {
  return rows
    .map(
      ([source = "", size = "", used = "", free = "", percent = "", path = ""]) =>
        `${source.padEnd(20)} ${size.padStart(9)} ${used.padStart(9)} ${free.padStart(9)} ${percent.padStart(4)} ${path}\n`,
    )
    .join("");
}
