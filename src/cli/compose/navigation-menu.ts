import type { Tty } from "../../kernel/tty.ts";

const SAVE = "\x1b7";
const RESTORE = "\x1b8";
const CLEAR_LINE = "\x1b[2K";
const START = "\x1b[0G";
const SHOW = "\x1b[?25h";
const faint = (text: string) => `\x1b[2m${text}\x1b[0m`;
const key = (letter: string) => `\x1b[1;38;2;0;0;0;48;2;255;255;255m${letter}\x1b[0m`;
/** How long a mistake stays on the screen, ms. */
export const ERROR_MS = 10_000;

/** The line of keys at the foot of `docker compose up` (docker/compose, cmd/formatter/shortcut.go; recording 13). */
export class NavigationMenu {
  readonly #tty: Pick<Tty, "rows" | "columns">;
  #on = true;
  #error = "";
  /** Whether files are watched. */
  watching = false;

  constructor(tty: Pick<Tty, "rows" | "columns">) {
    this.#tty = tty;
  }

  /** Makes room for a line of a log. */
  before(): string {
    return this.clear();
  }

  /** Draws it again below. */
  after(): string {
    return this.#on ? this.draw() : "";
  }

  clear(): string {
    return `${START}${SAVE}${`\x1b[1B${CLEAR_LINE}`.repeat(this.#tty.rows)}${RESTORE}`;
  }

  draw(): string {
    const lines = this.#error === "" ? 2 : 3;
    const room = `${CLEAR_LINE}\n${START}`.repeat(lines);
    const { rows } = this.#tty;
    const problem = this.#error === "" ? "" : `\x1b[${rows - 1};0H${CLEAR_LINE}${this.#error}`;
    const menu = `${key("w")}${faint(this.watching ? " Disable Watch" : " Enable Watch")}`;
    return `${this.clear()}${room}\x1b[${lines}A${START}${SAVE}${problem}\x1b[${rows};0H${CLEAR_LINE}${menu}${START}${RESTORE}`;
  }

  /** "w" without anything to watch. */
  watchMissing(): string {
    const link = "\x1b[36mhttps://docs.docker.com/compose/file-watch/\x1b[0m";
    this.#error = `\x1b[1;36mWatch →\x1b[0m  watch is not yet configured. Learn more: ${link}`;
    return this.draw();
  }

  /** The mistake has been on the screen long enough. */
  forgetError(): string {
    this.#error = "";
    return this.after();
  }

  /** Takes it away for good. */
  leave(): string {
    this.#on = false;
    return `${this.clear()}${SHOW}`;
  }
}
