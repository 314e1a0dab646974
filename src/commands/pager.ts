import type { Process } from "../kernel/process.ts";
import { ctrl, Keyboard } from "./keyboard.ts";
import { highlighted, rowsOf, shownLine } from "./page-lines.ts";

export interface PagerOptions {
  readonly numbers?: boolean;
  readonly chop?: boolean;
  readonly raw?: boolean;
  readonly ignoreCase?: boolean;
}

/** The text a pager shows: it may still be coming. */
export interface PagerText {
  readonly name: string;
  readonly lines: string[];
  ended: boolean;
  /** Resolves when more has come, or the end. */
  more: Promise<void>;
}

/** How often a pager looks whether more has come, while it also waits for keys. */
const LOOK_MS = 200;

/** Moves through a text on a screen, with less's keys. */
export class Pager {
  readonly #process: Process;
  readonly #keyboard: Keyboard;
  readonly #text: PagerText;
  #options: PagerOptions;
  #top = 0;
  #search: RegExp | undefined;
  #backward = false;
  #message: string | undefined;
  /** Digits typed before a command. */
  #count = "";

  constructor(process: Process, text: PagerText, options: PagerOptions = {}) {
    this.#process = process;
    this.#keyboard = new Keyboard(process);
    this.#text = text;
    this.#options = options;
    this.#message = `\x1b[7m${text.name}\x1b[27m`;
    if (text.name === "") this.#message = undefined;
  }

  get #height(): number {
    return Math.max(2, (this.#process.tty?.rows ?? 24) - 1);
  }

  get #columns(): number {
    return this.#process.tty?.columns ?? 80;
  }

