const HEADER = "\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m";
const PLAIN_HEADER = " Info -> ";
/** What the header takes up on the screen: the lines after the first stand below its end. */
const INDENT = " ".repeat("i Info → ".length);

/**
 * A piece of advice, as docker sets it out (docker/cli, internal/tui/note.go).
 * @param tty whether it goes to a terminal, which shows it in colours and slanted
 */
export function note(text: string, tty: boolean): string {
  const lines = text.split("\n").map((line) => (tty ? `\x1b[3m${line}\x1b[0m` : line));
  return `\n${tty ? HEADER : PLAIN_HEADER}${lines.join(`\n${INDENT}`)}\n`;
}
