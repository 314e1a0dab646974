import type { Output } from "../../kernel/stream.ts";
import { Failure, type Run } from "../command.ts";
import type { SedInput } from "./line-input.ts";
import { Ranges } from "./ranges.ts";
import { ScriptOutput } from "./script-output.ts";
import { type Pattern, substitute } from "./substitution.ts";
import type { Address, SedCommand } from "./syntax.ts";
import { visibleText } from "./visible-text.ts";

interface SedOptions {
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
  #steps = 0;
  readonly #output: ScriptOutput;
  readonly #ranges: Ranges;

  constructor(run: Run, script: readonly SedCommand[], options: SedOptions) {
    this.#run = run;
    this.#script = script;
    this.#options = options;
    this.#output = new ScriptOutput(run.process, options.output, options.end);
    this.#ranges = new Ranges({ line: () => this.#line, matches: (address) => this.#matches(address) });
    for (const { name, text, substitution } of script) {
      const file = /^[wW]$/.test(name) ? text : substitution?.file;
      if (file !== undefined) this.#output.open(file);
    }
  }

  /** Returns the status that `q` or `Q` gave, if one did. */
  async run(): Promise<number | undefined> {
    let next: Next = "end cycle";
    while (next === "restart" || (await this.#read())) {
      this.#replaced &&= next === "restart";
      next = await this.#cycle();
      if (next !== "delete" && next !== "restart" && next !== "quit silently" && !this.#options.quiet)
        this.#output.print(this.#space, this.#cut);
      if (next !== "quit silently") await this.#output.writeAfter();
      if (!this.#options.input.isAtHand) await this.#output.flush();
      if (next === "quit" || next === "quit silently") break;
    }
    await this.#output.flush();
    return this.#status;
  }

  async #read(): Promise<boolean> {
    if (!this.#options.input.isAtHand) await this.#output.flush();
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
      const chosen = (await this.#ranges.isChosen(command)) !== command.negated;
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
        this.#output.emit(`${this.#line}\n`);
        break;
      case "a":
        this.#output.addAfter(async () => command.text);
        break;
      case "i":
        this.#output.emit(command.text);
        break;
      case "c":
        if (!command.to || command.negated || !this.#ranges.goesOn(command)) this.#output.emit(command.text);
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
        this.#output.emit(`${this.#options.fileName()}\n`);
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
        this.#output.emit(visibleText(this.#space, command.number ?? this.#width()));
        break;
      case "n":
        return this.#nextLine();
      case "N":
        return this.#appendLine();
      case "p":
        this.#output.print(this.#space, this.#cut);
        break;
      case "P":
        this.#output.emit(`${this.#space.split(this.#options.end, 1)[0]}${this.#options.end}`);
        break;
      case "q":
        this.#status = command.number;
        return "quit";
      case "Q":
        this.#status = command.number;
        return "quit silently";
      case "r":
        this.#output.addAfter(() => this.#output.fileText(command.text));
        break;
      case "R":
        this.#output.addAfter(() => this.#output.fileLine(command.text));
        break;
      case "w":
        await this.#output.writeTo(command.text, `${this.#space}\n`);
        break;
      case "W":
        await this.#output.writeTo(command.text, `${this.#space.split("\n", 1)[0]}\n`);
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
    if (!this.#options.quiet) this.#output.print(this.#space, this.#cut);
    await this.#output.writeAfter();
    await this.#read();
    return "go on";
  }

  async #appendLine(): Promise<Next> {
    const before = this.#space;
    if (await this.#isLast()) return "quit";
    await this.#output.writeAfter();
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
    if (substitution.print) this.#output.print(this.#space, this.#cut);
    if (substitution.file !== undefined) await this.#output.writeTo(substitution.file, `${this.#space}\n`);
  }

  #regex({ regex }: Pattern): RegExp {
    const used = regex ?? this.#last;
    if (!used) throw new Failure("no previous regular expression");
    this.#last = used;
    used.lastIndex = 0;
    return used;
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
    if (!this.#options.input.isAtHand) await this.#output.flush();
    return this.#options.input.isOver();
  }

  #width(): number {
    return Number(this.#run.options.value("l") ?? 70);
  }
}
