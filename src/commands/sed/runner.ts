import { encode } from "../../kernel/bytes.ts";
import { openInput, openOutput } from "../../kernel/open.ts";
import type { Output } from "../../kernel/stream.ts";
import { Failure, type Run } from "../command.ts";
import { linesOf, wholeText } from "../text.ts";
import type { SedInput } from "./line-input.ts";
import type { Address, RangeEnd, SedCommand } from "./parse-script.ts";
import { type Pattern, substitute } from "./substitution.ts";

export interface SedOptions {
  readonly quiet: boolean;
  /** What ends a line. */
  readonly end: string;
  readonly output: Output;
  readonly input: SedInput;
  /** The name of the file that is read now. */
  readonly fileName: () => string;
}

/** What becomes of the cycle after a command: on to the next, another one, a new line, or the end. */
type Next = "go on" | "end cycle" | "delete" | "restart" | "quit" | "quit silently";

/** Runs a script over lines: sed's pattern space, hold space and cycle (GNU sed's execute.c). */
export class SedRunner {
  readonly #run: Run;
  readonly #script: readonly SedCommand[];
  readonly #options: SedOptions;
  #space = "";
  #hold = "";
  #cut = false;
  #line = 0;
  #replaced = false;
  #last: RegExp | undefined;
  #status: number | undefined;
  #pending = "";
  /** The line written last has no end yet. */
  #missing = false;
  #steps = 0;
  /** Texts and files that follow the line when its cycle ends. */
  #after: (() => Promise<string>)[] = [];
  /** Ranges that have begun, and the line on which a numbered end would be. */
  readonly #ranges = new Map<SedCommand, number>();
  readonly #outputs = new Map<string, Output>();
  readonly #readings = new Map<string, string[]>();

  constructor(run: Run, script: readonly SedCommand[], options: SedOptions) {
    this.#run = run;
    this.#script = script;
    this.#options = options;
    for (const { name, text, substitution } of script) {
      const file = /^[wW]$/.test(name) ? text : substitution?.file;
      if (file !== undefined) this.#outputTo(file);
    }
  }

