import { languageOf } from "../../../cli/not-simulated.ts";
import { FileError } from "../../../kernel/filesystem.ts";
import type { Process } from "../../../kernel/process.ts";
import { command, Failure, type Run } from "../../command.ts";
import { ctrl, Keyboard, takeScreen } from "../../keyboard.ts";
import { EditorScreen } from "../editor-screen.ts";
import { TextBuffer } from "../text-buffer.ts";

const HELP = [
  ["^G", "Help"],
  ["^O", "Write Out"],
  ["^W", "Where Is"],
  ["^K", "Cut"],
  ["^C", "Location"],
  ["^X", "Exit"],
  ["M-U", "Undo"],
  ["^\\", "Replace"],
  ["^U", "Paste"],
  ["^_", "Go To Line"],
] as const;

/** Short help of ours, in the reader's language. */
const SUMMARY = {
  es: "^O guarda, ^X sale, ^K corta la línea, ^U la pega, ^W busca, M-U deshace",
  en: "^O saves, ^X exits, ^K cuts the line, ^U pastes it, ^W searches, M-U undoes",
} as const;

export const nano = command(
  {
    usage: "[OPTIONS] [[+LINE[,COLUMN]] FILE]...",
    about: "A small text editor: ^O saves, ^X exits.",
    short: "ABcEilmSvwx$T:r:",
    before: (args) => args.filter((arg) => !/^\+\d/.test(arg)),
  },
  async (run) => {
    const { process } = run;
    if (!process.tty || !process.stdout.isTTY) throw new Failure("Standard output is not a terminal");
    const leave = await takeScreen(process);
    try {
      await new Nano(run, run.operands[0]).run();
    } finally {
      await leave();
    }
    return 0;
  },
);

class Nano {
  readonly #run: Run;
  readonly #process: Process;
  readonly #keyboard: Keyboard;
  readonly #screen: EditorScreen;
  readonly #buffer: TextBuffer;
  #name: string;
  #message = "";
  #cut: string[] = [];
  /** Whether the last key was a cut: cuts in a row are pasted together. */
  #cutting = false;
  #search = "";

