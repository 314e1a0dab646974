import { decode } from "../kernel/bytes.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** Whose rules the escapes follow: they differ in octal numbers and in what `\c` does. */
export type EscapeStyle = "echo" | "printf" | "%b" | "$'";

/**
 * A text with its backslash escapes done.
 * @returns `stopped` when `\c` said that nothing more is to be printed
 */
export function withoutEscapes(text: string, style: EscapeStyle): { text: string; stopped: boolean } {
  let stopped = false;
  const octal = style === "printf" || style === "$'" ? "[0-7]{1,3}" : style === "%b" ? "0?[0-7]{1,3}" : "0[0-7]{0,3}";
  const control = style === "$'" ? "c[^]|" : "";
  const pattern = new RegExp(
    `(?:\\\\(?:x[0-9a-fA-F]{1,2}|${octal}))+|\\\\(?:${control}u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[^])`,
    "g",
  );
  const out: string[] = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole] = match;
    out.push(text.slice(last, match.index));
    last = match.index + whole.length;
    const key = whole[1] ?? "";
    if (key === "c" && style === "$'") {
      out.push(whole === "\\c?" ? "\x7f" : String.fromCharCode(whole.charCodeAt(2) & 31));
      continue;
    }
    if (key === "c" && style !== "printf") {
      stopped = true;
      break;
    }
    if (/^\\(x[0-9a-fA-F]|[0-7])/.test(whole)) out.push(bytes(whole));
    else if (/^[uU]./.test(whole.slice(1)))
      out.push(String.fromCodePoint(Math.min(Number.parseInt(whole.slice(2), 16), 0x10ffff)));
    else out.push(SIMPLE[key] ?? (style !== "echo" && (key === '"' || key === "'" || key === "?") ? key : whole));
  }
  if (!stopped) out.push(text.slice(last));
  return { text: out.join(""), stopped };
}

/** Neighbouring byte escapes together make up UTF-8. */
function bytes(run: string): string {
  const values = run
    .slice(1)
    .split("\\")
    .map((item) => (item.startsWith("x") ? Number.parseInt(item.slice(1), 16) : Number.parseInt(item, 8)));
  return decode(Uint8Array.from(values.map((value) => value & 255)));
}