  /** Returns the status that `q` or `Q` gave, if one did. */
  async run(): Promise<number | undefined> {
    let next: Next = "end cycle";
    while (next === "restart" || (await this.#read())) {
      this.#replaced &&= next === "restart";
      next = await this.#cycle();
      if (next !== "delete" && next !== "restart" && next !== "quit silently" && !this.#options.quiet)
        this.#print(this.#space);
      if (next !== "quit silently") await this.#writeAfter();
      if (!this.#options.input.isAtHand) await this.#flush();
      if (next === "quit" || next === "quit silently") break;
    }
    await this.#flush();
    return this.#status;
  }

  async #read(): Promise<boolean> {
    if (!this.#options.input.isAtHand) await this.#flush();
    const line = await this.#options.input.next();
    if (!line) return false;
    this.#space = line.text;
    this.#cut = line.cut;
    this.#line++;
    return true;
  }

  async #cycle(): Promise<Next> {
    for (let place = 0; place < this.#script.length; ) {
      const command = this.#script[place];
      if (!command) break;
      if (++this.#steps % 4096 === 0) await this.#run.process.breathe();
      const chosen = (await this.#isChosen(command)) !== command.negated;
      if (command.name === "{") {
        place = chosen ? place + 1 : command.jump;
        continue;
      }
      place++;
      if (!chosen) continue;
      if (command.name === "b" || (command.name === "t" && this.#replaced) || (command.name === "T" && !this.#replaced))
        place = command.jump;
      if (command.name === "t" || command.name === "T") this.#replaced = false;
      const next = await this.#do(command);
      if (next !== "go on") return next;
    }
    return "end cycle";
  }

  async #do(command: SedCommand): Promise<Next> {
    switch (command.name) {
      case "=":
        this.#emit(`${this.#line}\n`);
        break;
      case "a":
        this.#after.push(async () => command.text);
        break;
      case "i":
        this.#emit(command.text);
        break;
      case "c":
        if (!command.to || command.negated || !this.#ranges.has(command)) this.#emit(command.text);
        return "delete";
      case "d":
        return "delete";
      case "D": {
        const end = this.#space.indexOf(this.#options.end);
        if (end < 0) return "delete";
        this.#space = this.#space.slice(end + 1);
        return "restart";
      }
      case "F":
        this.#emit(`${this.#options.fileName()}\n`);
        break;
      case "g":
        this.#space = this.#hold;
        break;
      case "G":
        this.#space += this.#options.end + this.#hold;
        break;
      case "h":
        this.#hold = this.#space;
        break;
      case "H":
        this.#hold += this.#options.end + this.#space;
        break;
      case "x":
        [this.#space, this.#hold] = [this.#hold, this.#space];
        break;
      case "l":
        this.#emit(visible(this.#space, command.number ?? this.#width()));
        break;
      case "n":
        return this.#nextLine();
      case "N":
        return this.#appendLine();
      case "p":
        this.#print(this.#space);
        break;
      case "P":
        this.#emit(`${this.#space.split(this.#options.end, 1)[0]}${this.#options.end}`);
        break;
      case "q":
        this.#status = command.number;
        return "quit";
      case "Q":
        this.#status = command.number;
        return "quit silently";
      case "r":
        this.#after.push(() => this.#fileText(command.text));
        break;
      case "R":
        this.#after.push(() => this.#fileLine(command.text));
        break;
      case "w":
        await this.#writeTo(command.text, `${this.#space}\n`);
        break;
      case "W":
        await this.#writeTo(command.text, `${this.#space.split("\n", 1)[0]}\n`);
        break;
      case "s":
        await this.#substitute(command);
        break;
      case "y":
        this.#space = [...this.#space].map((char) => command.map?.get(char) ?? char).join("");
        break;
      case "z":
        this.#space = "";
        break;
    }
    return "go on";
  }

  async #nextLine(): Promise<Next> {
    if (await this.#isLast()) return this.#options.quiet ? "quit silently" : "quit";
    if (!this.#options.quiet) this.#print(this.#space);
    await this.#writeAfter();
    await this.#read();
    return "go on";
  }

  async #appendLine(): Promise<Next> {
    const before = this.#space;
    if (await this.#isLast()) return "quit";
    await this.#writeAfter();
    await this.#read();
    this.#space = before + this.#options.end + this.#space;
    return "go on";
  }

  async #substitute({ substitution }: SedCommand): Promise<void> {
    if (!substitution) return;
    const changed = substitute(this.#space, this.#regex(substitution.pattern), substitution);
    if (changed === undefined) return;
    this.#space = changed;
    this.#replaced = true;
    if (substitution.print) this.#print(this.#space);
    if (substitution.file !== undefined) await this.#writeTo(substitution.file, `${this.#space}\n`);
  }

  #regex({ regex }: Pattern): RegExp {
    const used = regex ?? this.#last;
    if (!used) throw new Failure("no previous regular expression");
    this.#last = used;
    used.lastIndex = 0;
    return used;
  }

  async #isChosen(command: SedCommand): Promise<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#matches(from);
    const end = this.#ranges.get(command);
    if (end !== undefined) return this.#inRange(command, to, end);
    const fromStart = from.kind === "line" && from.line === 0;
    if (fromStart && this.#line === 1) {
      this.#ranges.set(command, Number.POSITIVE_INFINITY);
      return this.#inRange(command, to, Number.POSITIVE_INFINITY);
    }
    if (!(await this.#matches(from))) return false;
    const last = lastLine(to, this.#line);
    if (last === undefined || last > this.#line) this.#ranges.set(command, last ?? Number.POSITIVE_INFINITY);
    if (to.kind === "last" && (await this.#isLast())) this.#ranges.delete(command);
    return true;
  }

  async #inRange(command: SedCommand, to: RangeEnd, end: number): Promise<boolean> {
    if (this.#line > end) {
      this.#ranges.delete(command);
      return command.from ? this.#isChosen(command) : false;
    }
    const over =
      this.#line === end ||
      ((to.kind === "pattern" || to.kind === "last" || to.kind === "step") && (await this.#matches(to)));
    if (over) this.#ranges.delete(command);
    return true;
  }

  async #matches(address: Address): Promise<boolean> {
    switch (address.kind) {
      case "line":
        return this.#line === address.line;
      case "step":
        if (address.step === 0) return this.#line === address.first;
        return this.#line >= address.first && (this.#line - address.first) % address.step === 0;
      case "last":
        return this.#isLast();
      case "pattern":
        return this.#regex(address.pattern).test(this.#space);
    }
  }

  async #isLast(): Promise<boolean> {
    if (!this.#options.input.isAtHand) await this.#flush();
    return this.#options.input.isOver();
  }

  #print(text: string): void {
    this.#emit(text + (this.#cut ? "" : this.#options.end));
    this.#missing = this.#cut;
  }

  /** Something more to write: after a last line without an end, that comes first. */
  #emit(text: string): void {
    if (this.#missing) this.#pending += this.#options.end;
    this.#missing = false;
    this.#pending += text;
  }

  async #writeAfter(): Promise<void> {
    for (const text of this.#after.splice(0)) {
      const next = await text();
      if (next !== "") this.#emit(next);
    }
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "") await this.#options.output.write(text);
  }

  #outputTo(file: string): Output {
    const { process } = this.#run;
    if (file === "/dev/stdout") return this.#options.output;
    if (file === "/dev/stderr") return process.stderr;
    const known = this.#outputs.get(file) ?? openOutput(process, file);
    this.#outputs.set(file, known);
    return known;
  }

  async #writeTo(file: string, text: string): Promise<void> {
    if (file === "/dev/stdout") this.#emit(text);
    else await this.#outputTo(file).write(text);
  }

  /** What cannot be read adds nothing. */
  async #fileText(file: string): Promise<string> {
    try {
      const { process } = this.#run;
      return await wholeText(process, file === "/dev/stdin" ? process.stdin : openInput(process, file));
    } catch {
      return "";
    }
  }

  async #fileLine(file: string): Promise<string> {
    const lines = this.#readings.get(file) ?? linesOf(await this.#fileText(file));
    this.#readings.set(file, lines);
    const line = lines.shift();
    return line === undefined ? "" : `${line}\n`;
  }

  #width(): number {
    return Number(this.#run.options.value("l") ?? 70);
  }
}

/** The line on which a range that begins on `line` ends, if its end is a number. */
function lastLine(to: RangeEnd, line: number): number | undefined {
  if (to.kind === "line") return to.line;
  if (to.kind === "lines") return line + to.count;
  if (to.kind === "multiple") return to.count === 0 ? line : Math.ceil(line / to.count) * to.count;
  return undefined;
}

const NAMED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A text with nothing hidden, in lines of `width` that end in a backslash but for the last, which ends in `$`. */
function visible(text: string, width: number): string {
  const shown = Array.from(encode(text), (byte) => byte).map((byte) => {
    const char = String.fromCharCode(byte);
    return NAMED[char] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, "0")}` : char);
  });
  const lines: string[] = [""];
  for (const piece of shown) {
    const line = lines.at(-1) ?? "";
    if (width > 1 && line.length + piece.length > width - 1) {
      lines[lines.length - 1] = `${line}\\`;
      lines.push(piece);
    } else lines[lines.length - 1] = line + piece;
  }
  return `${lines.join("\n")}$\n`;
}
