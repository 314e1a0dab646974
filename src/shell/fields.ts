import { escapePattern } from "./pattern.ts";

/** A stretch of a word after expansion: `quoted` text is never split and never a pattern. */
export interface Segment {
  readonly text: string;
  readonly quoted: boolean;
}

export type Field = Segment[];

/** The characters that split, as IFS says: those that run together (blanks) and those of which each one counts. */
export interface Separators {
  readonly blanks: string;
  readonly marks: string;
}

/** @param ifs the value of IFS; undefined when it is unset */
export function separators(ifs: string | undefined): Separators {
  const all = ifs ?? " \t\n";
  return {
    blanks: [...all].filter((char) => " \t\n".includes(char)).join(""),
    marks: [...all].filter((char) => !" \t\n".includes(char)).join(""),
  };
}

/** Puts together the fields of one word while its parts are expanded. */
export class FieldBuilder {
  readonly fields: Field[] = [];
  #current: Field | undefined;
  /** What ended the field before: a blank may be followed by a mark without an empty field between. */
  #ended: "start" | "blank" | "mark" = "start";
  readonly #split: Separators | undefined;

  /** @param split what unquoted expansions are split at; undefined when they are not (assignments, `case`) */
  constructor(split?: Separators) {
    this.#split = split;
  }

  get splits(): boolean {
    return this.#split !== undefined;
  }

  /** Text that stays as it is, even if empty. */
  quoted(text: string): void {
    this.#push(text, true);
  }

  /** Text of the word itself, outside quotes. */
  literal(text: string): void {
    if (text !== "") this.#push(text, false);
  }

  /** The result of an expansion outside quotes. */
  expanded(text: string): void {
    if (!this.#split) {
      this.literal(text);
      return;
    }
    const { blanks, marks } = this.#split;
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i] ?? "";
      const blank = blanks.includes(char);
      if (!blank && !marks.includes(char)) continue;
      this.literal(text.slice(start, i));
      start = i + 1;
      if (blank) {
        if (this.#current) this.#close("blank");
      } else {
        if (this.#current || this.#ended !== "blank") {
          this.#current ??= [{ text: "", quoted: false }];
          this.#close("mark");
        } else this.#ended = "mark";
      }
    }
    this.literal(text.slice(start));
  }

  /** The end of one item of "$@", with another to follow. */
  boundary(): void {
    if (!this.#split) this.quoted(" ");
    else if (this.#current) this.#close("start");
  }

  #push(text: string, quoted: boolean): void {
    this.#current ??= [];
    this.#current.push({ text, quoted });
  }

  #close(ended: "start" | "blank" | "mark"): void {
    if (this.#current) this.fields.push(this.#current);
    this.#current = undefined;
    this.#ended = ended;
  }

  /** All fields. */
  finish(): Field[] {
    this.#close("start");
    return this.fields;
  }
}

/** A field as text. */
export function fieldText(field: Field): string {
  return field.length === 1 ? (field[0]?.text ?? "") : field.map((segment) => segment.text).join("");
}

/** A field as a pattern: what was quoted matches only itself. */
export function fieldPattern(field: Field): string {
  return field.map((segment) => (segment.quoted ? escapePattern(segment.text) : segment.text)).join("");
}
