import { BuildError, type SourceRange } from "./build-error.ts";

/** Changes a file's permission bits. */
export type ModeChange = (mode: number, isDirectory: boolean) => number;

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

/**
 * `--chmod=755`, or `u=rwX,go=rX` (docs.docker.com/reference/dockerfile, COPY --chmod).
 * @throws BuildError for neither
 */
export function chmodMode(text: string, range: SourceRange): ModeChange {
  if (/^[0-7]+$/.test(text) && Number.parseInt(text, 8) <= 0o7777) {
    const fixed = Number.parseInt(text, 8);
    return () => fixed;
  }
  const clauses = text.split(",").map((clause) => /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause));
  if (/^\d/.test(text) || clauses.includes(null))
    throw new BuildError(
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      range,
    );
  return (mode, isDirectory) => {
    let changed = mode;
    for (const clause of clauses) {
      const [, who = "", sign = "", what = ""] = clause ?? [];
      const mask = [...(who || "a")].reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0);
      const executable = isDirectory || (mode & 0o111) !== 0;
      const bits = [...what].reduce((sum, letter) => {
        return sum | (letter === "X" ? (executable ? 0o111 : 0) : (WHAT[letter] ?? 0));
      }, 0);
      if (sign === "+") changed |= bits & mask;
      else if (sign === "-") changed &= ~(bits & mask);
      else changed = (changed & ~mask) | (bits & mask);
    }
    return changed;
  };
}
