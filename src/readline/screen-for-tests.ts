import { Terminal } from "@xterm/headless";
import { Tty } from "../kernel/tty.ts";
import { xtermWidths } from "./display-width.ts";
import { type ReadLineOptions, type ReadLineResult, readLine } from "./read-line.ts";

/** A terminal with a screen that can be looked at: what a person in front of it would see. */
export class TestScreen {
  readonly tty: Tty;
  readonly terminal: Terminal;
  bells = 0;
  /** Everything that was written, escapes and all. */
  written = "";

  constructor(columns = 40, rows = 12) {
    this.tty = new Tty(columns, rows);
    this.terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 2000 });
    this.terminal.unicode.register(xtermWidths);
    this.terminal.unicode.activeVersion = xtermWidths.version;
    this.terminal.onBell(() => this.bells++);
    this.tty.onOutput = (text) => {
      this.written += text;
      this.terminal.write(text);
    };
  }

  /** Begins to edit a line with the prompt "$ ". */
  readLine(options: Partial<ReadLineOptions> = {}): Promise<ReadLineResult> {
    return readLine({ tty: this.tty, input: this.tty.input, prompt: "$ ", history: [], ...options });
  }

  /** Types, and waits until everything has been answered and drawn. */
  async type(keys: string): Promise<void> {
    this.tty.type(keys);
    await this.settle();
  }

  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => this.terminal.write("", resolve));
  }

  /** Another size, as the browser's terminal does it: first the screen, then the programs are told. */
  async resize(columns: number, rows = this.tty.rows): Promise<void> {
    await this.settle();
    this.terminal.resize(columns, rows);
    this.tty.resize(columns, rows);
    await this.settle();
  }

  /** The rows of the screen, without blanks at their ends, and without the empty ones at the bottom. */
  get rows(): string[] {
    const { buffer } = this.terminal;
    const rows = Array.from(
      { length: this.terminal.rows },
      (_, y) => buffer.active.getLine(buffer.active.baseY + y)?.translateToString(true) ?? "",
    );
    while (rows.at(-1)?.trim() === "") rows.pop();
    return rows.map((row) => row.trimEnd());
  }

  get text(): string {
    return this.rows.join("\n");
  }

  /** The rows that have scrolled off, and those of the screen. */
  get allRows(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? "");
  }

  /** The row with the cursor, up to the cursor. */
  get beforeCursor(): string {
    const { active } = this.terminal.buffer;
    return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? "";
  }
}
