import type { DocoptResult } from "./python/docopt.ts";

/** A text that should have been a whole number; it is the message. */
export class NotAnInteger extends Error {}

/** Python's `int(text)`. @throws NotAnInteger */
export function integer(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new NotAnInteger(text);
  return Number(text);
}

/** `-t`: seconds; undefined: each container's own. @throws NotAnInteger */
export function timeoutOf(args: DocoptResult): number | undefined {
  const text = args.text("--timeout");
  return text === undefined ? undefined : integer(text);
}
