import type { ScriptReader } from "./script-reader.ts";
import { type Substitution, substitution } from "./substitution.ts";

const BACKSLASH_TEXT = /^[ \t]*\\(?:\r?\n)?/;

/** The text of a, i and c: after `\` and a newline, or on the same line; lines go on after a backslash. */
export function readInsertedText(reader: ScriptReader): string {
  const escaped = reader.match(BACKSLASH_TEXT);
  if (!escaped) reader.skip(/[ \t]/);
  if (escaped && reader.isOver) return "";
  if (!escaped && (reader.isOver || reader.char === "\n")) throw reader.fault("expected \\ after `a', `c' or `i'");
  let text = "";
  for (let char = reader.char; char !== undefined && char !== "\n"; char = reader.char) {
    reader.next();
    text += char === "\\" ? (reader.next() ?? "") : char;
  }
  return `${text}\n`;
}

/** What follows an `s`. @throws Failure */
export function readSubstitution(reader: ScriptReader): Substitution {
  const delimiter = reader.next() ?? "";
  const fault = "unterminated `s' command";
  if (delimiter === "" || delimiter === "\n") throw reader.fault(fault);
  const pattern = reader.delimited(delimiter, fault, true);
  const replacement = reader.delimited(delimiter, fault, false);
  let [flags, global, print, nth, file] = ["", false, false, 0, undefined as string | undefined];
  for (;;) {
    const flag = reader.char;
    if (flag === undefined || /[\s;}#]/.test(flag)) break;
    if (/\d/.test(flag)) {
      nth = Number(reader.until(/\D/));
      if (nth === 0) throw reader.fault("number option to `s' command may not be zero");
      continue;
    }
    reader.next();
    if (flag === "g") global = true;
    else if (flag === "p") print = true;
    else if (flag === "i" || flag === "I") flags += "i";
    else if (flag === "m" || flag === "M") flags += "m";
    else if (flag === "w") {
      file = reader.rest().trimStart();
      break;
    } else throw reader.fault("unknown option to `s'");
  }
  if (file === undefined) reader.end();
  const made = substitution(reader.pattern(pattern, flags), replacement, { global, print, nth: nth || 1, file });
  if (typeof made !== "string") return made;
  throw reader.fault(made);
}

/** What follows a `y`: what it makes of each character. @throws Failure */
export function readMap(reader: ScriptReader): ReadonlyMap<string, string> {
  const delimiter = reader.next() ?? "";
  const plain = (text: string) =>
    [...text.replace(/\\(.)/gs, (_, char) => (char === "n" ? "\n" : char === "t" ? "\t" : char))] as const;
  const from = plain(reader.delimited(delimiter, "unterminated `y' command", false));
  const to = plain(reader.delimited(delimiter, "unterminated `y' command", false));
  if (from.length !== to.length) throw reader.fault("strings for `y' command are different lengths");
  reader.end();
  return new Map(from.map((char, i) => [char, to[i] ?? char]));
}
