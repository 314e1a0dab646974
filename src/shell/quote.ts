/** A text as `set`, `${x@Q}` and `declare -p` write it so that a shell reads it back: in single quotes, or `$'…'`. */
export function singleQuoted(text: string): string {
  if (hasControls(text)) return ansiQuoted(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As ash and dash write a text for a shell to read back. */
export function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Only quoted when it must be: what `set`, `alias` lists and `set -x` print. */
export function quotedIfNeeded(text: string): string {
  if (text === "") return "''";
  return /^[\w@%+=:,./-]+$/.test(text) && !/^[~#]/.test(text) ? text : singleQuoted(text);
}

/** In double quotes, as `declare -p` prints values. */
export function doubleQuoted(text: string): string {
  if (hasControls(text)) return ansiQuoted(text);
  return `"${text.replace(/[\\"$`]/g, "\\$&")}"`;
}

/** With backslashes, as `printf %q` and completion do. */
export function backslashQuoted(text: string): string {
  if (text === "") return "''";
  if (hasControls(text)) return ansiQuoted(text);
  return text.replace(/[^\w@%+=:./#~\u0080-\u{10ffff}-]/gu, "\\$&").replace(/^[#~]|(?<=[:=])~/g, "\\$&");
}

function hasControls(text: string): boolean {
  return /[\x00-\x1f\x7f\udc80-\udcff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""));
}

const NAMED: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\x1b": "\\E",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  "'": "\\'",
};

function ansiQuoted(text: string): string {
  const inner = [...text].map((char) => {
    const code = char.codePointAt(0) ?? 0;
    if (NAMED[char]) return NAMED[char];
    if (code < 32 || code === 127) return `\\${code.toString(8).padStart(3, "0")}`;
    if (code >= 0xdc80 && code <= 0xdcff) return `\\${(code - 0xdc00).toString(8)}`;
    return char;
  });
  return `$'${inner.join("")}'`;
}
