import type { Process } from "../../../kernel/process.ts";
import { EditorScreen } from "../editor-screen.ts";
import type { TextBuffer } from "../text-buffer.ts";

const KEYS = [
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

/** What nano shows: its title, the text, a row for its words or its question, and two rows of keys. */
export class NanoScreen {
  readonly #screen: EditorScreen;

  constructor(process: Process) {
    this.#screen = new EditorScreen(process);
  }

  /** The lines that a page up or down goes. */
  get page(): number {
    return this.#screen.rows - 6;
  }

  /**
   * Draws everything anew.
   * @param name the file's, "" when it has none yet
   * @param message nano's words, "" for none
   * @param prompt a question with what is typed after it, which stands in the message's place and has the cursor
   */
  draw(buffer: TextBuffer, name: string, message: string, prompt?: string): Promise<void> {
    const { columns, rows } = this.#screen;
    const question = prompt === undefined ? centred(message, columns) : `\x1b[7m${prompt.padEnd(columns)}`;
    return this.#screen.draw(buffer, {
      above: [title(name, buffer.changed, columns), ""],
      below: [question, keyRow(KEYS.slice(0, 6), columns), keyRow(KEYS.slice(6), columns)],
      ...(prompt === undefined ? {} : { cursor: [rows - 3, prompt.length] }),
    });
  }
}

function title(fileName: string, isChanged: boolean, columns: number): string {
  const program = "  GNU nano 8.7";
  const name = fileName || "New Buffer";
  const middle = name.padStart(Math.floor((columns + name.length) / 2) - program.length);
  const state = isChanged ? "Modified " : "";
  return `\x1b[7m${(program + middle).padEnd(columns - state.length)}${state}`;
}

function centred(message: string, columns: number): string {
  if (message === "") return "";
  const before = Math.max(0, Math.floor((columns - message.length - 4) / 2));
  return `${" ".repeat(before)}\x1b[7m[ ${message} ]\x1b[m`;
}

function keyRow(keys: readonly (readonly [key: string, words: string])[], columns: number): string {
  const width = Math.floor(columns / 6);
  return keys
    .map(
      ([key, words]) =>
        `\x1b[7m${key}\x1b[27m ${words}`.slice(0, width + 9) +
        " ".repeat(Math.max(0, width - key.length - 1 - words.length)),
    )
    .join("");
}
