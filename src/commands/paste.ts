import { command, Failure, type Run } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { compareBytes, joined, linesOf, wholeText } from "./text.ts";

/** The lines of several files; nothing when one cannot be opened. */
async function allLines(run: Run, names: readonly string[]): Promise<string[][] | undefined> {
  const out: string[][] = [];
  for (const name of names) {
    const input = await run.open(name);
    if (!input) return undefined;
    out.push(linesOf(await wholeText(run.process, input)));
  }
  return out;
}

export const paste = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Write lines consisting of the sequentially corresponding lines from each FILE, separated by TABs.",
    short: "d:sz",
    long: "delimiters:=d serial=s",
  },
  async (run) => {
    const given = (run.options.value("d") ?? "\t").replace(
      /\\([nt\\0])/g,
      (_, letter: string) => ({ n: "\n", t: "\t", "0": "" })[letter] ?? letter,
    );
    const delimiters = given === "" ? [""] : [...given];
    const glue = (cells: readonly string[]) =>
      cells.map((cell, i) => (i === 0 ? "" : (delimiters[(i - 1) % delimiters.length] ?? "")) + cell).join("");
    const names = run.operands.length === 0 ? ["-"] : run.operands;
    // `paste - -` takes lines of standard input in turn.
    const dashes = names.filter((name) => name === "-").length;
    const unique = [...new Set(names)];
    const read = await allLines(run, unique);
    if (!read) return 1;
    const columns = names.map((name, i) => {
      const lines = read[unique.indexOf(name)] ?? [];
      if (name !== "-" || dashes < 2 || run.has("s")) return lines;
      const turn = names.slice(0, i).filter((other) => other === "-").length;
      return lines.filter((_, at) => at % dashes === turn);
    });
    if (run.has("s")) {
      for (const lines of columns) await run.out(`${glue(lines)}\n`);
      return 0;
    }
    const height = Math.max(...columns.map((lines) => lines.length));
    await run.out(joined(Array.from({ length: height }, (_, row) => glue(columns.map((lines) => lines[row] ?? "")))));
    return 0;
  },
);

export const comm = command(
  {
    usage: "[OPTION]... FILE1 FILE2",
    about: "Compare sorted files FILE1 and FILE2 line by line.",
    short: "123z",
    long: "output-delimiter: check-order nocheck-order total",
    operands: [2, 2],
  },
  async (run) => {
    const read = await allLines(run, run.operands);
    if (!read) return 1;
    const [left = [], right = []] = read;
    const tab = run.options.value("output-delimiter") ?? "\t";
    const indent = (column: 1 | 2 | 3) =>
      tab.repeat([1, 2].filter((other) => other < column && !run.has(String(other))).length);
    let out = "";
    const add = (column: 1 | 2 | 3, line: string) => {
      if (!run.has(String(column))) out += `${indent(column)}${line}\n`;
    };
    for (let i = 0, j = 0; i < left.length || j < right.length; ) {
      const [a, b] = [left[i], right[j]];
      const order = a === undefined ? 1 : b === undefined ? -1 : compareBytes(a, b);
      if (order < 0) add(1, a ?? "");
      else if (order > 0) add(2, b ?? "");
      else add(3, a ?? "");
      if (order <= 0) i++;
      if (order >= 0) j++;
    }
    await run.out(out);
    return 0;
  },
);

export const join = command(
  {
    usage: "[OPTION]... FILE1 FILE2",
    about: "For each pair of input lines with identical join fields, write a line to standard output.",
    short: "1:2:j:t:a:v:e:o:i",
    long: "ignore-case=i header",
    operands: [2, 2],
  },
  async (run) => {
    const read = await allLines(run, run.operands);
    if (!read) return 1;
    const separator = run.options.value("t");
    const field = (key: "1" | "2") => Number(run.options.value(key) ?? run.options.value("j") ?? 1) - 1;
    const split = (line: string) => (separator === undefined ? line.trim().split(/\s+/) : line.split(separator));
    const rows = (lines: readonly string[], at: number) =>
      lines.map((line) => {
        const cells = split(line);
        const key = cells[at] ?? "";
        return {
          key: run.has("i") ? key.toLowerCase() : key,
          shown: key,
          rest: cells.filter((_, i) => i !== at),
          cells,
        };
      });
    const [left, right] = [rows(read[0] ?? [], field("1")), rows(read[1] ?? [], field("2"))];
    const unpaired = [...run.options.values("a"), ...run.options.values("v")];
    const only = run.has("v");
    const format = run.options.value("o");
    const glue = separator ?? " ";
    type Row = (typeof left)[number];
    const line = (a: Row | undefined, b: Row | undefined) => {
      if (format === undefined || format === "auto")
        return [a?.shown ?? b?.shown ?? "", ...(a?.rest ?? []), ...(b?.rest ?? [])].join(glue);
      return format
        .split(/[ ,]/)
        .map((spec) => {
          if (spec === "0") return a?.shown ?? b?.shown ?? "";
          const [file, column] = spec.split(".");
          return (file === "1" ? a : b)?.cells[Number(column) - 1] ?? run.options.value("e") ?? "";
        })
        .join(glue);
    };
    const out: string[] = [];
    for (const a of left) {
      const matches = right.filter((b) => b.key === a.key);
      if (matches.length === 0 && unpaired.includes("1")) out.push(line(a, undefined));
      else if (!only) out.push(...matches.map((b) => line(a, b)));
    }
    if (unpaired.includes("2"))
      for (const b of right) if (!left.some((a) => a.key === b.key)) out.push(line(undefined, b));
    await run.out(joined(out));
    return 0;
  },
);

