/** A place in a script: what a traceback shows of it. */
export interface Frame {
  readonly file: string;
  /** "<module>", or a function's name. */
  readonly name: string;
  line: number;
  /** The script's lines; none for what was typed. */
  readonly source: readonly string[] | undefined;
}

/** An exception of Python's on its way out. */
export class PythonError extends Error {
  /** "NameError" */
  readonly kind: string;
  /** From the outermost to where it was raised. */
  readonly frames: { file: string; name: string; line: number; code: string | undefined }[] = [];
  /** For `sys.exit`: what the interpreter ends with. */
  readonly status: number | undefined;

  constructor(kind: string, message: string, status?: number) {
    super(message);
    this.name = "PythonError";
    this.kind = kind;
    this.status = status;
  }

  /** Notes that it passes through a frame. */
  through({ file, name, line, source }: Frame): void {
    this.frames.unshift({ file, name, line, code: source?.[line - 1]?.trim() });
  }

  /** The whole of it, as Python prints it. Markers under a line, as Python 3.11 and later put them, are left out. */
  traceback(): string {
    const frames = this.frames.map(
      ({ file, name, line, code }) =>
        `  File "${file}", line ${line}, in ${name}\n${code === undefined ? "" : `    ${code}\n`}`,
    );
    return `Traceback (most recent call last):\n${frames.join("")}${this.lastLine()}\n`;
  }

  lastLine(): string {
    return this.message === "" ? this.kind : `${this.kind}: ${this.message}`;
  }
}

/** A text that is no Python: where, and why. */
export class PythonSyntaxError extends Error {
  readonly kind: "SyntaxError" | "IndentationError";
  readonly line: number;
  /** The column of the mark under the line, from 0. */
  readonly column: number;
  /** More lines could make it right: the prompt asks for them. */
  readonly incomplete: boolean;

  constructor(
    message: string,
    place: { readonly line: number; readonly column: number },
    how: { readonly kind?: "IndentationError"; readonly incomplete?: boolean } = {},
  ) {
    super(message);
    this.name = "PythonSyntaxError";
    this.kind = how.kind ?? "SyntaxError";
    this.line = place.line;
    this.column = place.column;
    this.incomplete = how.incomplete ?? false;
  }

  /** As Python prints it: no traceback, but the line and a mark under it. */
  report(file: string, text: string): string {
    const line = text.split("\n")[this.line - 1] ?? "";
    const indent = line.length - line.trimStart().length;
    const mark = `${" ".repeat(Math.max(0, this.column - indent))}^`;
    return `  File "${file}", line ${this.line}\n    ${line.trim()}\n    ${mark}\n${this.kind}: ${this.message}\n`;
  }
}

/** Python that this playground's has not. `what` is named as Python's reference names it, in both languages. */
export class OutsideSubset extends Error {
  readonly what: string;

  constructor(what: string) {
    super(what);
    this.name = "OutsideSubset";
    this.what = what;
  }

  report(spanish: boolean): string {
    return spanish
      ? `El Python de este laboratorio no tiene «${this.what}»: es una parte pequeña del de verdad.\n`
      : `This playground's Python does not have "${this.what}": it is a small part of the real one.\n`;
  }
}
