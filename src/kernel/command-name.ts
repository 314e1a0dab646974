/**
 * What /proc/<pid>/comm holds of a command line: the program's name, 15 characters at most. A server that wrote a title
 * over its arguments ("nginx: worker process") keeps the name that it was started by, the title's first word.
 */
export function commandName(args: readonly string[]): string {
  const [first = ""] = args;
  if (/^\[.*\]$/.test(first)) return first.slice(1, -1);
  return first.replace(/ .*/, "").replace(/^-/, "").replace(/.*\//, "").replace(/:$/, "").slice(0, 15);
}
