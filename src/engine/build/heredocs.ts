import { BuildError, type SourceRange } from "./build-error.ts";

/** A text between `<<NAME` and its end. */
export interface Heredoc {
  readonly name: string;
  /** Without quotes around the name, variables in it count. */
  readonly expand: boolean;
  readonly content: string;
}

/** The bodies that follow an instruction with `<<NAME` in it. @throws BuildError when one does not end */
export function readHeredocs(
  lines: readonly string[],
  text: string,
  first: number,
  range: SourceRange,
): { heredocs: Heredoc[]; end: number } {
  const heredocs: Heredoc[] = [];
  let at = first;
  for (const match of text.matchAll(/(?<!\S)\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2(?!\S)/g)) {
    const [, chomp = "", quote = "", name = ""] = match;
    const body: string[] = [];
    for (;;) {
      const line = lines[at];
      if (line === undefined) {
        // The newline that ends a file begins no line.
        const end = lines.at(-1) === "" ? lines.length - 1 : lines.length;
        throw new BuildError("unterminated heredoc", { start: range.start, end });
      }
      at++;
      const shown = chomp === "-" ? line.replace(/^\t+/, "") : line;
      if (shown === name) break;
      body.push(`${shown}\n`);
    }
    heredocs.push({ name, expand: quote === "", content: body.join("") });
  }
  return { heredocs, end: heredocs.length > 0 ? at - 1 : first - 1 };
}
