/** What readline's word commands call a word: letters and digits (Ctrl-← and Alt-B), or all but blanks (Ctrl-W). */
type WordKind = "alphanumeric" | "blank-separated";

const LETTER = /[\p{L}\p{M}\p{N}]/u;

function isInWord(char: string, kind: WordKind): boolean {
  return kind === "alphanumeric" ? LETTER.test(char) : char !== " " && char !== "\t" && char !== "\n";
}

/** Where the word before `index` begins; 0 when there is none. */
export function wordStart(text: string, index: number, kind: WordKind = "alphanumeric"): number {
  let at = index;
  while (at > 0 && !isInWord(charBefore(text, at), kind)) at -= charBefore(text, at).length;
  while (at > 0 && isInWord(charBefore(text, at), kind)) at -= charBefore(text, at).length;
  return at;
}

/** Where the word at or after `index` ends; the end of the text when there is none. */
export function wordEnd(text: string, index: number, kind: WordKind = "alphanumeric"): number {
  let at = index;
  while (at < text.length && !isInWord(charAt(text, at), kind)) at += charAt(text, at).length;
  while (at < text.length && isInWord(charAt(text, at), kind)) at += charAt(text, at).length;
  return at;
}

/** The last word of a command as the shell reads it, quotes and all; "" when there is none. */
export function lastArgument(line: string): string {
  const words = line.match(/(?:\\.|'[^']*'?|"(?:\\.|[^"\\])*"?|[^\s;|&()<>'"\\])+|[;|&()<>]+/gs);
  return words?.at(-1) ?? "";
}

function charAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function charBefore(text: string, index: number): string {
  const code = text.charCodeAt(index - 1);
  const isLowHalf = code >= 0xdc00 && code <= 0xdfff && index >= 2;
  const pair = isLowHalf ? text.slice(index - 2, index) : "";
  return pair !== "" && (pair.codePointAt(0) ?? 0) > 0xffff ? pair : text.slice(index - 1, index);
}
