import { posixRegex, RegexError } from "../regex.ts";
import { AwkError } from "./awk-error.ts";

const known = new Map<string, RegExp>();

/** Enough for any program; a file of patterns would not be kept. */
const MOST_KNOWN = 500;

/** awk's extended regular expression for JavaScript, with the flags `g` and `u`. @throws AwkError */
export function patternOf(source: string): RegExp {
  const found = known.get(source);
  if (found) {
    found.lastIndex = 0;
    return found;
  }
  // What a backslash means in awk and not in POSIX's expressions.
  const plain = source.replace(/\\([\s\S])/g, (whole, char: string) => {
    const control = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b" }[char];
    if (control !== undefined) return control;
    return char === "/" || char === '"' || char === "&" ? char : whole;
  });
  try {
    const regex = new RegExp(posixRegex(plain, true), "gu");
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(source, regex);
    return regex;
  } catch (error) {
    if (error instanceof RegexError || error instanceof SyntaxError)
      throw new AwkError(`regular expression compile failed (${error.message.toLowerCase()})\n${source}`);
    throw error;
  }
}

/** Cuts a text as FS says: blanks for one blank, a character as itself, else by the expression. */
export function splitFields(text: string, separator: string): string[] {
  if (separator === " ") {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
    return trimmed === "" ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (text === "") return [];
  if (separator === "") return [...text];
  if (separator.length === 1 && separator !== "\\") return text.split(separator);
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(patternOf(separator))) {
    if (match[0] === "") continue;
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}
