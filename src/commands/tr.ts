import { command, Failure } from "./command.ts";
import { UsageError } from "./options.ts";
import { pieces } from "./text.ts";

const range = (from: string, to: string): string[] => {
  const out: string[] = [];
  for (let code = from.codePointAt(0) ?? 0; code <= (to.codePointAt(0) ?? 0); code++)
    out.push(String.fromCodePoint(code));
  return out;
};

const LOWER = range("a", "z");
const UPPER = range("A", "Z");
const DIGITS = range("0", "9");
const PRINTABLE = range("!", "~");
const PUNCTUATION = PRINTABLE.filter((char) => !/[A-Za-z0-9]/.test(char));

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  lower: LOWER,
  upper: UPPER,
  digit: DIGITS,
  alpha: [...UPPER, ...LOWER],
  alnum: [...DIGITS, ...UPPER, ...LOWER],
  space: ["\t", "\n", "\v", "\f", "\r", " "],
  blank: ["\t", " "],
  punct: PUNCTUATION,
  print: [" ", ...PRINTABLE],
  graph: PRINTABLE,
  cntrl: [...range("\0", "\x1f"), "\x7f"],
  xdigit: [...DIGITS, ...range("A", "F"), ...range("a", "f")],
};

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

interface Set {
  readonly chars: string[];
  /** `[x*]`: where to fill up, and with what. */
  readonly fill?: { readonly at: number; readonly char: string };
}

/** The characters a set stands for. @throws Failure in GNU's words */
function setOf(text: string, quote: (word: string) => string): Set {
  const out: string[] = [];
  let fill: Set["fill"];
  let i = 0;
  const next = (): string => {
    const char = String.fromCodePoint(text.codePointAt(i) ?? 0);
    i += char.length;
    if (char !== "\\" || i >= text.length) return char;
    const octal = /^[0-7]{1,3}/.exec(text.slice(i))?.[0];
    if (octal !== undefined) {
      i += octal.length;
      return String.fromCharCode(Number.parseInt(octal, 8));
    }
    const escaped = text.charAt(i);
    i++;
    return ESCAPES[escaped] ?? escaped;
  };
  while (i < text.length) {
    const rest = text.slice(i);
    const named = /^\[:(\w+):\]/.exec(rest);
    if (named?.[1] !== undefined) {
      const chars = CLASSES[named[1]];
      if (!chars) throw new Failure(`invalid character class ${quote(named[1])}`);
      out.push(...chars);
      i += named[0].length;
      continue;
    }
    const repeat = /^\[(\\.|[^\\])\*(\d*)\]/.exec(rest);
    if (repeat?.[1] !== undefined) {
      const char = repeat[1].length > 1 ? (ESCAPES[repeat[1].charAt(1)] ?? repeat[1].charAt(1)) : repeat[1];
      const count = Number(repeat[2] || 0);
      if (count === 0) fill = { at: out.length, char };
      else for (let n = 0; n < count; n++) out.push(char);
      i += repeat[0].length;
      continue;
    }
    const from = next();
    if (text.charAt(i) === "-" && i + 1 < text.length) {
      i++;
      const to = next();
      if (to < from) throw new Failure(`range-endpoints of '${from}-${to}' are in reverse collating sequence order`);
      out.push(...range(from, to));
    } else out.push(from);
  }
  return fill ? { chars: out, fill } : { chars: out };
}

export const tr = command(
  {
    usage: "[OPTION]... STRING1 [STRING2]",
    about: "Translate, squeeze, and/or delete characters from standard input, writing to standard output.",
    short: "cCdst",
    long: "complement=c delete=d squeeze-repeats=s truncate-set1=t",
    operands: [1, 2],
  },
  async (run) => {
    const [first = "", second] = run.operands;
    const deletes = run.has("d");
    const squeezes = run.has("s");
    if (second === undefined && !deletes && !squeezes)
      throw new UsageError(`missing operand after ${run.quote(first)}\nTwo strings must be given when translating.`);
    if (second !== undefined && deletes && !squeezes)
      throw new UsageError(
        `extra operand ${run.quote(second)}\nOnly one string may be given when deleting without squeezing repeats.`,
      );
    const complement = run.has("c") || run.has("C");
    const one = setOf(first, (word) => run.quote(word)).chars;
    const inOne = new Set(one);
    const matches = (char: string) => inOne.has(char) !== complement;
    const two = second === undefined ? undefined : setOf(second, (word) => run.quote(word));
    if (two && !deletes && two.chars.length === 0 && !two.fill)
      throw new Failure("when not truncating set1, string2 must be non-empty");
    const map = new Map<string, string>();
    const last = two?.chars.at(-1) ?? two?.fill?.char ?? "";
    if (two && !deletes && !complement) {
      const to = [...two.chars];
      if (two.fill)
        to.splice(two.fill.at, 0, ...new Array<string>(Math.max(0, one.length - to.length)).fill(two.fill.char));
      one.forEach((char, i) => {
        const target = to[i] ?? (run.has("t") ? char : last);
        map.set(char, target);
      });
    }
    const squeezed = squeezes
      ? two
        ? new Set(two.fill ? [...two.chars, two.fill.char] : two.chars)
        : undefined
      : undefined;
    let before = "";
    const translate = (piece: string): string => {
      let out = "";
      for (const char of piece) {
        if (deletes && matches(char)) continue;
        let made = char;
        if (two && !deletes) made = complement ? (matches(char) ? last : char) : (map.get(char) ?? char);
        if (squeezes && made === before && (squeezed ? squeezed.has(made) : matches(made))) continue;
        before = made;
        out += made;
      }
      return out;
    };
    for await (const piece of pieces(run.process, run.process.stdin)) await run.out(translate(piece));
  },
);
