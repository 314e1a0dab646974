/** The keys a soft keyboard lacks, with what a terminal sends for them. */
export const TOUCH_KEYS = [
  { label: "key.tab", shown: "Tab", sends: "\t" },
  { label: "key.interrupt", shown: "Ctrl C", sends: "\x03" },
  { label: "key.end", shown: "Ctrl D", sends: "\x04" },
  { label: "key.escape", shown: "Esc", sends: "\x1b" },
  { label: "key.left", shown: "←", sends: "\x1b[D" },
  { label: "key.up", shown: "↑", sends: "\x1b[A" },
  { label: "key.down", shown: "↓", sends: "\x1b[B" },
  { label: "key.right", shown: "→", sends: "\x1b[C" },
] as const;

/** These act on what is in the input line, which is sent first; the others leave or drop it. */
const AFTER_LINE: ReadonlySet<string> = new Set(["\t", "\x04"]);

/**
 * What to send for a key, and what stays in the input line. Ctrl-C drops what was being written, as it does in a shell.
 */
export function pressTouchKey(sends: string, line: string): { send: string; line: string } {
  return AFTER_LINE.has(sends) ? { send: line + sends, line: "" } : { send: sends, line: sends === "\x03" ? "" : line };
}

/** What a terminal sends for a character while Control is held; undefined when there is no such key. */
export function withControl(character: string): string | undefined {
  if (character === " ") return "\0";
  if (character === "?") return "\x7f";
  return /^[@-_a-z]$/.test(character) ? String.fromCharCode(character.charCodeAt(0) & 0x1f) : undefined;
}
