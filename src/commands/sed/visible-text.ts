import { encode } from "../../kernel/bytes.ts";

const NAMED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A text with nothing hidden, in lines of `width` that end in a backslash but for the last, which ends in `$`. */
export function visibleText(text: string, width: number): string {
  const shown = Array.from(encode(text), (byte) => byte).map((byte) => {
    const char = String.fromCharCode(byte);
    return NAMED[char] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, "0")}` : char);
  });
  const lines: string[] = [""];
  for (const piece of shown) {
    const line = lines.at(-1) ?? "";
    if (width > 0 && line.length + piece.length > width - 1) {
      lines[lines.length - 1] = `${line}\\`;
      lines.push(piece);
    } else lines[lines.length - 1] = line + piece;
  }
  return `${lines.join("\n")}$\n`;
}