export const shuf = command(
  {
    usage: "[OPTION]... [FILE]",
    about: "Write a random permutation of the input lines to standard output.",
    short: "ei:n:rz",
    long: "echo=e input-range:=i head-count:=n repeat=r",
  },
  async (run) => {
    const range = run.options.value("i");
    const match = /^(\d+)-(\d+)$/.exec(range ?? "0-0");
    if (!match) throw new Failure(`invalid input range: ${run.quote(range ?? "")}`);
    let lines: string[];
    if (range !== undefined)
      lines = Array.from({ length: Math.max(0, Number(match[2]) - Number(match[1]) + 1) }, (_, i) =>
        String(Number(match[1]) + i),
      );
    else if (run.has("e")) lines = [...run.operands];
    else {
      const read = await allLines(run, [run.operands[0] ?? "-"]);
      if (!read) return 1;
      lines = read[0] ?? [];
    }
    const { random } = run.process.machine;
    for (let i = lines.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [lines[i], lines[j]] = [lines[j] ?? "", lines[i] ?? ""];
    }
    await run.out(joined(lines.slice(0, Number(run.options.value("n") ?? lines.length))));
    return 0;
  },
);

export const split = command(
  {
    usage: "[OPTION]... [FILE [PREFIX]]",
    about: "Output pieces of FILE to PREFIXaa, PREFIXab, ...",
    short: "a:b:C:dl:n:",
    long: "lines:=l bytes:=b suffix-length:=a numeric-suffixes?=d additional-suffix: verbose",
    operands: [0, 2],
  },
  async (run) => {
    const [name = "-", prefix = "x"] = run.operands;
    const input = await run.open(name, (_, error) => `cannot open '${name}' for reading: ${error.message}`);
    if (!input) return 1;
    const text = await wholeText(run.process, input);
    const { byteSlice } = await import("./line-counts.ts");
    const { countOf } = await import("./formats.ts");
    const { byteLength } = await import("../kernel/bytes.ts");
    const bytes = run.options.value("b");
    const size = bytes === undefined ? Number(run.options.value("l") ?? 1000) : countOf(bytes);
    if (!size || !(size > 0))
      throw new Failure(
        `invalid number of ${bytes === undefined ? "lines" : "bytes"}: ${run.quote(bytes ?? run.options.value("l") ?? "")}`,
      );
    const parts: string[] = [];
    if (bytes === undefined) {
      const lines = text === "" ? [] : text.split(/(?<=\n)/);
      for (let i = 0; i < lines.length; i += size) parts.push(lines.slice(i, i + size).join(""));
    } else for (let at = 0; at < byteLength(text); at += size) parts.push(byteSlice(text, at, at + size));
    const width = Number(run.options.value("a") ?? 2);
    for (const [i, part] of parts.entries()) {
      let suffix = "";
      if (run.has("d")) suffix = String(i).padStart(width, "0");
      else
        for (let n = i, k = 0; k < width; k++, n = Math.floor(n / 26))
          suffix = String.fromCharCode(97 + (n % 26)) + suffix;
      const file = `${prefix}${suffix}${run.options.value("additional-suffix") ?? ""}`;
      if (run.has("verbose")) await run.out(`creating file '${file}'\n`);
      await run.try(() => run.files.writeFile(run.path(file), part), nameIfPlain(file));
    }
    return run.status;
  },
);
