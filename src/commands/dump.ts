import { decode, encode } from "../kernel/bytes.ts";
import { openOutput } from "../kernel/open.ts";
import { command, Failure, type Run } from "./command.ts";
import { countOf } from "./formats.ts";
import { wholeText } from "./text.ts";

const hex = (value: number, width: number) => value.toString(16).padStart(width, "0");
const printable = (byte: number) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".");

/** The bytes of all operands together, from -s and as many as -n or -l say. */
async function bytesOf(
  run: Run,
  names: readonly string[],
  skip: string | undefined,
  length: string | undefined,
): Promise<Uint8Array | undefined> {
  let text = "";
  const limit = length === undefined ? Number.POSITIVE_INFINITY : (countOf(length) ?? Number(length));
  const offset = countOf(skip ?? "0") ?? 0;
  for (const name of names.length === 0 ? ["-"] : names) {
    const input = await run.open(name);
    if (!input) return undefined;
    if (!Number.isFinite(limit)) text += await wholeText(run.process, input);
    else
      for (let piece = await input.read(); piece !== null && text.length < limit + offset; piece = await input.read())
        text += piece;
  }
  return encode(text).slice(offset, offset + limit);
}

/** Sixteen bytes a row; rows like the one before become one `*`. */
function rows(bytes: Uint8Array, width: number, all: boolean, render: (row: Uint8Array, at: number) => string): string {
  let out = "";
  let before: string | undefined;
  let starred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const key = row.join();
    if (!all && key === before && row.length === width) {
      if (!starred) out += "*\n";
      starred = true;
      continue;
    }
    starred = false;
    before = key;
    out += `${render(row, at)}\n`;
  }
  return out;
}

export const hexdump = command(
  {
    usage: "[options] FILE...",
    about: "Display file contents in hexadecimal, decimal, octal, or ascii.",
    short: "bcCdn:os:vxe:",
    long: "canonical=C length:=n skip:=s no-squeezing=v",
  },
  async (run) => {
    const bytes = await bytesOf(run, run.operands, run.options.value("s"), run.options.value("n"));
    if (!bytes) return 1;
    const canonical = run.has("C") || run.name.endsWith("hd");
    const start = countOf(run.options.value("s") ?? "0") ?? 0;
    const width = canonical ? 8 : 7;
    const body = rows(bytes, 16, run.has("v"), (row, at) => {
      const offset = hex(at + start, width);
      if (!canonical) {
        const words: string[] = [];
        for (let i = 0; i < row.length; i += 2) words.push(hex((row[i] ?? 0) | ((row[i + 1] ?? 0) << 8), 4));
        return `${offset} ${words.join(" ").padEnd(39)}`;
      }
      const cells = Array.from({ length: 16 }, (_, i) => (i < row.length ? hex(row[i] ?? 0, 2) : "  "));
      return `${offset}  ${cells.slice(0, 8).join(" ")}  ${cells.slice(8).join(" ")}  |${Array.from(row, printable).join("")}|`;
    });
    if (bytes.length > 0) await run.out(`${body}${hex(bytes.length + start, width)}\n`);
    return 0;
  },
);

const NAMED: Readonly<Record<number, string>> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
};

export const od = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Write an unambiguous representation, octal bytes by default, of FILE to standard output.",
    short: "A:abcdfilN:oj:st:vw:x",
    long: "address-radix:=A skip-bytes:=j read-bytes:=N format:=t output-duplicates=v",
  },
  async (run) => {
    const bytes = await bytesOf(run, run.operands, run.options.value("j"), run.options.value("N"));
    if (!bytes) return 1;
    const kind =
      run.options.value("t") ??
      (run.has("c") ? "c" : run.has("x") ? "x2" : run.has("b") ? "o1" : run.has("d") ? "u2" : "o2");
    const match = /^([acdoux])([124CSIL]?)z?$/.exec(kind);
    if (!match) throw new Failure(`invalid type string ${run.quote(kind)}`);
    const letter = match[1] ?? "o";
    const size =
      letter === "a" || letter === "c" ? 1 : ({ C: 1, S: 2, I: 4, L: 4, "": 4 }[match[2] ?? ""] ?? Number(match[2]));
    const radix = { x: 16, o: 8, d: 10, u: 10 }[letter] ?? 8;
    const digits =
      letter === "c" || letter === "a" ? 3 : (256 ** size - 1).toString(radix).length + (letter === "d" ? 1 : 0);
    const address = run.options.value("A") ?? "o";
    const start = countOf(run.options.value("j") ?? "0") ?? 0;
    const offset = (at: number) =>
      address === "n"
        ? ""
        : address === "x"
          ? hex(at + start, 6)
          : (at + start).toString(address === "d" ? 10 : 8).padStart(7, "0");
    const body = rows(bytes, 16, run.has("v"), (row, at) => {
      let cells = "";
      for (let i = 0; i < row.length; i += size) {
        let value = 0;
        for (let k = size - 1; k >= 0; k--) value = value * 256 + (row[i + k] ?? 0);
        if (letter === "d" && value >= 256 ** size / 2) value -= 256 ** size;
        const text =
          letter === "c" || letter === "a"
            ? (NAMED[value] ??
              (value >= 32 && value < 127 ? String.fromCharCode(value) : value.toString(8).padStart(3, "0")))
            : value.toString(radix);
        cells += ` ${text.padStart(digits, letter === "d" || letter === "u" || letter === "c" || letter === "a" ? " " : "0")}`;
      }
      return offset(at) + cells;
    });
    await run.out(body + (address === "n" ? "" : `${offset(bytes.length)}\n`));
    return 0;
  },
);

