import { byteLength } from "../kernel/bytes.ts";
import { command, Failure, type Run } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { compareBytes, joined, lineBatches } from "./text.ts";

type Compare = (a: string, b: string) => number;

/** One `-k`: which part of a line, and how it is compared. */
interface Key {
  readonly from: readonly [field: number, char: number];
  readonly to: readonly [field: number, char: number] | undefined;
  readonly order: string;
}

const ORDERS = "bdfghiMnrV";
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const SUFFIXES = "KMGTPEZY";

export const sort = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Write sorted concatenation of all FILE(s) to standard output.",
    short: "bdfghiMnrRVuk:t:o:cCmszS:T:",
    long:
      "ignore-leading-blanks=b dictionary-order=d ignore-case=f general-numeric-sort=g human-numeric-sort=h ignore-nonprinting=i " +
      "month-sort=M numeric-sort=n reverse=r random-sort=R version-sort=V unique=u key:=k field-separator:=t output:=o check?=c " +
      "merge=m stable=s zero-terminated=z buffer-size:=S temporary-directory:=T parallel: debug",
    failure: 2,
  },
  async (run) => {
    const end = run.has("z") ? "\0" : "\n";
    const lines: string[] = [];
    for (const name of run.operands.length === 0 ? ["-"] : run.operands) {
      const input = await run.open(name, (_, error) =>
        run.busybox
          ? `can't open '${name}': ${error.message}`
          : error.code === "EISDIR"
            ? `read failed: ${nameIfPlain(name)}: ${error.message}`
            : `cannot read: ${nameIfPlain(name)}: ${error.message}`,
      );
      if (!input) return run.busybox ? 1 : 2;
      for await (const batch of lineBatches(run.process, input, end)) for (const line of batch) lines.push(line);
    }
    const { compare, equal } = comparison(run);
    if (run.has("c") || run.has("C")) return check(run, lines, compare);
    if (run.has("R")) shuffle(run, lines);
    else lines.sort(compare);
    const kept = run.has("u") ? lines.filter((line, i) => i === 0 || equal(lines[i - 1] ?? "", line) !== 0) : lines;
    const output = run.options.value("o");
    if (output === undefined) {
      for (let i = 0; i < kept.length; i += 4096) await run.out(joined(kept.slice(i, i + 4096), end));
      return 0;
    }
    await run.try(
      () => run.files.writeFile(run.path(output), joined(kept, end)),
      `open failed: ${nameIfPlain(output)}`,
    );
    return run.status;
  },
);

/** `compare` with the last resort of whole lines, `equal` without: what -u goes by. */
function comparison(run: Run): { readonly compare: Compare; readonly equal: Compare } {
  const global = [...ORDERS].filter((letter) => run.has(letter)).join("");
  const keys = run.options.values("k").map((text) => keyOf(text, global, (word) => run.quote(word)));
  const separator = run.options.value("t");
  if (separator !== undefined && [...separator].length !== 1 && separator !== "\\0") {
    throw new Failure(separator === "" ? "empty tab" : `multi-character tab ${run.quote(separator)}`, 2);
  }
  const reversed = run.has("r");
  const wholeOrder = orderOf(global);
  const equal: Compare =
    keys.length === 0
      ? wholeOrder
      : (a, b) => {
          for (const key of keys) {
            const result = orderOf(key.order)(part(a, key, separator), part(b, key, separator));
            if (result !== 0) return result;
          }
          return 0;
        };
  const compare: Compare = (a, b) => {
    const result = equal(a, b);
    if (result !== 0 || run.has("s") || run.has("u")) return result;
    return reversed ? compareBytes(b, a) : compareBytes(a, b);
  };
  return { compare, equal };
}

/** `2,2n` or `1.3b,1.5r` @throws Failure */
function keyOf(text: string, global: string, quote: (word: string) => string): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (!match || [...`${match[3]}${match[6] ?? ""}`].some((letter) => !ORDERS.includes(letter))) {
    if (/^\d/.test(text))
      throw new Failure(`stray character in field spec: invalid field specification ${quote(text)}`, 2);
    throw new Failure(`invalid number at field start: invalid count at start of ${quote(text)}`, 2);
  }
  if (Number(match[1]) === 0)
    throw new Failure(`-: invalid field specification ${quote(text)}`.replace("-", "field number is zero"), 2);
  const own = `${match[3]}${match[6] ?? ""}`;
  return {
    from: [Number(match[1]), Number(match[2] ?? 1)],
    to: match[4] === undefined ? undefined : [Number(match[4]), Number(match[5] ?? 0)],
    order: own === "" ? global : own,
  };
}

