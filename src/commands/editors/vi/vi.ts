import { FileError } from "../../../kernel/filesystem.ts";
import { command, Failure, type Run } from "../../command.ts";
import { ctrl, Keyboard, takeScreen } from "../../keyboard.ts";
import { EditorScreen } from "../editor-screen.ts";
import { TextBuffer } from "../text-buffer.ts";

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

class Vi {
  readonly #run: Run;
  readonly #keyboard: Keyboard;
  readonly #screen: EditorScreen;
  #buffer: TextBuffer;
  #name: string;
  #mode: Mode = "command";
  #message = "";
  #count = "";
  #yanked: string[] = [];
  #search: RegExp | undefined;
  #backward = false;

  constructor(run: Run, name: string | undefined) {
    this.#run = run;
    this.#keyboard = new Keyboard(run.process);
    this.#screen = new EditorScreen(run.process);
    this.#name = name ?? "";
    this.#buffer = new TextBuffer("");
    if (name !== undefined) this.#load(name);
  }

  #load(name: string): void {
    try {
      const text = this.#run.files.readFile(this.#run.path(name));
      this.#buffer = new TextBuffer(text);
      this.#message = `"${name}" ${text === "" ? 0 : this.#buffer.lines.length}L, ${text.length}B`;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#message = error.code === "ENOENT" ? `"${name}" [New]` : `"${name}" ${error.message}`;
    }
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
    else if (!this.#move(key, 1) && (key === "\t" || ([...key].length === 1 && key >= " "))) buffer.insert(key);
  }

