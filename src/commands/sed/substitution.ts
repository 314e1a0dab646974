import { posixRegex, RegexError } from "../regex.ts";

/** An expression; undefined when it was empty, which means the one used last. */
export interface Pattern {
  readonly regex: RegExp | undefined;
  readonly groups: number;
}

interface SubstitutionFlags {
  readonly global: boolean;
  readonly print: boolean;
  /** Which match is replaced, the first being 1; with `global` that one and all after it. */
  readonly nth: number;
  /** Where a changed line is written to (`w file`). */
  readonly file: string | undefined;
}

export interface Substitution extends SubstitutionFlags {
  readonly pattern: Pattern;
  readonly replacement: readonly Piece[];
}

/** A part of a replacement: text, a group of the match (0 for all of it), or a change of case from here on. */
type Piece = string | number | { readonly letters: "U" | "L" | "u" | "l" | "E" };

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07" };

/** An expression, or GNU's words for what is wrong with it. */
export function readPattern(text: string, extended: boolean, flags: string): Pattern | string {
  if (text === "") return { regex: undefined, groups: 9 };
  const plain = text.replace(/\\(.)/gs, (whole, char: string) => CONTROLS[char] ?? whole);
  try {
    const regex = new RegExp(posixRegex(plain, extended), `gsu${flags}`);
    return { regex, groups: (new RegExp(`${regex.source}|`, "u").exec("")?.length ?? 1) - 1 };
  } catch (error) {
    if (error instanceof RegexError) return error.message;
    if (error instanceof SyntaxError) return "Invalid preceding regular expression";
    throw error;
  }
}

/** An `s` command, or what is wrong with it. */
export function substitution(pattern: Pattern, text: string, flags: SubstitutionFlags): Substitution | string {
  const replacement: Piece[] = [];
  for (const [whole, escaped] of text.matchAll(/\\([\s\S])|[\s\S]/g)) {
    if (whole === "&") replacement.push(0);
    else if (escaped === undefined) replacement.push(whole);
    else if (/\d/.test(escaped)) {
      if (Number(escaped) > pattern.groups) return `invalid reference \\${escaped} on \`s' command's RHS`;
      replacement.push(Number(escaped));
    } else if (escaped === "U" || escaped === "L" || escaped === "u" || escaped === "l" || escaped === "E")
      replacement.push({ letters: escaped });
    else replacement.push(CONTROLS[escaped] ?? escaped);
  }
  return { ...flags, pattern, replacement };
}

/** The text with its matches replaced; undefined when there was none. @param regex has the flag `g` */
export function substitute(
  text: string,
  regex: RegExp,
  { global, nth, replacement }: Substitution,
): string | undefined {
  let out = "";
  let end = 0;
  let count = 0;
  let replaced = false;
  /** Where the match before ended: right there an empty one does not count. */
  let before = -1;
  for (const match of text.matchAll(regex)) {
    const [found] = match;
    if (found === "" && match.index === before) continue;
    before = match.index + found.length;
    count++;
    if (count < nth) continue;
    out += text.slice(end, match.index) + replacementOf(match, replacement);
    end = before;
    replaced = true;
    if (!global) break;
  }
  return replaced ? out + text.slice(end) : undefined;
}

function replacementOf(match: RegExpExecArray, pieces: readonly Piece[]): string {
  let out = "";
  let all: "U" | "L" | undefined;
  let next: "u" | "l" | undefined;
  for (const piece of pieces) {
    if (typeof piece === "object") {
      if (piece.letters === "u" || piece.letters === "l") next = piece.letters;
      else all = piece.letters === "E" ? undefined : piece.letters;
      continue;
    }
    let text = typeof piece === "number" ? (match[piece] ?? "") : piece;
    if (all) text = all === "U" ? text.toUpperCase() : text.toLowerCase();
    if (next && text !== "") {
      const [first = ""] = text;
      text = (next === "u" ? first.toUpperCase() : first.toLowerCase()) + text.slice(first.length);
      next = undefined;
    }
    out += text;
  }
  return out;
}
