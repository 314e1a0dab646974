import { Random } from "../../kernel/random.ts";
import { strftime } from "../time-text.ts";
import { sprintf } from "./format.ts";
import type { Runtime } from "./runtime.ts";
import { toNumber, type Value } from "./value.ts";

/** A function that needs nothing but values. */
type Plain = (runtime: Runtime, args: readonly Value[]) => Value;

const byNumber =
  (of: (x: number) => number): Plain =>
  (_, [x]) =>
    of(toNumber(x));

/** Functions of values; those of patterns, arrays and commands are compiled apart. */
export const PLAIN: Readonly<Record<string, Plain>> = {
  sin: byNumber(Math.sin),
  cos: byNumber(Math.cos),
  exp: byNumber(Math.exp),
  log: byNumber(Math.log),
  sqrt: byNumber(Math.sqrt),
  int: byNumber(Math.trunc),
  atan2: (_, [y, x]) => Math.atan2(toNumber(y), toNumber(x)),
  index: ({ text }, [where, what]) => text(where).indexOf(text(what)) + 1,
  substr: ({ text }, [value, start, length]) =>
    part(text(value), toNumber(start), length === undefined ? undefined : toNumber(length)),
  tolower: ({ text }, [value]) => text(value).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  toupper: ({ text }, [value]) => text(value).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  sprintf: ({ text }, [format, ...values]) => sprintf(text(format), values, (value) => text(value)),
  rand: ({ random }) => random.word() / 2 ** 32,
  srand: (runtime, [seed]) => {
    const before = runtime.seed;
    runtime.seed = seed ?? Math.floor(runtime.process.machine.clock.now() / 1000);
    runtime.random = Random.seeded(toNumber(runtime.seed));
    return before;
  },
  systime: ({ process }) => Math.floor(process.machine.clock.now() / 1000),
  strftime: ({ text, process }, [format, time]) =>
    strftime(
      format === undefined ? "%c" : text(format),
      time === undefined ? process.machine.clock.now() : toNumber(time) * 1000,
    ),
  mktime: ({ text }, [value]) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text(value).split(" ").map(Number);
    return Math.floor(Date.UTC(year, month - 1, day, hour, minute, second) / 1000);
  },
};

/** `substr`: places count from one, and both ends are rounded (POSIX). */
function part(text: string, start: number, length: number | undefined): string {
  if (Number.isNaN(start) || (length !== undefined && Number.isNaN(length))) return "";
  const from = Math.round(start);
  const to = length === undefined ? Number.POSITIVE_INFINITY : Math.round(start + length);
  return text.slice(Math.max(0, from - 1), Math.max(0, Math.min(text.length, to - 1)));
}

/** `sub` and `gsub`. @returns the new text and how often it was replaced */
export function replaced(
  text: string,
  pattern: RegExp,
  by: string,
  all: boolean,
): { readonly text: string; readonly count: number } {
  let count = 0;
  const parts = by.match(/\\\\&|\\&|&|[^\\&]+|\\/g) ?? [];
  const result = text.replace(pattern, (match: string) => {
    if (count > 0 && !all) return match;
    count++;
    return parts
      .map((piece) => (piece === "&" ? match : piece === "\\&" ? "&" : piece === "\\\\&" ? `\\${match}` : piece))
      .join("");
  });
  return { text: result, count };
}
