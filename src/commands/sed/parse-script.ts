import { Failure } from "../command.ts";
import { type Pattern, readPattern, type Substitution, substitution } from "./substitution.ts";

export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "pattern"; readonly pattern: Pattern };

/** Where a range ends: at an address, so many lines on, or at the next multiple. */
export type RangeEnd = Address | { readonly kind: "lines" | "multiple"; readonly count: number };

export interface SedCommand {
  readonly name: string;
  readonly from?: Address;
  readonly to?: RangeEnd;
  readonly negated: boolean;
  /** Text of a, i, c; a file of r, R, w, W; a label of b, t, T and `:`. */
  readonly text: string;
  /** The status of q and Q, the width of l. */
  readonly number?: number;
  readonly substitution?: Substitution;
  /** What y makes of a character. */
  readonly map?: ReadonlyMap<string, string>;
  /** Of `{`: the place after its `}`; of b, t, T: the place of its label, or the end. */
  jump: number;
}

/** What -e and -f gave, one after another. */
export interface SedSource {
  /** What messages call it: `-e expression #1`, or `file f`. */
  readonly name: string;
  readonly text: string;
}

const BACKSLASH_TEXT = /^[ \t]*\\(?:\r?\n)?/;

/**
 * A sed script as a list in which blocks are jumps.
 * @throws Failure in GNU sed's words (sed/compile.c)
 */
export function parseSed(sources: readonly SedSource[], extended: boolean): SedCommand[] {
  return new SedParser(sources, extended).parse();
}

class SedParser {
  readonly #sources: readonly SedSource[];
  readonly #extended: boolean;
  readonly #text: string;
  #at = 0;

  constructor(sources: readonly SedSource[], extended: boolean) {
    this.#sources = sources;
    this.#extended = extended;
    this.#text = sources.map(({ text }) => text).join("\n");
  }