  /** Arrows, in both modes. */
  #move(key: string, count: number): boolean {
    const buffer = this.#buffer;
    const steps: Record<string, () => void> = {
      left: () => {
        buffer.column = Math.max(0, buffer.column - count);
      },
      right: () => {
        buffer.column = Math.min(buffer.line.length, buffer.column + count);
      },
      up: () => buffer.vertical(-count),
      down: () => buffer.vertical(count),
      home: () => {
        buffer.column = 0;
      },
      end: () => {
        buffer.column = buffer.line.length;
      },
      pagedown: () => buffer.vertical(this.#screen.rows - 3),
      pageup: () => buffer.vertical(-(this.#screen.rows - 3)),
    };
    steps[key]?.();
    return key in steps;
  }

  async #command(key: string): Promise<"quit" | undefined> {
    const buffer = this.#buffer;
    if (/^[1-9]$/.test(key) || (key === "0" && this.#count !== "")) {
      this.#count += key;
      return undefined;
    }
    const count = Number(this.#count || 1);
    const counted = this.#count !== "";
    this.#count = "";
    this.#message = "";
    const insert = () => {
      buffer.remember();
      this.#mode = "insert";
    };
    const letters: Record<string, string> = {
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
    if (this.#move(letters[key] ?? key, count)) {
      buffer.column = Math.min(buffer.column, Math.max(0, buffer.line.length - 1));
      return undefined;
    }
    switch (key) {
      case "i":
        insert();
        break;
      case "I":
        insert();
        buffer.column = /^\s*/.exec(buffer.line)?.[0].length ?? 0;
        break;
      case "a":
        insert();
        if (buffer.line !== "") buffer.column = Math.min(buffer.line.length, buffer.column + 1);
        break;
      case "A":
        insert();
        buffer.column = buffer.line.length;
        break;
      case "o":
        insert();
        buffer.insertLines(buffer.row + 1, [""]);
        break;
      case "O":
        insert();
        buffer.insertLines(buffer.row, [""]);
        break;
      case "x":
      case "delete":
        buffer.remember();
        for (let i = 0; i < count && buffer.column < buffer.line.length; i++) buffer.delete();
        buffer.column = Math.min(buffer.column, Math.max(0, buffer.line.length - 1));
        break;
      case "D":
      case "C":
        buffer.remember();
        buffer.setLine(buffer.line.slice(0, buffer.column));
        if (key === "C") this.#mode = "insert";
        break;
      case "J":
        buffer.remember();
        buffer.column = buffer.line.length;
        buffer.delete();
        break;
      case "r": {
        const next = await this.#keyboard.next();
        if (next && [...next].length === 1 && buffer.line !== "") {
          buffer.remember();
          buffer.delete();
          buffer.insert(next);
          buffer.left();
        }
        break;
      }
      case "d":
      case "y":
      case "c":
        await this.#operator(key, count);
        break;
      case "p":
      case "P":
        if (this.#yanked.length > 0) {
          buffer.remember();
          buffer.insertLines(buffer.row + (key === "p" ? 1 : 0), this.#yanked);
        }
        break;
      case "u":
        this.#message = buffer.undo() ? "1 change" : "Already at oldest change";
        break;
      case "0":
        buffer.column = 0;
        break;
      case "^":
        buffer.column = /^\s*/.exec(buffer.line)?.[0].length ?? 0;
        break;
      case "$":
        buffer.column = Math.max(0, buffer.line.length - 1);
        break;
      case "w":
      case "e":
      case "b":
        for (let i = 0; i < count; i++) this.#word(key);
        break;
      case "g":
        if ((await this.#keyboard.next()) === "g")
          Object.assign(buffer, { row: Math.min(count, buffer.lines.length) - 1, column: 0 });
        break;
      case "G":
        Object.assign(buffer, {
          row: counted ? Math.min(count, buffer.lines.length) - 1 : buffer.lines.length - 1,
          column: 0,
        });
        break;
      case "/":
      case "?": {
        const text = await this.#ask(key);
        if (text) this.#search = pattern(text);
        this.#backward = key === "?";
        this.#find(this.#backward);
        break;
      }
      case "n":
      case "N":
        this.#find((key === "N") !== this.#backward);
        break;
      case "Z": {
        const next = await this.#keyboard.next();
        if (next === "Q" || (next === "Z" && this.#write(this.#name))) return "quit";
        break;
      }
      case ":": {
        const line = await this.#ask(":");
        return line === undefined ? undefined : this.#ex(line.trim());
      }
      case ctrl("C"):
        this.#message = "Type  :q!  and press <Enter> to abandon all changes and exit";
        break;
    }
    return undefined;
  }

  async #operator(operator: string, count: number): Promise<void> {
    const buffer = this.#buffer;
    const motion = await this.#keyboard.next();
    if (motion === operator) {
      buffer.remember();
      if (operator === "y") {
        this.#yanked = buffer.lines.slice(buffer.row, buffer.row + count);
        return;
      }
      if (operator === "c") {
        buffer.setLine("");
        this.#mode = "insert";
        return;
      }
      this.#yanked = buffer.cutLines(count);
      return;
    }
    if (operator === "y" || !motion || !"w$0eG".includes(motion)) return;
    buffer.remember();
    const { line, column } = buffer;
    if (motion === "$") buffer.setLine(line.slice(0, column));
    else if (motion === "0") {
      buffer.setLine(line.slice(column));
      buffer.column = 0;
    } else if (motion === "G") this.#yanked = buffer.cutLines(buffer.lines.length - buffer.row);
    else {
      const word =
        (operator === "c" || motion === "e" ? /^(\w+|[^\w\s]+|\s+)/ : /^(\w+\s*|[^\w\s]+\s*|\s+)/).exec(
          line.slice(column),
        )?.[0] ?? "";
      buffer.setLine(line.slice(0, column) + line.slice(column + word.length));
    }
    if (operator === "c") this.#mode = "insert";
  }

  #word(key: string): void {
    const buffer = this.#buffer;
    const starts = [...buffer.line.matchAll(/\w+|[^\w\s]+/g)];
    if (key === "b") {
      const before = starts.filter(({ index }) => index < buffer.column).at(-1);
      if (before) buffer.column = before.index;
      else if (buffer.row > 0)
        Object.assign(buffer, {
          row: buffer.row - 1,
          column: Math.max(0, (buffer.lines[buffer.row - 1] ?? "").length - 1),
        });
      return;
    }
    const places = starts.map(({ index, 0: word }) => (key === "e" ? index + word.length - 1 : index));
    const next = places.find((place) => place > buffer.column);
    if (next !== undefined) buffer.column = next;
    else if (buffer.row < buffer.lines.length - 1) Object.assign(buffer, { row: buffer.row + 1, column: 0 });
  }

  #find(backward: boolean): void {
    if (!this.#search) this.#message = "E35: No previous regular expression";
    else if (!this.#buffer.find(this.#search, backward))
      this.#message = `E486: Pattern not found: ${this.#search.source}`;
  }

  #ex(line: string): "quit" | undefined {
    const buffer = this.#buffer;
    const substitution = /^(%|\d+(?:,(?:\d+|\$))?)?s([/|#])((?:\\.|(?!\2).)*)\2((?:\\.|(?!\2).)*)(?:\2([gi]*))?$/.exec(
      line,
    );
    if (substitution) {
      this.#substitute(substitution);
      return undefined;
    }
    if (/^(\d+|\$)$/.test(line)) {
      Object.assign(buffer, {
        row: line === "$" ? buffer.lines.length - 1 : Math.min(buffer.lines.length, Math.max(1, Number(line))) - 1,
        column: 0,
      });
      return undefined;
    }
    const [, name = "", force = "", argument = ""] = /^([a-z]+)(!?)\s*(.*)$/.exec(line) ?? [];
    switch (name) {
      case "":
        break;
      case "w":
      case "write":
        this.#write(argument || this.#name);
        break;
      case "wq":
      case "x":
        return name === "x" && !buffer.changed && this.#name !== ""
          ? "quit"
          : this.#write(argument || this.#name)
            ? "quit"
            : undefined;
      case "q":
      case "quit":
      case "qa":
        if (!buffer.changed || force) return "quit";
        this.#message = "E37: No write since last change (add ! to override)";
        break;
      case "e":
        if (buffer.changed && !force) this.#message = "E37: No write since last change (add ! to override)";
        else {
          this.#name = argument || this.#name;
          this.#load(this.#name);
        }
        break;
      case "set":
      case "syntax":
      case "noh":
        break;
      default:
        this.#message = `E492: Not an editor command: ${line}`;
    }
    return undefined;
  }

  #substitute([, range, , from = "", to = "", flags = ""]: RegExpExecArray): void {
    const buffer = this.#buffer;
    const [first, last = first] =
      range === undefined
        ? [buffer.row + 1]
        : range === "%"
          ? [1, buffer.lines.length]
          : range.split(",").map((part) => (part === "$" ? buffer.lines.length : Number(part)));
    const regex = pattern(
      from,
      flags.includes("g") ? (flags.includes("i") ? "gi" : "g") : flags.includes("i") ? "i" : "",
    );
    const text = to
      .replace(/\\\//g, "/")
      .replace(/(^|[^\\])&/g, "$1$$&")
      .replace(/\\(\d)/g, "$$$1");
    buffer.remember();
    let changed = 0;
    buffer.lines = buffer.lines.map((line, i) => {
      if (i + 1 < (first ?? 1) || i + 1 > (last ?? 1)) return line;
      const made = line.replace(regex, text);
      if (made !== line) changed++;
      return made;
    });
    buffer.changed ||= changed > 0;
    if (changed === 0) this.#message = `E486: Pattern not found: ${from}`;
  }

  #write(name: string): boolean {
    if (name === "") {
      this.#message = "E32: No file name";
      return false;
    }
    try {
      const { text, lines } = this.#buffer;
      this.#run.files.writeFile(this.#run.path(name), text);
      this.#message = `"${name}" ${text === "" ? 0 : lines.length}L, ${text.length}B written`;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#message = `"${name}" E212: Can't open file for writing`;
      return false;
    }
    this.#name ||= name;
    this.#buffer.changed = false;
    return true;
  }

  /** Reads the rest of a `:` or `/` line; undefined when it is called off. */
  async #ask(kind: string): Promise<string | undefined> {
    let text = "";
    for (;;) {
      if (!this.#keyboard.isAhead) await this.#draw(kind + text);
      const key = await this.#keyboard.next();
      if (key === null || key === undefined || key === "escape" || key === ctrl("C")) return undefined;
      if (key === "enter") return text;
      if (key === "backspace") {
        if (text === "") return undefined;
        text = [...text].slice(0, -1).join("");
      } else if ([...key].length === 1 && key >= " ") text += key;
    }
  }
}

function pattern(text: string, flags = "g"): RegExp {
  const source = text.replace(/\\\//g, "/").replace(/\\</g, "\\b").replace(/\\>/g, "\\b");
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), flags);
  }
}
