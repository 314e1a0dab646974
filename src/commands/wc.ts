import { byteLength } from "../kernel/bytes.ts";
import { textWidth } from "./columns.ts";
import { command, Failure } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { linesOf, pieces } from "./text.ts";

/** In the order they are printed. */
const COUNTS = ["l", "w", "m", "c", "L"] as const;

type Counts = Record<(typeof COUNTS)[number], number>;

const none = (): Counts => ({ l: 0, w: 0, m: 0, c: 0, L: 0 });

export const wc = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print newline, word, and byte counts for each FILE, and a total line if more than one FILE is specified.",
    short: "clmwL",
    long: "bytes=c chars=m lines=l words=w max-line-length=L total: files0-from:",
  },
  async (run) => {
    const asked = COUNTS.filter((key) => run.has(key));
    const shown = asked.length > 0 ? asked : (["l", "w", "c"] as const);
    const results: { name: string | undefined; counts: Counts }[] = [];
    const total = none();
    let regular = 0;
    let streams = false;
    const names = run.operands.length === 0 ? [undefined] : run.operands;
    for (const name of names) {
      if (name !== undefined && name !== "-" && run.files.exists(run.path(name))) {
        const stats = run.files.stat(run.path(name));
        if (stats.kind === "file") regular += stats.size;
        else streams = true;
        if (stats.kind === "directory" && !run.busybox) {
          await run.warn(`${nameIfPlain(name)}: Is a directory`);
          results.push({ name, counts: none() });
          continue;
        }
      } else if (name === undefined || name === "-") streams = true;
      const input = await run.open(name ?? "-");
      if (!input) continue;
      const counts = none();
      let rest = "";
      for await (const piece of pieces(run.process, input)) {
        counts.l += piece.split("\n").length - 1;
        counts.c += byteLength(piece);
        // A word or a line may go on in the next piece.
        const text = rest + piece;
        const cut = text.lastIndexOf("\n") + 1;
        rest = text.slice(cut);
        count(counts, text.slice(0, cut));
      }
      count(counts, rest);
      results.push({ name, counts });
    }
    for (const { counts } of results) {
      for (const key of COUNTS) total[key] = key === "L" ? Math.max(total.L, counts.L) : total[key] + counts[key];
    }
    const when = run.options.value("total") ?? "auto";
    if (!["auto", "always", "only", "never"].includes(when))
      throw new Failure(`invalid argument ${run.quote(when)} for ${run.quote("--total")}`);
    if (when === "always" || when === "only" || (when === "auto" && names.length > 1)) {
      if (when === "only") results.length = 0;
      results.push({ name: when === "only" ? undefined : "total", counts: total });
    }
    const single = shown.length === 1 && names.length === 1;
    const width = run.busybox
      ? shown.length === 1
        ? 0
        : 9
      : single
        ? 1
        : Math.max(streams ? 7 : 1, String(regular).length);
    for (const { name, counts } of results) {
      const numbers = shown.map((key) => String(counts[key]).padStart(width)).join(" ");
      await run.out(`${numbers}${name === undefined ? "" : ` ${nameIfPlain(name)}`}\n`);
    }
  },
);

function count(counts: Counts, text: string): void {
  counts.w += text.match(/[^\s]+/g)?.length ?? 0;
  counts.m += [...text].length;
  for (const line of linesOf(text)) counts.L = Math.max(counts.L, textWidth(line.replace(/\t/g, "        ")));
}