  parse(): SedCommand[] {
    const commands: SedCommand[] = [];
    const blocks: { readonly index: number; readonly at: number }[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) break;
      const command = this.#command();
      if (command === undefined) continue;
      if (command.name === "{") blocks.push({ index: commands.length, at: this.#at });
      if (command.name === "}") {
        const open = commands[blocks.pop()?.index ?? -1];
        if (!open) throw this.#fault("unexpected `}'");
        if (command.from) throw this.#fault("} doesn't want any addresses");
        open.jump = commands.length;
        continue;
      }
      commands.push(command);
    }
    if (blocks.length > 0) throw this.#fault("unmatched `{'", 0);
    return withLabels(commands);
  }

  #command(): SedCommand | undefined {
    const from = this.#address();
    const to = from && this.#rangeEnd();
    if (from?.kind === "line" && from.line === 0 && !(to && to.kind === "pattern"))
      throw this.#fault("invalid usage of line address 0");
    this.#skip(/[ \t]/);
    let negated = false;
    while (this.#take("!")) {
      if (negated) throw this.#fault("multiple `!'s");
      negated = true;
      this.#skip(/[ \t]/);
    }
    const name = this.#text[this.#at];
    if (name !== undefined) this.#at++;
    if (name === undefined || name === ";") throw this.#fault("missing command");
    const common = { name, negated, text: "", jump: 0, ...(from && { from }), ...(to && { to }) };
    switch (name) {
      case "#":
        if (from) throw this.#fault("comments don't accept any addresses");
        this.#rest();
        return undefined;
      case "{":
      case "}":
        if (name === "}") this.#end();
        return common;
      case "a":
      case "i":
      case "c":
        return { ...common, text: this.#insertedText() };
      case ":": {
        if (from) throw this.#fault(": doesn't want any addresses");
        this.#skip(/[ \t]/);
        const text = this.#until(/[\s;]/);
        if (text === "") throw this.#fault('":" lacks a label');
        return { ...common, text };
      }
      case "b":
      case "t":
      case "T":
        this.#skip(/[ \t]/);
        return { ...common, text: this.#until(/[\s;]/) };
      case "r":
      case "R":
      case "w":
      case "W": {
        const text = this.#rest().trimStart();
        if (text === "") throw this.#fault("missing filename in r/R/w/W commands");
        return { ...common, text };
      }
      case "q":
      case "Q":
      case "l":
      case "L": {
        this.#skip(/[ \t]/);
        const number = this.#until(/\D/);
        this.#end();
        return { ...common, ...(number !== "" && { number: Number(number) }) };
      }
      case "s":
        return { ...common, substitution: this.#substitution() };
      case "y":
        return { ...common, map: this.#map() };
      case "=":
      case "d":
      case "D":
      case "F":
      case "g":
      case "G":
      case "h":
      case "H":
      case "n":
      case "N":
      case "p":
      case "P":
      case "x":
      case "z":
        this.#end();
        return common;
      default:
        throw this.#fault(`unknown command: \`${name}'`);
    }
  }

  #address(): Address | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return undefined;
    if (/\d/.test(char)) {
      const line = Number(this.#until(/\D/));
      if (!this.#take("~")) return { kind: "line", line };
      return { kind: "step", first: line, step: Number(this.#until(/\D/)) };
    }
    if (this.#take("$")) return { kind: "last" };
    if (char !== "/" && char !== "\\") return undefined;
    this.#at += char === "\\" ? 2 : 1;
    const text = this.#delimited(this.#text[this.#at - 1] ?? "", "unterminated address regex", true);
    let flags = "";
    for (let flag = this.#text[this.#at]; flag === "I" || flag === "M"; flag = this.#text[this.#at]) {
      flags += flag === "I" ? "i" : "m";
      this.#at++;
    }
    return { kind: "pattern", pattern: this.#pattern(text, flags) };
  }

  #rangeEnd(): RangeEnd | undefined {
    this.#skip(/[ \t]/);
    if (!this.#take(",")) return undefined;
    this.#skip(/[ \t]/);
    const relative = this.#take("+") ? "lines" : this.#take("~") ? "multiple" : undefined;
    if (relative) return { kind: relative, count: Number(this.#until(/\D/)) };
    const end = this.#address();
    if (!end) throw this.#fault("unexpected `,'");
    return end;
  }

  /** The text of a, i and c: after `\` and a newline, or on the same line; lines go on after a backslash. */
  #insertedText(): string {
    const start = BACKSLASH_TEXT.exec(this.#text.slice(this.#at))?.[0];
    if (start !== undefined) this.#at += start.length;
    else this.#skip(/[ \t]/);
    if (this.#at >= this.#text.length || (start === undefined && this.#text[this.#at] === "\n"))
      throw this.#fault("expected \\ after `a', `c' or `i'");
    let text = "";
    for (let char = this.#text[this.#at]; char !== undefined && char !== "\n"; char = this.#text[this.#at]) {
      this.#at++;
      text += char === "\\" ? (this.#text[this.#at++] ?? "") : char;
    }
    return `${text}\n`;
  }

  #substitution(): Substitution {
    const delimiter = this.#text[this.#at++] ?? "";
    const fault = "unterminated `s' command";
    if (delimiter === "" || delimiter === "\n") throw this.#fault(fault);
    const pattern = this.#delimited(delimiter, fault, true);
    const replacement = this.#delimited(delimiter, fault, false);
    let [flags, global, print, nth, file] = ["", false, false, 0, undefined as string | undefined];
    for (;;) {
      const flag = this.#text[this.#at];
      if (flag === undefined || /[\s;}#]/.test(flag)) break;
      this.#at++;
      if (flag === "g") global = true;
      else if (flag === "p") print = true;
      else if (flag === "i" || flag === "I") flags += "i";
      else if (flag === "m" || flag === "M") flags += "m";
      else if (/\d/.test(flag)) {
        this.#at--;
        nth = Number(this.#until(/\D/));
        if (nth === 0) throw this.#fault("number option to `s' command may not be zero");
      } else if (flag === "w") {
        file = this.#rest().trimStart();
        break;
      } else throw this.#fault("unknown option to `s'");
    }
    if (file === undefined) this.#end();
    const made = substitution(this.#pattern(pattern, flags), replacement, { global, print, nth: nth || 1, file });
    if (typeof made !== "string") return made;
    throw this.#fault(made);
  }

  #map(): ReadonlyMap<string, string> {
    const delimiter = this.#text[this.#at++] ?? "";
    const plain = (text: string) =>
      [...text.replace(/\\(.)/gs, (_, char) => (char === "n" ? "\n" : char === "t" ? "\t" : char))] as const;
    const from = plain(this.#delimited(delimiter, "unterminated `y' command", false));
    const to = plain(this.#delimited(delimiter, "unterminated `y' command", false));
    if (from.length !== to.length) throw this.#fault("strings for `y' command are different lengths");
    this.#end();
    return new Map(from.map((char, i) => [char, to[i] ?? char]));
  }

  #pattern(text: string, flags: string): Pattern {
    const made = readPattern(text, this.#extended, flags);
    if (typeof made !== "string") return made;
    throw this.#fault(made);
  }

  /** Text up to a delimiter that no backslash (and, in an expression, no bracket) hides; the delimiter is passed over. */
  #delimited(delimiter: string, fault: string, expression: boolean): string {
    let text = "";
    for (;;) {
      const char = this.#text[this.#at++];
      if (char === undefined || (char === "\n" && expression && delimiter !== "\n")) {
        if (char === undefined) this.#at--;
        throw this.#fault(fault);
      }
      if (char === delimiter) return text;
      if (char !== "\\") {
        text += char;
        continue;
      }
      const next = this.#text[this.#at++] ?? "";
      // `s,a\,b,…,`: the delimiter means itself.
      text +=
        next === delimiter && !/[&\d]/.test(next) ? (/[.*[\]^$+?(){}|]/.test(next) ? `\\${next}` : next) : `\\${next}`;
    }
  }

  /** After a command only blanks, `;`, `}`, `#` or the line's end may come. */
  #end(): void {
    this.#skip(/[ \t\r]/);
    const char = this.#text[this.#at];
    if (char === undefined || /[\n;}#]/.test(char)) return;
    this.#at++;
    throw this.#fault("extra characters after command");
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text.charAt(this.#at))) this.#at++;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #until(end: RegExp): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#text.charAt(this.#at))) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #rest(): string {
    return this.#until(/\n/);
  }

  /** @param at where, from 1; the place that has been read unless told */
  #fault(message: string, at?: number): Failure {
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

/** The same commands without their labels, and with the places to go on from. */
function withLabels(commands: readonly SedCommand[]): SedCommand[] {
  for (const command of commands) {
    if (!/^[btT]$/.test(command.name)) continue;
    const place = commands.findIndex(({ name, text }) => name === ":" && text === command.text);
    if (place < 0 && command.text !== "") throw new Failure(`can't find label for jump to \`${command.text}'`, 4);
    command.jump = place < 0 ? commands.length : place;
  }
  return [...commands];
}
