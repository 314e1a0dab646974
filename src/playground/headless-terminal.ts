import type { Tty } from "../kernel/tty.ts";
import type { VirtualClock } from "../kernel/virtual-clock.ts";

/** A person waits for the screen to be still this long before typing the next thing, ms of lab time. */
const QUIET_MS = 1000;
/** …but types into a program that never is still after this long: Ctrl-C in `docker logs -f`. */
const IMPATIENT_MS = 5000;
/** When nothing is left to type, a program that waits for more gets the end of input after this long. */
const LEFT_ALONE_MS = 10_000;
/** A person interrupts what has written on and on for this long (`docker stats`, a service that never settles)… */
const NOISY_LIMIT_MS = 10 * 60_000;
/** …and what has been silent for this long. */
const LIMIT_MS = 6 * 3_600_000;
const LOOK_EVERY_MS = 50;

const CTRL_C = "\x03";
const CTRL_D = "\x04";

/**
 * The person at a terminal of the headless playground: types what a request brought, at the moments somebody who
 * watches the screen would, and never leaves a program waiting for ever.
 */
export class HeadlessTerminal {
  readonly #clock: VirtualClock;
  readonly #tty: Tty;
  readonly #pending: string[];
  #screen = "";
  #lastChange: number;
  #lastTyped: number;
  #attempts = 0;
  readonly #begun: number;
  #stopLooking: () => void = () => {};

  constructor(clock: VirtualClock, tty: Tty, input: readonly string[]) {
    this.#clock = clock;
    this.#tty = tty;
    this.#pending = [...input];
    this.#begun = this.#lastChange = this.#lastTyped = clock.now();
    tty.onOutput = (text) => {
      this.#screen += text;
      this.#lastChange = clock.now();
    };
  }

  /** Runs `task` to its end, typing meanwhile; returns what the screen received. */
  async attend<T>(task: Promise<T>): Promise<{ result: T; screen: string }> {
    this.#look();
    try {
      const result = await this.#clock.settle(task, () => this.#typeNext() || this.#giveUp());
      return { result, screen: this.#screen };
    } finally {
      this.#stopLooking();
    }
  }

  #look(): void {
    this.#stopLooking = this.#clock.after(LOOK_EVERY_MS, () => {
      const now = this.#clock.now();
      const quiet = now - this.#lastChange;
      const sinceTyped = now - this.#lastTyped;
      if (this.#pending.length > 0) {
        if ((quiet >= QUIET_MS && sinceTyped >= QUIET_MS) || sinceTyped >= IMPATIENT_MS) this.#typeNext();
      } else if (this.#tty.awaitsInput && quiet >= LEFT_ALONE_MS && sinceTyped >= LEFT_ALONE_MS) this.#giveUp();
      else if (now - this.#begun > (quiet < LEFT_ALONE_MS ? NOISY_LIMIT_MS : LIMIT_MS) && sinceTyped >= LEFT_ALONE_MS) {
        this.#type(CTRL_C);
      }
      this.#look();
    });
  }

  #typeNext(): boolean {
    const next = this.#pending.shift();
    if (next === undefined) return false;
    this.#type(next);
    return true;
  }

  /** End of input first, then an interrupt, then the line is cut. */
  #giveUp(): boolean {
    const attempt = this.#attempts++;
    if (attempt > 3) return false;
    if (attempt === 3) this.#tty.hangUp();
    else this.#type(attempt === 0 ? CTRL_D : CTRL_C);
    return true;
  }

  #type(keys: string): void {
    this.#lastTyped = this.#clock.now();
    // A recorded "\n" is the Enter key, which a terminal sends as "\r".
    this.#tty.type(keys.replaceAll("\n", "\r"));
  }
}
