/** Characters that may wait for the screen before whoever writes is told to wait. */
const HIGH_WATER = 65_536;
/** It may go on when no more than this is left. */
const LOW_WATER = 16_384;

/**
 * Between a terminal line and the screen: writes at once, and slows the writer down while the screen has not drawn what
 * it was given. So a flood of output neither fills the memory nor keeps Ctrl-C from being heard.
 */
export class OutputQueue {
  readonly #sink: (text: string, drawn: () => void) => void;
  #waiting = 0;
  #room: { promise: Promise<void>; open: () => void } | undefined;

  /** @param sink draws a text, and calls back when it has */
  constructor(sink: (text: string, drawn: () => void) => void) {
    this.#sink = sink;
  }

  /** For `Tty.onOutput`: nothing, or a promise to wait for. */
  write(text: string): void | Promise<void> {
    this.#waiting += text.length;
    this.#sink(text, () => {
      this.#waiting -= text.length;
      if (this.#waiting > LOW_WATER) return;
      this.#room?.open();
      this.#room = undefined;
    });
    if (this.#waiting <= HIGH_WATER) return undefined;
    this.#room ??= newRoom();
    return this.#room.promise;
  }
}

function newRoom(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
