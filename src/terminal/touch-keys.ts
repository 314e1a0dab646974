/** The keys a soft keyboard lacks, with what a terminal sends for them. */
export const TOUCH_KEYS = [
  { label: "key.tab", shown: "Tab", sends: "\t" },
  { label: "key.interrupt", shown: "Ctrl C", sends: "\x03" },
  { label: "key.up", shown: "↑", sends: "\x1b[A" },
  { label: "key.down", shown: "↓", sends: "\x1b[B" },
  { label: "key.end", shown: "Ctrl D", sends: "\x04" },
  { label: "key.escape", shown: "Esc", sends: "\x1b" },
] as const;

/** These act on what is in the input line, which is sent first; the others leave or drop it. */
const AFTER_LINE: ReadonlySet<string> = new Set(["\t", "\x04"]);

/**
 * What to send for a key, and what stays in the input line. Ctrl-C drops what was being written, as it does in a shell.
 */
export function pressTouchKey(sends: string, line: string): { send: string; line: string } {
  return AFTER_LINE.has(sends) ? { send: line + sends, line: "" } : { send: sends, line: sends === "\x03" ? "" : line };
}