function part(line: string, { from, to, order }: Key, separator: string | undefined): string {
  const starts = fieldStarts(line, separator);
  const place = (field: number) => starts[field - 1] ?? line.length;
  const skipBlanks = (at: number) =>
    order.includes("b") ? at + (/^[ \t]*/.exec(line.slice(at))?.[0].length ?? 0) : at;
  const start = skipBlanks(place(from[0])) + from[1] - 1;
  if (!to) return line.slice(start);
  const end = to[1] === 0 ? fieldEnd(line, place(to[0]), separator) : skipBlanks(place(to[0])) + to[1];
  return line.slice(start, Math.max(start, end));
}

/** Where fields begin; without a separator, blanks belong to the field they come before. */
function fieldStarts(line: string, separator: string | undefined): number[] {
  const starts = [0];
  if (separator !== undefined) {
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) starts.push(at + 1);
    return starts;
  }
  for (const match of line.matchAll(/[^ \t][ \t]/g)) starts.push(match.index + 1);
  return starts;
}

function fieldEnd(line: string, start: number, separator: string | undefined): number {
  if (separator !== undefined) {
    const at = line.indexOf(separator, start);
    return at < 0 ? line.length : at;
  }
  return start + (/^[ \t]*[^ \t]*/.exec(line.slice(start))?.[0].length ?? 0);
}

const orders = new Map<string, Compare>();

function orderOf(letters: string): Compare {
  const known = orders.get(letters);
  if (known) return known;
  const numeric = /[ghMnV]/.exec(letters)?.[0];
  const strip = (text: string) => {
    let out = letters.includes("b") ? text.trimStart() : text;
    if (letters.includes("d")) out = out.replace(/[^\p{L}\p{N} \t]/gu, "");
    if (letters.includes("i")) out = out.replace(/[^\x20-\x7e]/g, "");
    return letters.includes("f") ? out.toUpperCase() : out;
  };
  let compare: Compare;
  if (numeric === "V") compare = (a, b) => compareVersions(strip(a), strip(b));
  else if (numeric) {
    const value = { n: numberOf, h: humanOf, g: generalOf, M: monthOf }[numeric] ?? numberOf;
    compare = (a, b) => value(a) - value(b) || 0;
  } else compare = (a, b) => compareBytes(strip(a), strip(b));
  const made: Compare = letters.includes("r") ? (a, b) => compare(b, a) : compare;
  orders.set(letters, made);
  return made;
}

const numberOf = (text: string) => Number.parseFloat(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || "0") || 0;

function humanOf(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)([KkMGTPEZY]?)/.exec(text);
  const power = SUFFIXES.indexOf((match?.[2] ?? "").toUpperCase() || "?") + 1;
  return (Number.parseFloat(match?.[1] || "0") || 0) * 1024 ** power;
}

function generalOf(text: string): number {
  const value = Number.parseFloat(text);
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

const monthOf = (text: string) => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());

/** Digits compare as numbers, the rest as letters before other signs: `1.9` before `1.10`. */
export function compareVersions(a: string, b: string): number {
  const split = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const left = split(a);
  const right = split(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i] ?? "";
    const y = right[i] ?? "";
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const difference = Number(x) - Number(y);
      if (difference !== 0) return difference;
    } else return compareBytes(x, y);
  }
  return compareBytes(a, b);
}

async function check(run: Run, lines: readonly string[], compare: Compare): Promise<number> {
  for (let i = 1; i < lines.length; i++) {
    const result = compare(lines[i - 1] ?? "", lines[i] ?? "");
    if (result > 0 || (result === 0 && run.has("u"))) {
      const quiet = run.has("C") || run.options.value("c") === "quiet" || run.options.value("c") === "silent";
      if (!quiet) await run.warn(`${run.operands[0] ?? "-"}:${i + 1}: disorder: ${lines[i]}`);
      return 1;
    }
  }
  return 0;
}

function shuffle(run: Run, lines: string[]): void {
  const { random } = run.process.machine;
  const places = new Map<string, number>();
  for (const line of lines) if (!places.has(line)) places.set(line, random.word());
  lines.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || byteLength(a) - byteLength(b));
}
