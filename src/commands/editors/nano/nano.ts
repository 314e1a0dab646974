import { languageOf } from "../../../cli/not-simulated.ts";
import { FileError } from "../../../kernel/filesystem.ts";
import { command, Failure, type Run } from "../../command.ts";
import { ctrl, Keyboard, takeScreen } from "../../keyboard.ts";
import { isTyped, readPromptLine } from "../prompt-line.ts";
import { TextBuffer } from "../text-buffer.ts";
import { NanoScreen } from "./nano-screen.ts";

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
  readonly #keyboard: Keyboard;
  readonly #screen: NanoScreen;
  readonly #buffer: TextBuffer;
  #name: string;
  #message = "";
  #cut: string[] = [];
  /** Whether the last key was a cut: cuts in a row are pasted together. */
  #cutting = false;
  #search = "";

  constructor(run: Run, name: string | undefined) {
    this.#run = run;
    this.#keyboard = new Keyboard(run.process);
    this.#screen = new NanoScreen(run.process);
    this.#name = name ?? "";
    this.#buffer = new TextBuffer(name === undefined ? "" : this.#read(name));
  }

  /** The text to begin with; the message says how reading went. */
  #read(name: string): string {
    const { files } = this.#run;
    const path = this.#run.path(name);
    try {
      if (files.exists(path) && files.stat(path).kind === "directory") {
        this.#message = `"${name}" is a directory`;
        return "";
      }
      const text = files.readFile(path);
      const count = text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
      this.#message = `Read ${counted(count, "line")}`;
      return text;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#message = error.code === "ENOENT" ? "New File" : `Error reading ${name}: ${error.message}`;
      return "";
    }
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
    return this.#screen.draw(this.#buffer, this.#name, this.#message, prompt);
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
        this.#message = SUMMARY[languageOf(this.#run.process.env)];
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
        buffer.vertical(-this.#screen.page);
        break;
      case "pagedown":
      case ctrl("V"):
        buffer.vertical(this.#screen.page);
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
        if (key === "\t" || isTyped(key)) {
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
    this.#message = `Wrote ${counted(count, "line")}`;
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
    this.#message = count === 0 ? `"${from}" not found` : `Replaced ${counted(count, "occurrence")}`;
  }

  /** Reads a line under the text; undefined when it is called off. */
  #ask(question: string, given = ""): Promise<string | undefined> {
    const clearing = [ctrl("U"), ctrl("K")];
    return readPromptLine(this.#keyboard, (text) => this.#draw(question + text), { given, clearing });
  }
}

/** `1 line`, `2 lines`. */
function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
