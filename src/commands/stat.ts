import type { Stats } from "../kernel/filesystem.ts";
import { groupName, userName } from "./accounts.ts";
import { command, type Run } from "./command.ts";
import { fileKindText } from "./file-kind.ts";
import { diskBlocks, modeText } from "./formats.ts";
import { quotedName } from "./quoting.ts";
import { strftime } from "./time-text.ts";

const TIME = "%Y-%m-%d %H:%M:%S.%N %z";

export const stat = command(
  {
    usage: "[OPTION]... FILE...",
    about: "Display file or file system status.",
    short: "c:Lft",
    long: "format:=c dereference=L file-system=f printf: terse=t",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const printf = run.options.value("printf");
    const format = run.options.value("c");
    for (const name of run.operands) {
      const path = run.path(name);
      const stats = await run.try(
        () => (run.has("L") ? run.files.stat(path) : run.files.lstat(path)),
        run.busybox ? `can't stat '${name}'` : `cannot statx ${quotedName(name)}`,
      );
      if (!stats) continue;
      if (printf !== undefined) {
        const escapes: Record<string, string> = { n: "\n", t: "\t", "\\": "\\", '"': '"', 0: "\0" };
        await run.out(
          formatted(run, printf, name, stats).replace(/\\([nt\\"0])/g, (_, letter) => escapes[letter] ?? letter),
        );
      } else await run.out(`${formatted(run, format ?? report(stats, run.busybox), name, stats)}\n`);
    }
  },
);

function report({ kind }: Stats, busybox: boolean): string {
  const device = kind === "character-device" || kind === "block-device";
  return (
    `  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n` +
    `Device: ${busybox ? "fe01h/65025d" : "254,1"}\tInode: %-10i  Links: %h${device ? "     Device type: 1,3" : ""}\n` +
    "Access: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n" +
    "Access: %x\nModify: %y\nChange: %z" +
    (busybox ? "" : "\n Birth: %w")
  );
}

function formatted(run: Run, format: string, name: string, stats: Stats): string {
  const { files } = run;
  const time = strftime(TIME, stats.mtime);
  const shown = run.busybox ? name : nameIfPlainOrQuoted(run, name);
  const fields: Record<string, string> = {
    "%": "%",
    a: stats.mode.toString(8),
    A: modeText(stats),
    b: String(diskBlocks(stats) * 2),
    B: "512",
    d: "65025",
    D: "fe01",
    f: (stats.mode | KIND_BITS[stats.kind]).toString(16),
    F: fileKindText(stats),
    g: String(stats.gid),
    G: groupName(files, stats.gid),
    h: String(stats.links),
    i: String(stats.inode),
    m: "/",
    n: name,
    N:
      stats.target === undefined
        ? shown
        : `${shown} -> ${run.busybox ? stats.target : run.options.has("c") ? quotedName(stats.target) : stats.target}`,
    o: "4096",
    s: String(stats.size),
    t: "0",
    T: "0",
    u: String(stats.uid),
    U: userName(files, stats.uid),
    w: time,
    W: String(Math.floor(stats.mtime / 1000)),
    x: time,
    X: String(Math.floor(stats.mtime / 1000)),
    y: time,
    Y: String(Math.floor(stats.mtime / 1000)),
    z: time,
    Z: String(Math.floor(stats.mtime / 1000)),
  };
  return format.replace(/%([-0]*)(\d*)([A-Za-z%])/g, (all, flags: string, width: string, letter: string) => {
    const text = fields[letter];
    if (text === undefined) return all;
    if (flags.includes("-")) return text.padEnd(Number(width));
    return text.padStart(Number(width), flags.includes("0") || width.startsWith("0") ? "0" : " ");
  });
}

const nameIfPlainOrQuoted = (run: Run, name: string) => (run.options.has("c") ? quotedName(name) : name);

const KIND_BITS: Readonly<Record<Stats["kind"], number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  "character-device": 0o020000,
  "block-device": 0o060000,
  fifo: 0o010000,
  socket: 0o140000,
};
