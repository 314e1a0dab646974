import { type Cell, evenColumns, gnuColumns, screenColumns } from "../columns.ts";
import type { Run } from "../command.ts";
import { busyboxSize, diskBlocks, humanSize } from "../formats.ts";
import type { Entry } from "./entries.ts";
import { longRows } from "./long-rows.ts";
import { ShownName } from "./shown-name.ts";

/** How entries are shown. */
export class Listing {
  readonly #run: Run;
  readonly #long: boolean;
  readonly #columns: boolean;
  readonly #names: ShownName;

  constructor(run: Run, columns: boolean) {
    this.#run = run;
    const layout = run.options.last("l", "1", "C", "x", "m", "g", "o", "n", "full-time", "format");
    const format = run.options.value("format");
    this.#long =
      ["l", "g", "o", "n"].some((key) => run.has(key)) || run.has("full-time") || /^(long|verbose)$/.test(format ?? "");
    const { isTTY } = run.process.stdout;
    this.#columns = columns || (layout === undefined ? isTTY : layout !== "1" && format !== "single-column");
    this.#names = new ShownName(run, this.#long);
  }

  /** A size as -h and --si tell it. @param blocks in kilobytes unless they do */
  size(bytes: number, blocks = false): string {
    const run = this.#run;
    if (run.has("h")) return run.busybox ? busyboxSize(bytes) : humanSize(bytes);
    if (run.has("si")) return humanSize(bytes, 1000);
    return String(blocks ? bytes / 1024 : bytes);
  }

  /** Entries as they stand on the screen, in columns or lines. */
  block(entries: readonly Entry[]): string {
    const run = this.#run;
    if (this.#long) return longRows(run, entries, this.#names, (bytes, blocks) => this.size(bytes, blocks));
    const quoted = this.#names.someQuoted(entries);
    const inodes = Math.max(0, ...entries.map(({ stats }) => String(stats.inode).length));
    const sizes = Math.max(0, ...entries.map(({ stats }) => this.size(diskBlocks(stats) * 1024, true).length));
    const cells = entries.map((entry) => {
      const inode = run.has("i") ? `${String(entry.stats.inode).padStart(inodes)} ` : "";
      const size = run.has("s") ? `${this.size(diskBlocks(entry.stats) * 1024, true).padStart(sizes)} ` : "";
      const cell = this.#names.of(entry, quoted);
      return { text: inode + size + cell.text, width: inode.length + size.length + cell.width };
    });
    if (run.has("m")) return commas(cells, Number(run.options.value("w")) || screenColumns(run.process));
    if (!this.#columns)
      return cells.map(({ text }) => `${text.replace(/^ (?=[^'"])/, this.#names.quotes ? "" : " ")}\n`).join("");
    if (cells.length === 0) return "";
    const width = Number(run.options.value("w")) || screenColumns(run.process);
    return run.busybox ? evenColumns(cells, width) : gnuColumns(cells, width, run.has("x"));
  }
}

/** Names with commas between, in lines of the screen's width. */
function commas(cells: readonly Cell[], screen: number): string {
  let out = "";
  let column = 0;
  cells.forEach(({ text, width }, i) => {
    const isLast = i === cells.length - 1;
    const needed = width + (isLast ? 0 : 1);
    if (column > 0 && column + 1 + needed >= screen) {
      out += "\n";
      column = 0;
    } else if (column > 0) {
      out += " ";
      column++;
    }
    out += text + (isLast ? "\n" : ",");
    column += needed;
  });
  return out;
}
