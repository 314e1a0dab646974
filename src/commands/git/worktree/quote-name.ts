import { encode } from "../../../kernel/bytes.ts";

const LETTERS: Readonly<Record<number, string>> = {
  7: "a",
  8: "b",
  9: "t",
  10: "n",
  11: "v",
  12: "f",
  13: "r",
  34: '"',
  92: "\\",
};

/**
 * A file's name as git shows it: in quotes with C's escapes when it has unusual characters.
 * @param quotesBytes core.quotePath: whether letters outside ASCII are unusual
 * @param blanks whether a blank is (`status --short`)
 */
export function quoteName(name: string, quotesBytes: boolean, blanks = false): string {
  let out = "";
  let isQuoted = blanks && name.includes(" ");
  if (!quotesBytes && !/["\\\x00-\x1f\x7f]/.test(name)) return isQuoted ? `"${name}"` : name;
  for (const byte of encode(name)) {
    const letter = LETTERS[byte];
    if (letter !== undefined) out += `\\${letter}`;
    else if (byte < 0x20 || byte >= 0x7f) out += `\\${byte.toString(8).padStart(3, "0")}`;
    else {
      out += String.fromCharCode(byte);
      continue;
    }
    isQuoted = true;
  }
  return isQuoted ? `"${out}"` : name;
}
