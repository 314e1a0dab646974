import type { IBuffer, IMarker, Terminal } from "@xterm/xterm";
import { plainText } from "./transcript.ts";

/** Output counts as finished when nothing has changed for this long, ms. */
const QUIET_MS = 350;
/** More than this is not read aloud: the rows can be read one by one. */
const MOST_LINES = 20;

/**
 * Tells a screen reader what the terminal shows: once, when it has stopped changing, so that the frames of a progress bar
 * are not read. xterm's own live region, which says every character as it comes, is silenced.
 */
export class Announcer {
  readonly #terminal: Terminal;
  readonly #region: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #from: IMarker | undefined;
  #lastRow = "";
  #buffer: IBuffer["type"] = "normal";
  /** Where it was in the scrolling screen when a program took the whole of it. */
  #before: { readonly from: IMarker | undefined; readonly lastRow: string } | undefined;
  #typing = false;
  #stop: () => void = () => {};

  /** @param region an element with aria-live */
  constructor(terminal: Terminal, region: HTMLElement) {
    this.#terminal = terminal;
    this.#region = region;
  }

  setOn(on: boolean): void {
    this.#stop();
    this.#terminal.options.screenReaderMode = on;
    this.#region.textContent = "";
    if (!on) return;
    this.#terminal.element?.querySelector(".live-region")?.setAttribute("aria-live", "off");
    this.#begin();
    const parsed = this.#terminal.onWriteParsed(() => this.#schedule());
    const keys = this.#terminal.onData((data) => {
      // What is typed is told by the screen reader itself; what Tab or an arrow brings is not.
      this.#typing = !/[\x00-\x1f]/.test(data);
    });
    this.#stop = () => {
      clearTimeout(this.#timer);
      this.#from?.dispose();
      this.#before?.from?.dispose();
      parsed.dispose();
      keys.dispose();
      this.#stop = () => {};
    };
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#announce(), QUIET_MS);
  }

  #begin(): void {
    this.#from?.dispose();
    this.#from = this.#terminal.registerMarker();
    this.#lastRow = this.#rows(this.#cursorRow);
    this.#buffer = this.#terminal.buffer.active.type;
  }

  #announce(): void {
    const { active } = this.#terminal.buffer;
    if (active.type !== this.#buffer) {
      if (active.type === "alternate") {
        this.#before = { from: this.#from, lastRow: this.#lastRow };
        this.#from = undefined;
        // What the program shows, wherever its cursor is.
        this.#say(plainText(active, active.baseY).replace(/\n{2,}/g, "\n"));
        this.#begin();
        return;
      }
      this.#from?.dispose();
      this.#from = this.#before?.from;
      this.#lastRow = this.#before?.lastRow ?? "";
    }
    const from = this.#from && !this.#from.isDisposed ? this.#from.line : this.#terminal.buffer.active.baseY;
    const text = this.#rows(from);
    const isSameRow = from === this.#cursorRow;
    if (text !== this.#lastRow && !(isSameRow && this.#typing))
      this.#say(isSameRow ? text : withoutStart(text, this.#lastRow));
    this.#begin();
  }

  #say(text: string): void {
    const lines = text.split("\n");
    this.#region.textContent = (lines.length > MOST_LINES ? ["…", ...lines.slice(-MOST_LINES)] : lines).join("\n");
  }

  get #cursorRow(): number {
    const { active } = this.#terminal.buffer;
    return active.baseY + active.cursorY;
  }

  #rows(from: number): string {
    return plainText(this.#terminal.buffer.active, from, this.#cursorRow + 1);
  }
}

/** The rows since the last announcement, without the row that was announced then (a prompt, and the command typed in it). */
function withoutStart(text: string, start: string): string {
  return start !== "" && text.startsWith(start) ? text.slice(text.indexOf("\n") + 1) : text;
}
