/**
 * An exception that nobody caught: the script's own frame is left out but for its name, since only Python knows the
 * frames inside its library.
 * @param last "ExceptionName: message"
 */
export function traceback(script: string | undefined, last: string): string {
  const frame = script === undefined ? "" : `  File "${script}", in <module>\n`;
  return `Traceback (most recent call last):\n${frame}${last}\n`;
}
