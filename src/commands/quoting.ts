/** Whether messages may use curly quotes: what the C library decides from the environment. */
function isUtf8(env: Readonly<Record<string, string>>): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || "");
}

/** A word in a message, in quotes: ‘x’, or 'x' in the C locale. */
export function quoted(word: string, env: Readonly<Record<string, string>>): string {
  const shown = escapeControls(word);
  return isUtf8(env) ? `‘${shown}’` : `'${shown.replaceAll("'", "\\'")}'`;
}

/** A file's name in a message, always in quotes, as a shell would take it back. */
export function quotedName(name: string): string {
  if (/[\x00-\x1f\x7f]/.test(name))
    return `'${name.replace(/[\x00-\x1f\x7f]+/g, (run) => `'$'${escapeControls(run)}''`)}'`;
  if (!name.includes("'")) return `'${name}'`;
  return /["\\$`!]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`;
}

/** The same, but plain names stay as they are: how `ls` shows names on a terminal and `cat` in messages. */
export function nameIfPlain(name: string): string {
  return /^[\w@%+=:,./\-\x80-\uffff][\w@%+=:,./\-~#{}\x80-\uffff]*$/.test(name) ? name : quotedName(name);
}

const NAMES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

function escapeControls(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f]/g,
    (char) => NAMES[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}
