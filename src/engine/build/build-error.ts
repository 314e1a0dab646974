/** Lines of a Dockerfile that an error or a warning is about, from 1. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** A build that failed; `message` is what BuildKit says after "failed to solve: ". */
export class BuildError extends Error {
  readonly range: SourceRange | undefined;
  /** How often its lines are shown: BuildKit tells some where they are on two levels. */
  readonly shown: number;

  constructor(message: string, range?: SourceRange, options?: ErrorOptions & { readonly shown?: number }) {
    super(message, options);
    this.name = "BuildError";
    this.range = range;
    this.shown = options?.shown ?? 1;
  }
}

/** A mistake in how a Dockerfile is written (buildkit, frontend/dockerfile/parser). */
export function parseError(message: string, range: SourceRange): BuildError {
  return new BuildError(`dockerfile parse error on line ${range.start}: ${message}`, range);
}

/** Does something for the lines of an instruction: what fails without lines of its own is about them. @throws BuildError */
export function located<Result>(range: SourceRange, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof BuildError && !error.range) throw new BuildError(error.message, range, { cause: error });
    throw error;
  }
}

/** Lines shown around the one that an error is about. */
const CONTEXT_ONE_LINE = 4;
const CONTEXT_MANY_LINES = 2;

/** The lines around an error, as BuildKit shows them (buildkit, solver/errdefs/source.go). Ends with a newline. */
export function excerpt(fileName: string, source: string, { start: first, end: last }: SourceRange): string {
  const lines = source.split("\n");
  let start = first;
  let end = Math.min(last, lines.length);
  if (start < 1 || start > lines.length) return "";
  const padding = start === end ? CONTEXT_ONE_LINE : CONTEXT_MANY_LINES;
  for (let used = 0; used < padding; used++) {
    if (start > 1) {
      start--;
      used++;
    }
    if (end !== lines.length) {
      end++;
      used++;
    }
  }
  const rule = "-".repeat(20);
  const shown = lines.slice(start - 1, end).map((line, i) => {
    const number = start + i;
    const mark = number >= first && number <= last ? ">>>" : "   ";
    return ` ${String(number).padStart(3)} | ${mark} ${line}\n`;
  });
  return `${fileName}:${first}\n${rule}\n${shown.join("")}${rule}\n`;
}
