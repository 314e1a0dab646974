/**
 * A warning as logrus writes it: short and in colour on a terminal, as key and value elsewhere.
 * @param since ms since the command began
 */
export function warningLine(
  message: string,
  { tty, now, since }: { tty: boolean; now: number; since: number },
): string {
  if (tty) {
    const seconds = String(Math.floor(since / 1000)).padStart(4, "0");
    return `\x1b[33mWARN\x1b[0m[${seconds}] ${message.padEnd(44)} \n`;
  }
  const time = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return `time=${JSON.stringify(time)} level=warning msg=${JSON.stringify(message)}\n`;
}
