import { command, Failure, type Run } from "../../command.ts";
import { ctrl, Keyboard, takeScreen } from "../../keyboard.ts";
import { EditorScreen } from "../editor-screen.ts";
import { isTyped, readPromptLine } from "../prompt-line.ts";
import type { TextBuffer } from "../text-buffer.ts";
import { runColonLine } from "./colon-line.ts";
import { EditedFile } from "./edited-file.ts";
import { moveByKey, moveByLetter, ontoLine, toIndent, toLine } from "./motions.ts";
import { type Operator, operate } from "./operators.ts";
import { viPattern } from "./pattern.ts";

export const vi = command(
  {
    usage: "[arguments] [file ..]",
    about: "A text editor: i to type, Esc to stop, :wq to save and quit, :q! to quit.",
    short: "bdeEnRvyZc:u:",
    before: (args) => args.filter((arg) => !arg.startsWith("+")),
  },
  async (run) => {
    const { process } = run;
    if (!process.tty || !process.stdout.isTTY) throw new Failure("Vim: Warning: Output is not to a terminal");
    const leave = await takeScreen(process);
    try {
      await new Vi(run, run.operands[0]).run();
    } finally {
      await leave();
    }
    return 0;
  },
);

type Mode = "command" | "insert";

/** The keys of the command mode that move as an arrow does. */
const ARROWS: Readonly<Record<string, string>> = {
  h: "left",
  j: "down",
  k: "up",
  l: "right",
  " ": "right",
  enter: "down",
  backspace: "left",
  [ctrl("F")]: "pagedown",
  [ctrl("B")]: "pageup",
};

class Vi {
  readonly #keyboard: Keyboard;
  readonly #screen: EditorScreen;
  readonly #file: EditedFile;
  #mode: Mode = "command";
  #message = "";
  #count = "";
  #yanked: readonly string[] = [];
  #search: RegExp | undefined;
  #backward = false;

  constructor(run: Run, name: string | undefined) {
    this.#keyboard = new Keyboard(run.process);
    this.#screen = new EditorScreen(run.process);
    this.#file = new EditedFile(run, name ?? "");
    if (name !== undefined) this.#message = this.#file.load();
  }