  constructor(run: Run, name: string | undefined) {
    this.#run = run;
    this.#process = run.process;
    this.#keyboard = new Keyboard(run.process);
    this.#screen = new EditorScreen(run.process);
    this.#name = name ?? "";
    let text = "";
    if (name !== undefined) {
      try {
        if (run.files.exists(run.path(name)) && run.files.stat(run.path(name)).kind === "directory")
          this.#message = `"${name}" is a directory`;
        else {
          text = run.files.readFile(run.path(name));
          const count = text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
          this.#message = `Read ${count} line${count === 1 ? "" : "s"}`;
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.#message = error.code === "ENOENT" ? "New File" : `Error reading ${name}: ${error.message}`;
      }
    }
    this.#buffer = new TextBuffer(text);
  }

  async run(): Promise<void> {
    for (;;) {
      if (!this.#keyboard.isAhead) await this.#draw();
      const key = await this.#keyboard.next();
      if (key === null || key === undefined) return;
      this.#message = "";
      if ((await this.#key(key)) === "exit") return;
    }
  }

  #draw(prompt?: string): Promise<void> {
    const { columns, rows } = this.#screen;
    const title = `  GNU nano 8.7`;
    const name = this.#name || "New Buffer";
    const middle = name.padStart(Math.floor((columns + name.length) / 2) - title.length);
    const state = this.#buffer.changed ? "Modified " : "";
    const head = `\x1b[7m${(title + middle).padEnd(columns - state.length)}${state}`;
    const message =
      prompt === undefined
        ? this.#message === ""
          ? ""
          : `\x1b[7m[ ${this.#message} ]\x1b[m`
        : `\x1b[7m${prompt.padEnd(columns)}`;
    const centred =
      prompt === undefined && message !== ""
        ? " ".repeat(Math.max(0, Math.floor((columns - this.#message.length - 4) / 2))) + message
        : message;
    const below = [centred, this.#helpRow(HELP.slice(0, 6), columns), this.#helpRow(HELP.slice(6), columns)];
    return this.#screen.draw(this.#buffer, {
      above: [head, ""],
      below,
      ...(prompt === undefined ? {} : { cursor: [rows - 3, prompt.length] }),
    });
  }

  #helpRow(items: readonly (readonly [string, string])[], columns: number): string {
    const width = Math.floor(columns / 6);
    return items
      .map(
        ([key, words]) =>
          `\x1b[7m${key}\x1b[27m ${words}`.slice(0, width + 9) +
          " ".repeat(Math.max(0, width - key.length - 1 - words.length)),
      )
      .join("");
  }

  async #key(key: string): Promise<"exit" | undefined> {
    const buffer = this.#buffer;
    const wasCutting = this.#cutting;
    this.#cutting = key === ctrl("K");
    switch (key) {
      case ctrl("X"):
        return this.#exit();
      case ctrl("O"):
      case ctrl("S"):
        await this.#save(key === ctrl("O"));
        break;
      case ctrl("K"): {
        buffer.remember();
        const cut = buffer.cutLines();
        this.#cut = wasCutting ? [...this.#cut, ...cut] : cut;
        break;
      }
      case ctrl("U"):
        buffer.remember();
        buffer.insert(this.#cut.map((line) => `${line}\n`).join(""));
        break;
      case ctrl("W"):
      case ctrl("F"):
        await this.#find();
        break;
      case ctrl("\\"):
        await this.#replace();
        break;
      case ctrl("_"):
      case ctrl("T"): {
        const line = await this.#ask("Enter line number, column number: ");
        if (line !== undefined && Number(line) > 0) buffer.row = Math.min(buffer.lines.length, Number(line)) - 1;
        buffer.column = 0;
        break;
      }
      case ctrl("C"):
        this.#message = `line ${buffer.row + 1}/${buffer.lines.length}, col ${buffer.column + 1}/${buffer.line.length + 1}`;
        break;
      case ctrl("G"):
        this.#message = SUMMARY[languageOf(this.#process.env)];
        break;
      case "escape": {
        const meta = await this.#keyboard.next();
        if (meta === "u" || meta === "U") this.#message = buffer.undo() ? "Undid action" : "Nothing to undo";
        break;
      }
      case ctrl("A"):
      case "home":
        buffer.column = 0;
        break;
      case ctrl("E"):
      case "end":
        buffer.column = buffer.line.length;
        break;
      case "up":
      case ctrl("P"):
        buffer.vertical(-1);
        break;
      case "down":
      case ctrl("N"):
        buffer.vertical(1);
        break;
      case "left":
      case ctrl("B"):
        buffer.left();
        break;
      case "right":
        buffer.right();
        break;
      case "pageup":
      case ctrl("Y"):
        buffer.vertical(-(this.#screen.rows - 6));
        break;
      case "pagedown":
      case ctrl("V"):
        buffer.vertical(this.#screen.rows - 6);
        break;
      case "enter":
        buffer.remember();
        buffer.insert("\n");
        break;
      case "backspace":
        buffer.remember();
        buffer.backspace();
        break;
      case "delete":
      case ctrl("D"):
        buffer.remember();
        buffer.delete();
        break;
      default:
        if (key === "\t" || ([...key].length === 1 && key >= " ")) {
          buffer.remember();
          buffer.insert(key);
        }
    }
    return undefined;
  }

  async #exit(): Promise<"exit" | undefined> {
    if (!this.#buffer.changed) return "exit";
    for (;;) {
      await this.#draw("Save modified buffer? (Y/N, ^C cancels) ");
      const key = await this.#keyboard.next();
      if (key === null || key === undefined || key === "n" || key === "N") return "exit";
      if (key === ctrl("C") || key === "escape") {
        this.#message = "Cancelled";
        return undefined;
      }
      if (/^[yYsS]$/.test(key)) return (await this.#save(true)) ? "exit" : undefined;
    }
  }

  async #save(ask: boolean): Promise<boolean> {
    const name = ask || this.#name === "" ? await this.#ask("File Name to Write: ", this.#name) : this.#name;
    if (name === undefined || name === "") {
      this.#message = "Cancelled";
      return false;
    }
    try {
      this.#run.files.writeFile(this.#run.path(name), this.#buffer.text);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#message = `Error writing ${name}: ${error.message}`;
      return false;
    }
    this.#name = name;
    this.#buffer.changed = false;
    const count = this.#buffer.text === "" ? 0 : this.#buffer.lines.length;
    this.#message = `Wrote ${count} line${count === 1 ? "" : "s"}`;
    return true;
  }

  async #find(): Promise<void> {
    const text = await this.#ask(`Search${this.#search === "" ? "" : ` [${this.#search}]`}: `);
    if (text === undefined) {
      this.#message = "Cancelled";
      return;
    }
    if (text !== "") this.#search = text;
    if (this.#search !== "" && !this.#buffer.find(this.#search)) this.#message = `"${this.#search}" not found`;
  }

  async #replace(): Promise<void> {
    const from = await this.#ask("Search (to replace): ");
    const to = from ? await this.#ask("Replace with: ") : undefined;
    if (!from || to === undefined) {
      this.#message = "Cancelled";
      return;
    }
    this.#buffer.remember();
    let count = 0;
    this.#buffer.lines = this.#buffer.lines.map((line) => {
      const parts = line.split(from);
      count += parts.length - 1;
      return parts.join(to);
    });
    this.#buffer.changed ||= count > 0;
    this.#message = count === 0 ? `"${from}" not found` : `Replaced ${count} occurrence${count === 1 ? "" : "s"}`;
  }

  /** Reads a line under the text; undefined when it is called off. */
  async #ask(question: string, given = ""): Promise<string | undefined> {
    let text = given;
    for (;;) {
      if (!this.#keyboard.isAhead) await this.#draw(question + text);
      const key = await this.#keyboard.next();
      if (key === null || key === undefined || key === ctrl("C") || key === "escape") return undefined;
      if (key === "enter") return text;
      if (key === "backspace") text = [...text].slice(0, -1).join("");
      else if (key === ctrl("U") || key === ctrl("K")) text = "";
      else if ([...key].length === 1 && key >= " ") text += key;
    }
  }
}