  /** Shows the text until `q`. */
  async run(): Promise<void> {
    let shown = -1;
    let redraw = true;
    const stop = this.#process.tty?.onResize(() => {
      redraw = true;
    });
    try {
      for (;;) {
        if ((redraw && !this.#keyboard.isAhead) || (shown < this.#height && shown !== this.#text.lines.length)) {
          shown = this.#text.lines.length - this.#top;
          await this.#draw();
          redraw = false;
        }
        const key = await this.#keyboard.next(this.#text.ended && stop ? undefined : LOOK_MS);
        if (key === null) return;
        if (key === undefined) continue;
        this.#message = undefined;
        if ((await this.#key(key)) === "quit") return;
        redraw = true;
      }
    } finally {
      stop?.();
    }
  }

  async #key(key: string): Promise<"quit" | undefined> {
    const count = this.#count === "" ? undefined : Number(this.#count);
    if (/^\d$/.test(key)) {
      this.#count += key;
      this.#message = `:${this.#count}`;
      return undefined;
    }
    this.#count = "";
    const page = this.#height;
    switch (key) {
      case "q":
      case "Q":
      case ctrl("C"):
        return "quit";
      case " ":
      case "f":
      case "pagedown":
      case ctrl("F"):
      case ctrl("V"):
        this.#move(count ?? page);
        break;
      case "b":
      case "pageup":
      case ctrl("B"):
        this.#move(-(count ?? page));
        break;
      case "d":
      case ctrl("D"):
        this.#move(count ?? Math.floor(page / 2));
        break;
      case "u":
      case ctrl("U"):
        this.#move(-(count ?? Math.floor(page / 2)));
        break;
      case "enter":
      case "j":
      case "e":
      case "down":
      case ctrl("N"):
        this.#move(count ?? 1);
        break;
      case "k":
      case "y":
      case "up":
      case ctrl("P"):
        this.#move(-(count ?? 1));
        break;
      case "g":
      case "<":
      case "home":
        this.#top = 0;
        if (count !== undefined) this.#move(count - 1);
        break;
      case "G":
      case ">":
      case "end":
        if (count !== undefined) {
          this.#top = 0;
          this.#move(count - 1);
        } else this.#top = this.#last();
        break;
      case "%":
      case "p":
        this.#top = Math.min(this.#last(), Math.floor((this.#text.lines.length * (count ?? 0)) / 100));
        break;
      case "/":
      case "?":
        await this.#ask(key);
        break;
      case "n":
      case "N":
        this.#find((key === "n") === this.#backward, count ?? 1);
        break;
      case "-": {
        const option = await this.#keyboard.next();
        if (option === "N") this.#options = { ...this.#options, numbers: !this.#options.numbers };
        else if (option === "S") this.#options = { ...this.#options, chop: !this.#options.chop };
        else if (option === "i" || option === "I")
          this.#options = { ...this.#options, ignoreCase: !this.#options.ignoreCase };
        break;
      }
      case "=":
        this.#message = `\x1b[7m${this.#text.name} lines ${this.#top + 1}-${Math.min(this.#text.lines.length, this.#top + page)}/${this.#text.lines.length}\x1b[27m`;
        break;
      case "Z":
        if ((await this.#keyboard.next()) === "Z") return "quit";
        break;
      case ":":
        await this.#process.tty?.output.write("\r\x1b[K :");
        if ((await this.#keyboard.next()) === "q") return "quit";
        break;
      case "h":
      case "H":
        this.#message = "\x1b[7mSPACE b j k g G /text n N q\x1b[27m";
        break;
    }
    return undefined;
  }

  /** The first line of the last page. */
  #last(): number {
    let rows = 0;
    let line = this.#text.lines.length;
    while (line > 0) {
      rows += this.#rows(line - 1).length;
      if (rows > this.#height) break;
      line--;
    }
    return line;
  }

  #move(lines: number): void {
    this.#top = Math.max(0, Math.min(this.#top + lines, Math.max(this.#last(), lines < 0 ? 0 : this.#top)));
    if (lines > 0) this.#top = Math.min(this.#top, this.#last());
  }

  #rows(line: number): string[] {
    const prefix = this.#options.numbers ? `${String(line + 1).padStart(7)} ` : "";
    const text = shownLine(this.#text.lines[line] ?? "", this.#options.raw ?? false);
    const rows = rowsOf(text, this.#columns - prefix.length, this.#options.chop ?? false);
    return rows.map((row, i) => (i === 0 ? prefix : " ".repeat(prefix.length)) + highlighted(row, this.#search));
  }

  /** Reads what to search for, on the last row. */
  async #ask(kind: string): Promise<void> {
    let text = "";
    for (;;) {
      await this.#process.tty?.output.write(`\r\x1b[K${kind}${text}`);
      const key = await this.#keyboard.next();
      if (key === null || key === undefined) return;
      if (key === "enter") {
        this.#backward = kind === "?";
        if (text !== "") this.#search = this.#pattern(text);
        this.#find(this.#backward, 1);
        return;
      }
      if (key === "escape" || key === ctrl("C") || (key === "backspace" && text === "")) return;
      if (key === "backspace") text = [...text].slice(0, -1).join("");
      else if (key === ctrl("U")) text = "";
      else if ([...key].length === 1 && key >= " ") text += key;
    }
  }

  #pattern(text: string): RegExp {
    const flags = this.#options.ignoreCase && text === text.toLowerCase() ? "giu" : "gu";
    try {
      return new RegExp(text, flags);
    } catch {
      return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), flags);
    }
  }

  #find(backward: boolean, times: number): void {
    const search = this.#search;
    if (!search) {
      this.#message = "\x1b[7mNo previous regular expression\x1b[27m";
      return;
    }
    const { lines } = this.#text;
    let left = times;
    for (let at = this.#top + (backward ? -1 : 1); at >= 0 && at < lines.length; at += backward ? -1 : 1) {
      search.lastIndex = 0;
      if (!search.test(lines[at] ?? "")) continue;
      left--;
      if (left > 0) continue;
      this.#top = Math.min(at, Math.max(this.#last(), backward ? 0 : this.#top));
      return;
    }
    search.lastIndex = 0;
    // What is in sight already needs no moving.
    const inSight = lines.slice(this.#top, this.#top + this.#height).some((line) => {
      search.lastIndex = 0;
      return search.test(line);
    });
    if (!inSight || this.#top !== 0) this.#message = "\x1b[7mPattern not found  (press RETURN)\x1b[27m";
  }

  async #draw(): Promise<void> {
    const rows: string[] = [];
    let line = this.#top;
    for (; line < this.#text.lines.length && rows.length < this.#height; line++) rows.push(...this.#rows(line));
    const isEnd = line >= this.#text.lines.length && rows.length <= this.#height && this.#text.ended;
    const status = this.#message ?? (isEnd ? "\x1b[7m(END)\x1b[27m" : ":");
    const shown = rows.slice(0, this.#height);
    while (shown.length < this.#height) shown.push("~");
    await this.#process.tty?.output.write(
      `\x1b[H${shown.map((row) => `${row}\x1b[m\x1b[K\r\n`).join("")}${status}\x1b[K`,
    );
  }
}