  get #buffer(): TextBuffer {
    return this.#file.buffer;
  }

  async run(): Promise<void> {
    for (;;) {
      if (!this.#keyboard.isAhead) await this.#draw();
      const key = await this.#keyboard.next();
      if (key === null || key === undefined) return;
      if (this.#mode === "insert") this.#type(key);
      else if ((await this.#command(key)) === "quit") return;
    }
  }

  #draw(prompt?: string): Promise<void> {
    const { rows, columns } = this.#screen;
    const place = `${this.#buffer.row + 1},${this.#buffer.column + 1}`;
    const left = this.#mode === "insert" ? "-- INSERT --" : this.#message;
    const status = prompt ?? left.padEnd(Math.max(0, columns - 18)).slice(0, Math.max(0, columns - 18)) + place;
    return this.#screen.draw(this.#buffer, {
      below: [status],
      filler: "~",
      ...(prompt === undefined ? {} : { cursor: [rows - 1, prompt.length] }),
    });
  }

  #type(key: string): void {
    const buffer = this.#buffer;
    if (key === "escape" || key === ctrl("C") || key === ctrl("[")) {
      this.#mode = "command";
      if (buffer.column > 0) buffer.left();
    } else if (key === "enter") buffer.insert("\n");
    else if (key === "backspace") buffer.backspace();
    else if (key === "delete") buffer.delete();
    else if (!moveByKey(buffer, key, 1, this.#page) && (key === "\t" || isTyped(key))) buffer.insert(key);
  }

  get #page(): number {
    return this.#screen.rows - 3;
  }

  async #command(key: string): Promise<"quit" | undefined> {
    if (/^[1-9]$/.test(key) || (key === "0" && this.#count !== "")) {
      this.#count += key;
      return undefined;
    }
    const given = this.#count === "" ? undefined : Number(this.#count);
    this.#count = "";
    this.#message = "";
    const count = given ?? 1;
    const buffer = this.#buffer;
    if (moveByKey(buffer, ARROWS[key] ?? key, count, this.#page)) {
      ontoLine(buffer);
      return undefined;
    }
    if (moveByLetter(buffer, key, count) || this.#insert(key)) return undefined;
    switch (key) {
      case "g":
        if ((await this.#keyboard.next()) === "g") toLine(buffer, count);
        break;
      case "G":
        toLine(buffer, given ?? buffer.lines.length);
        break;
      case "/":
      case "?":
        await this.#searchFor(key);
        break;
      case "n":
      case "N":
        this.#find((key === "N") !== this.#backward);
        break;
      case "d":
      case "y":
      case "c":
        await this.#operate(key, count);
        break;
      case "Z": {
        const next = await this.#keyboard.next();
        if (next === "Q" || (next === "Z" && this.#write())) return "quit";
        break;
      }
      case ":":
        return this.#colon();
      case ctrl("C"):
        this.#message = "Type  :q!  and press <Enter> to abandon all changes and exit";
        break;
      default:
        await this.#change(key, count);
    }
    return undefined;
  }

  /** The keys that begin to insert: `i I a A o O C`; whether this is one. */
  #insert(key: string): boolean {
    if (!"iIaAoOC".includes(key)) return false;
    const buffer = this.#buffer;
    buffer.remember();
    this.#mode = "insert";
    if (key === "I") toIndent(buffer);
    else if (key === "a") buffer.column = Math.min(buffer.line.length, buffer.column + 1);
    else if (key === "A") buffer.column = buffer.line.length;
    else if (key === "o") buffer.insertLines(buffer.row + 1, [""]);
    else if (key === "O") buffer.insertLines(buffer.row, [""]);
    else if (key === "C") buffer.setLine(buffer.line.slice(0, buffer.column));
    return true;
  }

  /** The keys that change the text and stay in the command mode: `x D J r p P u`. */
  async #change(key: string, count: number): Promise<void> {
    const buffer = this.#buffer;
    switch (key) {
      case "x":
      case "delete":
        buffer.remember();
        for (let i = 0; i < count && buffer.column < buffer.line.length; i++) buffer.delete();
        ontoLine(buffer);
        break;
      case "D":
        buffer.remember();
        buffer.setLine(buffer.line.slice(0, buffer.column));
        break;
      case "J":
        buffer.remember();
        buffer.column = buffer.line.length;
        buffer.delete();
        break;
      case "r": {
        const next = await this.#keyboard.next();
        if (!next || [...next].length !== 1 || buffer.line === "") break;
        buffer.remember();
        buffer.delete();
        buffer.insert(next);
        buffer.left();
        break;
      }
      case "p":
      case "P":
        if (this.#yanked.length === 0) break;
        buffer.remember();
        buffer.insertLines(buffer.row + (key === "p" ? 1 : 0), this.#yanked);
        break;
      case "u":
        this.#message = buffer.undo() ? "1 change" : "Already at oldest change";
    }
  }

  async #operate(operator: Operator, count: number): Promise<void> {
    const motion = await this.#keyboard.next();
    if (!motion) return;
    const { yanked, inserts } = operate(this.#buffer, operator, motion, count);
    if (yanked) this.#yanked = yanked;
    if (inserts) this.#mode = "insert";
  }

  async #searchFor(kind: "/" | "?"): Promise<void> {
    const text = await this.#ask(kind);
    if (text) this.#search = viPattern(text);
    this.#backward = kind === "?";
    this.#find(this.#backward);
  }

  #find(backward: boolean): void {
    if (!this.#search) this.#message = "E35: No previous regular expression";
    else if (!this.#buffer.find(this.#search, backward))
      this.#message = `E486: Pattern not found: ${this.#search.source}`;
  }

  async #colon(): Promise<"quit" | undefined> {
    const line = await this.#ask(":");
    if (line === undefined) return undefined;
    const { message = "", quits } = runColonLine(this.#file, line.trim());
    this.#message = message;
    return quits ? "quit" : undefined;
  }

  #write(): boolean {
    const { isWritten, message } = this.#file.write();
    this.#message = message;
    return isWritten;
  }

  /** Reads the rest of a `:`, `/` or `?` line; undefined when it is called off. */
  #ask(kind: string): Promise<string | undefined> {
    return readPromptLine(this.#keyboard, (text) => this.#draw(kind + text), { endsWhenErased: true });
  }
}
