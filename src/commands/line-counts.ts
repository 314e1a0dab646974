import { byteLength, decode, encode } from "../kernel/bytes.ts";
import type { FileError } from "../kernel/filesystem.ts";
import { Failure, type Run } from "./command.ts";
import { countOf } from "./formats.ts";
import { nameIfPlain, quotedName } from "./quoting.ts";

/** `head -5`, `tail -5c` and `tail +5`, as they were written before `-n`. */
export function obsoleteCounts(args: readonly string[]): readonly string[] {
  const [first = "", ...rest] = args;
  const match = /^([-+])(\d+)([cbkml]?)(f?)$/.exec(first);
  if (!match) return args;
  const [, sign, digits, unit, follow] = match;
  const count = `${sign === "+" ? "+" : ""}${digits}`;
  return [unit === "c" ? "-c" : "-n", count, ...(follow ? ["-f"] : []), ...rest];
}

/** What `head` and `tail` are asked for. */
export interface Amount {
  readonly unit: "lines" | "bytes";
  readonly count: number;
  /** `-n -3` of head, `-n +3` of tail. */
  readonly sign: "" | "-" | "+";
}

/** @throws Failure when a count is no number */
export function amountOf(run: Run): Amount {
  const unit = run.options.last("n", "c") === "c" ? "bytes" : "lines";
  const text = run.options.value(unit === "bytes" ? "c" : "n") ?? "10";
  const match = /^([-+]?)(.*)$/.exec(text);
  const count = countOf(match?.[2] ?? "");
  if (count === undefined) {
    const what = run.busybox ? `invalid number '${text}'` : `invalid number of ${unit}: ${run.quote(text)}`;
    throw new Failure(what);
  }
  const sign = match?.[1] === "-" ? "-" : match?.[1] === "+" ? "+" : "";
  return { unit, count, sign };
}

/** What head and tail print before a file when there are several. @param first whether no other came before */
export function headerOf(name: string, first: boolean): string {
  return `${first ? "" : "\n"}==> ${name === "-" ? "standard input" : name} <==\n`;
}

/** How head and tail tell that a file cannot be read. */
export function unreadable(run: Run): (name: string, error: FileError) => string {
  return (name, error) => {
    if (run.busybox) return `${nameIfPlain(name)}: ${error.message}`;
    if (error.code === "EISDIR") return `error reading ${quotedName(name)}: ${error.message}`;
    return `cannot open ${quotedName(name)} for reading: ${error.message}`;
  };
}

/** Bytes `from` to `to` of a text. */
export function byteSlice(text: string, from: number, to?: number): string {
  return byteLength(text) === text.length ? text.slice(from, to) : decode(encode(text).slice(from, to));
}
