import { byteLength } from "../../../kernel/bytes.ts";
import type { Paint } from "../colors.ts";
import type { Change } from "./changes.ts";
import { countsOf, hunksOf } from "./hunks.ts";
import { isBinary } from "./patch.ts";

/** How much of one file a change is about. */
interface FileStat {
  readonly name: string;
  readonly added: number;
  readonly removed: number;
  /** Bytes before and after, of a file that has no lines. */
  readonly binary?: readonly [number, number];
}

/**
 * Counts the lines that each change adds and removes; for a file that is no text, its bytes.
 * @param quote how a path is shown
 */
export async function statsOf(changes: readonly Change[], quote: (name: string) => string): Promise<FileStat[]> {
  const stats: FileStat[] = [];
  for (const { path, old, now, status } of changes) {
    const [before, after] = [(await old?.text()) ?? "", (await now?.text()) ?? ""];
    const name = status === "R" ? renamed(old?.path ?? path, path, quote) : quote(path);
    if (isBinary(before) || isBinary(after))
      stats.push({ name, added: 0, removed: 0, binary: [byteLength(before), byteLength(after)] });
    else stats.push({ name, ...countsOf(hunksOf(before, after, 0)) });
  }
  return stats;
}

/** ` 2 files changed, 3 insertions(+), 1 deletion(-)` */
export function summaryLine(stats: readonly FileStat[]): string {
  const sum = (of: "added" | "removed") => stats.reduce((total, stat) => total + stat[of], 0);
  const [added, removed] = [sum("added"), sum("removed")];
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  const parts = [`${counted(stats.length, "file")} changed`];
  if (added > 0 || removed === 0) parts.push(`${counted(added, "insertion")}(+)`);
  if (removed > 0 || added === 0) parts.push(`${counted(removed, "deletion")}(-)`);
  return stats.length === 0 ? "" : ` ${parts.join(", ")}\n`;
}

/** `--stat`: a bar a file, and the sum. @param width of the whole */
export function statText(stats: readonly FileStat[], paint: Paint, width = 80): string {
  if (stats.length === 0) return "";
  const most = Math.max(...stats.map(({ added, removed }) => added + removed));
  const digits = Math.max(String(most).length, stats.some(({ binary }) => binary) ? 3 : 0);
  const longest = Math.max(...stats.map(({ name }) => name.length));
  // diff.c's show_stats: a name may take five eighths, a bar the rest.
  let [names, bars] = [longest, most];
  const binaryWidth = Math.max(
    0,
    ...stats.map(({ binary }) => (binary ? `${binary[0]} -> ${binary[1]} bytes`.length : 0)),
  );
  if (binaryWidth + names + 4 + digits > width || bars + names + digits + 6 > width) {
    const room = Math.floor((width * 3) / 8) - digits - 6;
    if (bars > room) bars = Math.max(6, room);
    if (names > width - digits - 6 - bars) names = width - digits - 6 - bars;
    else bars = width - digits - 6 - names;
  }
  const rows = stats.map((stat) => {
    const { name, added, removed, binary } = stat;
    const shown = name.length > names ? `...${name.slice(name.length - names + 3).replace(/^[^/]*(?=\/)/, "")}` : name;
    const left = ` ${shown.padEnd(names)} | `;
    if (binary)
      return `${left}${"Bin".padStart(digits)} ${paint("old", String(binary[0]))} -> ${paint("new", String(binary[1]))} bytes\n`;
    const { plus, minus } = bar(added, removed, most, bars);
    const drawn = (plus > 0 ? paint("new", "+".repeat(plus)) : "") + (minus > 0 ? paint("old", "-".repeat(minus)) : "");
    return `${left}${String(added + removed).padStart(digits)}${drawn === "" ? "" : ` ${drawn}`}\n`;
  });
  return rows.join("") + summaryLine(stats);
}

function bar(added: number, removed: number, most: number, room: number) {
  if (most <= room) return { plus: added, minus: removed };
  const scale = (count: number) => (count === 0 ? 0 : 1 + Math.floor((count * (room - 1)) / most));
  let total = scale(added + removed);
  if (total < 2 && added > 0 && removed > 0) total = 2;
  if (added < removed) {
    const plus = scale(added);
    return { plus, minus: total - plus };
  }
  const minus = scale(removed);
  return { plus: total - minus, minus };
}

/** `a/{old.txt => new.txt}` */
function renamed(from: string, to: string, quote: (name: string) => string): string {
  const [a, b] = [from.split("/"), to.split("/")];
  let start = 0;
  while (start < a.length - 1 && start < b.length - 1 && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = (parts: readonly string[]) => parts.slice(start, parts.length - end).join("/");
  if (start === 0 && end === 0) return `${quote(from)} => ${quote(to)}`;
  const before = start > 0 ? `${a.slice(0, start).join("/")}/` : "";
  const after = end > 0 ? `/${a.slice(a.length - end).join("/")}` : "";
  return `${before}{${middle(a)} => ${middle(b)}}${after}`;
}

/** What `commit` tells besides the sum: files that came, went, moved or changed their mode. */
export function changesOfFiles(changes: readonly Change[], quote: (name: string) => string): string {
  return changes
    .map(({ status, path, old, now, score }) => {
      if (status === "A" && now) return ` create mode ${now.mode} ${quote(path)}\n`;
      if (status === "D" && old) return ` delete mode ${old.mode} ${quote(path)}\n`;
      const modes = old && now && old.mode !== now.mode ? ` mode change ${old.mode} => ${now.mode}` : "";
      if (status === "R" && old)
        return ` rename ${renamed(old.path, path, quote)} (${score}%)\n${modes === "" ? "" : `${modes}\n`}`;
      return modes === "" ? "" : `${modes} ${quote(path)}\n`;
    })
    .join("");
}
