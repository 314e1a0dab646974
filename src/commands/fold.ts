import { textWidth } from "./columns.ts";
import { command, Failure, type Run } from "./command.ts";
import { lineBatches, linesOf, wholeText } from "./text.ts";

export const fold = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Wrap input lines in each FILE, writing to standard output.",
    short: "bsw:",
    long: "bytes=b spaces=s width:=w",
    before: (args) => args.map((arg) => (/^-\d+$/.test(arg) ? `-w${arg.slice(1)}` : arg)),
  },
  async (run) => {
    const width = Number(run.options.value("w") ?? 80);
    if (!(width > 0)) throw new Failure(`invalid number of columns: ${run.quote(run.options.value("w") ?? "")}`);
    for await (const { input } of run.inputs()) {
      const text = await wholeText(run.process, input);
      const wrapped = text.split("\n").map((line) => {
        const out: string[] = [];
        let rest = line;
        while (textWidth(rest) > width) {
          let cut = [...rest].slice(0, width).join("").length;
          const blank = run.has("s") ? rest.slice(0, cut).lastIndexOf(" ") + 1 : 0;
          if (blank > 0) cut = blank;
          out.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        return [...out, rest].join("\n");
      });
      await run.out(wrapped.join("\n"));
    }
  },
);

/** Prints every line of the inputs as `change` makes it. */
async function eachLine(run: Run, change: (line: string) => string): Promise<void> {
  for await (const { input } of run.inputs()) {
    for await (const lines of lineBatches(run.process, input)) {
      await run.out(lines.map((line) => `${change(line)}\n`).join(""));
    }
  }
}

const tabSize = (text: string | undefined) => Number(text ?? 8) || 8;

export const expand = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Convert tabs in each FILE to spaces, writing to standard output.",
    short: "it:",
    long: "tabs:=t initial=i",
  },
  async (run) => {
    const size = tabSize(run.options.value("t"));
    await eachLine(run, (line) => {
      let out = "";
      for (const char of line) out += char === "\t" ? " ".repeat(size - (textWidth(out) % size)) : char;
      return out;
    });
  },
);

export const unexpand = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Convert blanks in each FILE to tabs, writing to standard output.",
    short: "at:",
    long: "all=a tabs:=t first-only",
  },
  async (run) => {
    const size = tabSize(run.options.value("t"));
    const tabbed = (blanks: string) => "\t".repeat(Math.floor(blanks.length / size)) + " ".repeat(blanks.length % size);
    await eachLine(run, (line) => line.replace(/^ +/, tabbed));
  },
);

/** `column -t`: a table of what is separated by blanks or by -s. */
export const column = command(
  {
    usage: "[options] [FILE...]",
    about: "Columnate lists.",
    short: "ts:o:c:xn",
    long: "table=t separator:=s output-separator:=o",
  },
  async (run) => {
    const { gnuColumns, screenColumns, table } = await import("./columns.ts");
    const lines: string[] = [];
    for await (const { input } of run.inputs())
      lines.push(...linesOf(await wholeText(run.process, input)).filter((line) => line.trim() !== ""));
    if (run.has("t")) {
      const separator = run.options.value("s");
      const rows = lines.map((line) =>
        separator === undefined
          ? line.trim().split(/\s+/)
          : line.split(new RegExp(`[${separator.replace(/[\\\]^-]/g, "\\$&")}]`)),
      );
      await run.out(table(rows, [], run.options.value("o") ?? "  "));
    } else if (lines.length > 0)
      await run.out(
        gnuColumns(
          lines.map((text) => ({ text, width: textWidth(text) })),
          Number(run.options.value("c")) || screenColumns(run.process),
        ),
      );
  },
);
