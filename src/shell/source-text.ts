/** A piece of shell source that is being run, and the way from a position in it to a line number. */
export class SourceText {
  readonly text: string;
  /** The name that messages and BASH_SOURCE show. */
  readonly name: string;
  readonly #firstLine: number;
  #starts: number[] | undefined;

  constructor(text: string, name: string, firstLine = 1) {
    this.text = text;
    this.name = name;
    this.#firstLine = firstLine;
  }

  /** The same text under another name. */
  named(name: string): SourceText {
    return new SourceText(this.text, name, this.#firstLine);
  }

  /** The line of a position, counted from the source's first. */
  lineOf(position: number): number {
    this.#starts ??= [...this.text.matchAll(/\n/g)].map((match) => match.index + 1);
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return this.#firstLine + low;
  }
}
