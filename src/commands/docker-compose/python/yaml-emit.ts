/** Where a scalar is written. */
export interface ScalarWriter {
  /** Characters of the current line so far. */
  readonly column: number;
  write(text: string): void;
  /** Goes on in a new line of the same scalar. */
  fold(): void;
  breakLine(): void;
}

const WIDTH = 80;

/**
 * The style of a scalar in a block (yaml/emitter.py, `choose_scalar_style`).
 * @param key it stands before a colon
 * @param implicit written plain, it would be read as the text it is
 */
export function styleOf(text: string, key: boolean, implicit: boolean): "plain" | "single" | "double" {
  if (text === "") return key || !implicit ? "single" : "plain";
  const multiline = /[\n\x85\u2028\u2029]/.test(text);
  const special = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10fffe}]|\ufeff/u.test(text);
  const spaceBreak = / [\n\x85\u2028\u2029]/.test(text) || special;
  const breakSpace = /[\n\x85\u2028\u2029] /.test(text);
  const edges = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/.test(text);
  if (implicit && !multiline && !spaceBreak && !breakSpace && !edges && !hasIndicator(text)) return "plain";
  return spaceBreak || breakSpace || (key && multiline) ? "double" : "single";
}

const hasIndicator = (text: string) =>
  /^(?:---|\.\.\.)/.test(text) ||
  /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
  /^[?:-](?:\s|$)/.test(text) ||
  /:(?:\s|$)|\s#/.test(text);

/** A single blank beyond the width becomes a new line. */
export function plain(writer: ScalarWriter, text: string, split: boolean): void {
  for (const piece of text.split(/( +)/)) {
    if (piece === " " && writer.column > WIDTH && split) writer.fold();
    else writer.write(piece);
  }
}

/** A new line in the text is written as an empty one. */
export function singleQuoted(writer: ScalarWriter, text: string, split: boolean): void {
  writer.write("'");
  let at = 0;
  for (const piece of text.split(/( +|\n+)/)) {
    const inner = at > 0 && at + piece.length < text.length;
    if (piece === " " && writer.column > WIDTH && split && inner) writer.fold();
    else if (piece.startsWith("\n")) {
      for (let line = 0; line <= piece.length; line++) if (line < piece.length) writer.breakLine();
      writer.fold();
    } else writer.write(piece.replaceAll("'", "''"));
    at += piece.length;
  }
  writer.write("'");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

/** yaml/emitter.py, `write_double_quoted`: a line is cut at a blank, or after an escape, with a backslash. */
export function doubleQuoted(writer: ScalarWriter, text: string, split: boolean): void {
  writer.write('"');
  const chars = [...text];
  let start = 0;
  for (let end = 0; end <= chars.length; end++) {
    const char = chars[end];
    if (char === undefined || needsEscape(char)) {
      writer.write(chars.slice(start, end).join(""));
      start = end;
      if (char !== undefined) {
        writer.write(escaped(char));
        start = end + 1;
      }
    }
    const pending = chars.slice(start, end).join("");
    const cuts = char === " " || start >= end;
    if (end > 0 && end < chars.length - 1 && cuts && writer.column + (end - start) > WIDTH && split) {
      writer.write(`${pending}\\`);
      if (start < end) start = end;
      writer.fold();
      if (chars[start] === " ") writer.write("\\");
    }
  }
  writer.write('"');
}

const needsEscape = (char: string) => /["\\\x85\u2028\u2029\ufeff]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/u.test(char);

function escaped(char: string): string {
  const known = ESCAPES[char];
  if (known !== undefined) return `\\${known}`;
  const code = char.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).toUpperCase().padStart(digits, "0");
  if (code <= 0xff) return `\\x${hex(2)}`;
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
