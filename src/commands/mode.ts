import { UsageError } from "./options.ts";

const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };

/** The usual umask. */
const UMASK = 0o022;

/**
 * The mode that `chmod` makes of another: `755`, `u+x`, `go-w,a=r`, `+X`.
 * @throws UsageError when it is none
 */
export function applyMode(text: string, before: number, isDirectory: boolean, quote: (word: string) => string): number {
  const invalid = () => new UsageError(`invalid mode: ${quote(text)}`);
  if (/^[0-7]{1,5}$/.test(text)) {
    const mode = Number.parseInt(text, 8);
    if (mode > 0o7777) throw invalid();
    // A directory keeps its setuid and setgid unless they are written out.
    return isDirectory && text.length < 5 ? mode | (before & 0o6000) : mode;
  }
  let mode = before;
  for (const clause of text.split(",")) {
    const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause);
    if (!match) throw invalid();
    const named = [...(match[1] ?? "")].reduce((mask, letter) => mask | (WHO[letter] ?? 0), 0);
    for (const [, sign = "", letters = ""] of (match[2] ?? "").matchAll(/([-+=])([rwxXstugo]*)/g)) {
      const mask = named || 0o7777;
      let bits = [...letters].reduce((sum, letter) => sum | bitsOf(letter, mode, before, isDirectory), 0) & mask;
      if (named === 0) bits &= ~UMASK;
      if (sign === "+") mode |= bits;
      else if (sign === "-") mode &= ~bits;
      else mode = (mode & ~(mask & (isDirectory ? 0o1777 : 0o7777))) | bits;
    }
  }
  return mode;
}

function bitsOf(letter: string, mode: number, before: number, isDirectory: boolean): number {
  const spread = (triple: number) => (triple & 7) * 0o111;
  switch (letter) {
    case "u":
      return spread(mode >> 6);
    case "g":
      return spread(mode >> 3);
    case "o":
      return spread(mode);
    case "X":
      return isDirectory || before & 0o111 ? 0o111 : 0;
    default:
      return WHAT[letter] ?? 0;
  }
}
