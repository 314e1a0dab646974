import { decode, encode } from "../kernel/bytes.ts";
import { command, Failure } from "./command.ts";
import { UsageError } from "./options.ts";
import { joined, lineBatches } from "./text.ts";

type Range = readonly [from: number, to: number];

/** `1,3-5,7-` @throws Failure in GNU's words */
function rangesOf(list: string, unit: string, quote: (word: string) => string): Range[] {
  return list.split(/[, ]/).map((part): Range => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === "")
      throw new UsageError(`invalid ${unit === "field" ? "field value" : "byte/character offset"} ${quote(part)}`);
    const [, from = "", dash, to = ""] = match;
    if (part === "-") throw new UsageError("invalid range with no endpoint: -");
    if (Number(from || 1) === 0)
      throw new UsageError(`${unit === "field" ? "fields are" : "byte/character positions are"} numbered from 1`);
    const start = Number(from || 1);
    const end = dash ? (to === "" ? Number.POSITIVE_INFINITY : Number(to)) : start;
    if (end < start) throw new UsageError("invalid decreasing range");
    if (!Number.isFinite(start)) throw new Failure(`${quote(part)} is too large`);
    return [start, end];
  });
}

export const cut = command(
  {
    usage: "OPTION... [FILE]...",
    about: "Print selected parts of lines from each FILE to standard output.",
    short: "b:c:f:d:snz",
    long: "bytes:=b characters:=c fields:=f delimiter:=d only-delimited=s complement output-delimiter: zero-terminated=z",
  },
  async (run) => {
    const modes = ["b", "c", "f"].filter((key) => run.has(key));
    const [mode] = modes;
    if (mode === undefined && run.busybox) throw new Failure("expected a list of bytes, characters, or fields");
    if (mode === undefined) throw new UsageError("you must specify a list of bytes, characters, or fields");
    if (modes.length > 1) throw new UsageError("only one list may be specified");
    const delimiter = run.options.value("d") ?? "\t";
    if (delimiter !== "" && [...delimiter].length > 1) throw new UsageError("the delimiter must be a single character");
    if (mode !== "f" && run.has("d"))
      throw new UsageError("an input delimiter may be specified only when operating on fields");
    const ranges = rangesOf(run.options.value(mode) ?? "", mode === "f" ? "field" : "byte or character", (w) =>
      run.quote(w),
    );
    const complement = run.has("complement");
    const wanted = (position: number) => ranges.some(([from, to]) => position >= from && position <= to) !== complement;
    const end = run.has("z") ? "\0" : "\n";
    const between = run.options.value("output-delimiter");

    const fieldsOf = (line: string): string | undefined => {
      if (!line.includes(delimiter)) return run.has("s") ? undefined : line;
      return line
        .split(delimiter)
        .filter((_, i) => wanted(i + 1))
        .join(between ?? delimiter);
    };
    const pick = <T>(items: readonly T[]) => items.filter((_, i) => wanted(i + 1));
    const runsOf = (chars: readonly string[]): string => {
      if (between === undefined) return pick(chars).join("");
      let out = "";
      chars.forEach((char, i) => {
        if (!wanted(i + 1)) return;
        if (out !== "" && !wanted(i)) out += between;
        out += char;
      });
      return out;
    };
    const cutLine = (line: string) => {
      if (mode === "f") return fieldsOf(line);
      if (mode === "c" || /^[\x00-\x7f]*$/.test(line)) return runsOf([...line]);
      return decode(Uint8Array.from(pick([...encode(line)])));
    };
    for await (const { input } of run.inputs()) {
      for await (const lines of lineBatches(run.process, input, end)) {
        await run.out(
          joined(
            lines.map(cutLine).filter((line) => line !== undefined),
            end,
          ),
        );
      }
    }
  },
);