export const xxd = command(
  {
    usage: "[options] [infile [outfile]]",
    about: "Make a hex dump or do the reverse.",
    short: "c:g:l:prs:uib",
    long: "plain=p",
  },
  async (run) => {
    const [name, target] = run.operands;
    const write = async (text: string) =>
      target === undefined ? run.out(text) : openOutput(run.process, target).write(text);
    if (run.has("r")) {
      const input = await run.open(name ?? "-");
      if (!input) return 2;
      const lines = (await wholeText(run.process, input)).split("\n");
      const digits = lines
        .map((line) => (run.has("p") ? line : line.replace(/^[0-9a-f]+: ?/i, "").replace(/ {2}.*$/, "")))
        .join("")
        .replace(/[^0-9a-f]/gi, "");
      await write(
        decode(
          Uint8Array.from({ length: Math.floor(digits.length / 2) }, (_, i) =>
            Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16),
          ),
        ),
      );
      return 0;
    }
    const bytes = await bytesOf(run, name === undefined ? [] : [name], run.options.value("s"), run.options.value("l"));
    if (!bytes) return 2;
    const width = Number(run.options.value("c") ?? (run.has("p") ? 30 : 16));
    const group = Number(run.options.value("g") ?? 2);
    const cell = (byte: number) => (run.has("u") ? hex(byte, 2).toUpperCase() : hex(byte, 2));
    if (run.has("p")) await write(rows(bytes, width, true, (row) => Array.from(row, cell).join("")));
    else {
      const full = width * 2 + Math.ceil(width / group) - 1;
      await write(
        rows(bytes, width, true, (row, at) => {
          const cells = Array.from(row, (byte, i) => (i > 0 && i % group === 0 ? " " : "") + cell(byte)).join("");
          return `${hex(at, 8)}: ${cells.padEnd(full)}  ${Array.from(row, printable).join("")}`;
        }),
      );
    }
    return 0;
  },
);

export const strings = command(
  {
    usage: "[option(s)] [file(s)]",
    about: "Display printable strings in [file(s)].",
    short: "an:t:f",
    long: "bytes:=n all=a",
    before: (args) => args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg)),
  },
  async (run) => {
    const least = Number(run.options.value("n") ?? 4);
    const words = (name: string) => `'${name}': No such file`;
    for await (const { input } of run.inputs(run.operands, words)) {
      const found = (await wholeText(run.process, input)).match(new RegExp(`[\\x20-\\x7e\\t]{${least},}`, "g")) ?? [];
      await run.out(found.map((text) => `${text}\n`).join(""));
    }
  },
);

export const base64 = command(
  {
    usage: "[OPTION]... [FILE]",
    about: "Base64 encode or decode FILE, or standard input, to standard output.",
    short: "diw:D",
    long: "decode=d ignore-garbage=i wrap:=w",
    operands: [0, 1],
  },
  async (run) => {
    const input = await run.open(run.operands[0] ?? "-");
    if (!input) return 1;
    const text = await wholeText(run.process, input);
    if (run.has("d") || run.has("D")) {
      const clean = run.has("i") ? text.replace(/[^A-Za-z0-9+/=]/g, "") : text.replace(/\n/g, "");
      const valid = /^[A-Za-z0-9+/]*={0,2}/.exec(clean)?.[0] ?? "";
      const whole = valid.slice(0, valid.length - (valid.length % 4));
      await run.out(decode(Uint8Array.from(atob(whole), (char) => char.charCodeAt(0))));
      if (whole.length !== clean.length) throw new Failure("invalid input");
      return 0;
    }
    let binary = "";
    for (const byte of encode(text)) binary += String.fromCharCode(byte);
    const encoded = btoa(binary);
    const width = Number(run.options.value("w") ?? 76);
    await run.out(width === 0 ? encoded : encoded.replace(new RegExp(`.{1,${width}}`, "g"), "$&\n"));
    return 0;
  },
);
