import { Failure } from "../command.ts";
import { type Pattern, readPattern } from "./substitution.ts";
import type { SedSource } from "./syntax.ts";

/** Reads a script's characters, and says where it is at fault. */
export class ScriptReader {
  readonly #sources: readonly SedSource[];
  readonly #extended: boolean;
  readonly #text: string;
  #at = 0;

  /** @param extended whether regular expressions are written as `-E` has them */
  constructor(sources: readonly SedSource[], extended: boolean) {
    this.#sources = sources;
    this.#extended = extended;
    this.#text = sources.map(({ text }) => text).join("\n");
  }

  /** Whether all has been read. */
  get isOver(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next character, which stays. */
  get char(): string | undefined {
    return this.#text[this.#at];
  }

  /** The character that was read last. */
  get before(): string {
    return this.#text[this.#at - 1] ?? "";
  }

  /** The next character, which is passed over. */
  next(): string | undefined {
    const { char } = this;
    if (char !== undefined) this.#at++;
    return char;
  }

  /** Passes over what an expression finds right here, if it does. @returns whether it did */
  match(expression: RegExp): boolean {
    const found = expression.exec(this.#text.slice(this.#at))?.[0];
    this.#at += found?.length ?? 0;
    return found !== undefined;
  }

  /** A regular expression of the script. @throws Failure */
  pattern(text: string, flags: string): Pattern {
    const made = readPattern(text, this.#extended, flags);
    if (typeof made !== "string") return made;
    throw this.fault(made);
  }

  /** Text up to a delimiter that no backslash (and, in an expression, no bracket) hides; the delimiter is passed over. */
  delimited(delimiter: string, fault: string, expression: boolean): string {
    let text = "";
    for (;;) {
      const char = this.next();
      if (char === undefined || (char === "\n" && expression && delimiter !== "\n")) throw this.fault(fault);
      if (char === delimiter) return text;
      if (char !== "\\") {
        text += char;
        continue;
      }
      const next = this.next() ?? "";
      // `s,a\,b,…,`: the delimiter means itself.
      text +=
        next === delimiter && !/[&\d]/.test(next) ? (/[.*[\]^$+?(){}|]/.test(next) ? `\\${next}` : next) : `\\${next}`;
    }
  }

  /** After a command only blanks, `;`, `}`, `#` or the line's end may come. */
  end(): void {
    this.skip(/[ \t\r]/);
    const char = this.#text[this.#at];
    if (char === undefined || /[\n;}#]/.test(char)) return;
    this.#at++;
    throw this.fault("extra characters after command");
  }

  /** Passes over all that is such a character. */
  skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text.charAt(this.#at))) this.#at++;
  }

  /** Passes over a character if it is the next one. */
  take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  /** The text before such a character. */
  until(end: RegExp): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#text.charAt(this.#at))) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** What is left of the line. */
  rest(): string {
    return this.until(/\n/);
  }

  /** What is wrong with the script, with its place. @param at where, from 1; the place that has been read unless told */
  fault(message: string, at?: number): Failure {
    let place = this.#at;
    let source = this.#sources[0];
    for (const each of this.#sources) {
      source = each;
      if (place <= each.text.length) break;
      place -= each.text.length + 1;
    }
    return new Failure(`${source?.name ?? "-e expression #1"}, char ${at ?? place}: ${message}`);
  }
}
