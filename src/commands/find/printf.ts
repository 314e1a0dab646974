import { groupName, userName } from "../accounts.ts";
import type { Run } from "../command.ts";
import { diskBlocks, modeText } from "../formats.ts";
import { strftime } from "../time-text.ts";
import type { Found } from "./syntax.ts";

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0", "\\": "\\", r: "\r" };

/** What `-printf` makes of a format for a file. */
export function formatted(run: Run, format: string, { name, stats, depth }: Found): string {
  const base = name.replace(/.*\/(?=.)/, "");
  const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : ".";
  return format.replace(
    /\\(.)|%(-?\d*)([AT][A-Za-z@+]|.)/g,
    (all, escaped: string | undefined, width = "", letters = "") => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? all;
      if (letters.length === 2) {
        const [, letter] = letters;
        return letter === "@"
          ? `${Math.floor(stats.mtime / 1000)}.0000000000`
          : letter === "+"
            ? strftime("%Y-%m-%d+%H:%M:%S.%N", stats.mtime)
            : strftime(`%${letter}`, stats.mtime);
      }
      const fields: Record<string, string> = {
        "%": "%",
        p: name,
        f: base,
        h: folder,
        P: depth === 0 ? "" : name.split("/").slice(-depth).join("/"),
        d: String(depth),
        s: String(stats.size),
        k: String(diskBlocks(stats)),
        m: stats.mode.toString(8),
        M: modeText(stats),
        u: userName(run.files, stats.uid),
        U: String(stats.uid),
        g: groupName(run.files, stats.gid),
        G: String(stats.gid),
        i: String(stats.inode),
        n: String(stats.links),
        l: stats.target ?? "",
        y: modeText(stats).charAt(0).replace("-", "f"),
        t: strftime("%a %b %e %H:%M:%S.%N0 %Y", stats.mtime),
      };
      const text = fields[letters] ?? all;
      return width.startsWith("-") ? text.padEnd(Number(width.slice(1))) : text.padStart(Number(width));
    },
  );
}
