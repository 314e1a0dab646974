import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import type { Tty } from "../kernel/tty.ts";
import { xtermWidths } from "../readline/display-width.ts";
import { Announcer } from "./announcer.ts";
import { readColours } from "./colours.ts";
import { wireKeyboard } from "./keyboard.ts";
import { OutputQueue } from "./output-queue.ts";
import type { Settings } from "./settings.ts";
import { plainText } from "./transcript.ts";

/** Lines that can be scrolled back to. */
const SCROLLBACK = 5000;
const BELL_MS = 150;
/** Links to the reader's own machine are none: the port is published in the lab. */
const LINKS =
  /https?:\/\/(?!localhost|127\.|0\.0\.0\.0|10\.|172\.|192\.168\.|\[)[\w-]+\.[^\s"'<>`{}|\\^]*[^\s"'<>`{}|\\^:;,.!?)\]]/;

/** The picture of one terminal line in the page: xterm, its size, colours and keys. */
export class Screen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #announcer: Announcer;
  readonly #frame: HTMLElement;
  readonly #resized = new ResizeObserver(() => this.fit());
  #tty: Tty | undefined;

  /**
   * @param frame a visible element of the page, which the terminal fills
   * @param region an element with aria-live, for what a screen reader is told
   */
  constructor(frame: HTMLElement, region: HTMLElement, settings: Settings) {
    this.#frame = frame;
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      fontFamily: getComputedStyle(frame).fontFamily,
      fontSize: settings.fontSize,
      lineHeight: 1.15,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      scrollback: SCROLLBACK,
      theme: readColours(frame),
    });
    this.#terminal.unicode.register(xtermWidths);
    this.#terminal.unicode.activeVersion = xtermWidths.version;
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(new WebLinksAddon(openLink, { urlRegex: LINKS }));
    this.#terminal.open(frame);
    this.#announcer = new Announcer(this.#terminal, region);
    this.#announcer.setOn(settings.screenReader);
    wireKeyboard(this.#terminal, (keys) => this.#tty?.type(keys));
    this.#terminal.onData((keys) => this.#tty?.type(keys));
    this.#terminal.onResize(({ cols, rows }) => this.#tty?.resize(cols, rows));
    this.#terminal.onBell(() => this.#flash());
    this.#resized.observe(frame);
    this.fit();
  }

  /** Shows a terminal line from now on, on an empty screen. */
  attach(tty: Tty): void {
    this.#tty = tty;
    this.#terminal.reset();
    const queue = new OutputQueue((text, drawn) => this.#terminal.write(text, drawn));
    tty.onOutput = (text) => queue.write(text.replace(LONE_BYTES, "\ufffd"));
    tty.resize(this.#terminal.cols, this.#terminal.rows);
  }

  /** Fills the frame with as many columns and rows as fit; a hidden one is left as it is. */
  fit(): void {
    const size = this.#frame.clientWidth > 0 ? this.#fit.proposeDimensions() : undefined;
    if (size && Number.isFinite(size.cols) && Number.isFinite(size.rows)) this.#fit.fit();
  }

  apply(settings: Settings): void {
    if (this.#terminal.options.fontSize !== settings.fontSize) {
      this.#terminal.options.fontSize = settings.fontSize;
      this.fit();
    }
    if (this.#terminal.options.screenReaderMode !== settings.screenReader) this.#announcer.setOn(settings.screenReader);
  }

  /** Takes the page's colours anew. */
  refreshColours(): void {
    this.#terminal.options.theme = readColours(this.#frame);
  }

  /** What the text field for the keys is called. */
  setLabel(text: string): void {
    this.#terminal.textarea?.setAttribute("aria-label", text);
  }

  /** No soft keyboard for the terminal itself: its compositions break xterm. Keys of a real keyboard still come. */
  setSoftKeyboard(on: boolean): void {
    if (this.#terminal.textarea) this.#terminal.textarea.inputMode = on ? "text" : "none";
  }

  focus(): void {
    this.#terminal.focus();
  }

  scrollToBottom(): void {
    this.#terminal.scrollToBottom();
  }

  /** Everything that can be scrolled back to, as plain text. */
  get transcript(): string {
    return plainText(this.#terminal.buffer.normal);
  }

  dispose(): void {
    this.#resized.disconnect();
    this.#terminal.dispose();
  }

  /** The bell is seen and not heard. */
  #flash(): void {
    this.#frame.dataset.bell = "";
    setTimeout(() => delete this.#frame.dataset.bell, BELL_MS);
  }
}

/** Bytes that are no UTF-8, as the kernel carries them. */
const LONE_BYTES = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

function openLink(_event: MouseEvent, address: string): void {
  window.open(address, "_blank", "noopener,noreferrer");
}
