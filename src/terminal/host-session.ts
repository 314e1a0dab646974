import { Tty } from "../kernel/tty.ts";
import { listenForPrompt, type PromptListener } from "../shell/prompt.ts";
import { wrapWords } from "./message.ts";
import { Typist } from "./typist.ts";

/** What a session needs of the lab. */
export interface Login {
  login(host: string, tty: Tty): { readonly exited: Promise<number> };
}

/** Where a session is seen. */
interface Display {
  attach(tty: Tty): void;
}

interface HostSessionOptions {
  readonly host: string;
  readonly lab: Login;
  readonly display: Display;
  /** The shell waits for a command again. */
  readonly onPrompt: () => void;
  /** What is said when a login has ended; undefined when the next is to begin by itself, on a host that is off. */
  readonly endedMessage: () => string | undefined;
  readonly pause: (ms: number) => Promise<void>;
  readonly typeAtOnce: () => boolean;
}

const INTERRUPT = "\x03";

/** A reader's session on one host: a terminal line with a login on it, and a new login after each that ends. */
export class HostSession {
  readonly #options: HostSessionOptions;
  #tty = new Tty();
  #typist: Typist;
  #ended = false;

  /** Logs in at once. @param greeting shown first, its lines broken between words */
  constructor(options: HostSessionOptions, greeting = "") {
    this.#options = options;
    this.#typist = this.#start(greeting);
  }

  get tty(): Tty {
    return this.#tty;
  }

  /** Keys, as a keyboard sends them. */
  type(keys: string): void {
    if (keys === INTERRUPT) this.#typist.interrupt();
    this.#tty.type(keys);
  }

  /**
   * Types commands at the prompt, one after another. Resolves when the last has been typed, or the signal aborts.
   * @param inside they begin in the shell of a container, if one is open
   * @param onBegun called when the first has been typed, or dropped
   */
  run(commands: readonly string[], signal: AbortSignal, inside = false, onBegun?: () => void): Promise<void> {
    if (this.#ended) this.#tty.type("\r");
    return this.#typist.run(commands, signal, inside, onBegun);
  }

  /** Whether a command waits for what is running. */
  get busy(): boolean {
    return this.#typist.waiting && !this.#ended;
  }

  /** A new terminal line and a new login, for a lab that has begun anew. */
  restart(): void {
    this.close();
    this.#typist = this.#start("");
  }

  /** Ends the login, of a host that is no more. */
  close(): void {
    const old = this.#tty;
    old.onOutput = () => {};
    this.#tty = new Tty();
    old.hangUp();
  }

  #start(greeting: string): Typist {
    const tty = this.#tty;
    const { pause, typeAtOnce: atOnce } = this.#options;
    const typist = new Typist({ tty, pause, atOnce });
    this.#ended = false;
    this.#options.display.attach(tty);
    if (greeting !== "") void tty.output.write(`${wrapWords(greeting, tty.columns)}\n\n`);
    void this.#keepLoggedIn(tty, typist);
    return typist;
  }

  async #keepLoggedIn(tty: Tty, typist: Typist): Promise<void> {
    const listener: PromptListener = {
      atPrompt: () => {
        typist.atPrompt();
        this.#options.onPrompt();
      },
      running: () => typist.running(),
    };
    while (tty === this.#tty) {
      const stopListening = listenForPrompt(tty, listener);
      await this.#options.lab.login(this.#options.host, tty).exited;
      stopListening();
      typist.running();
      if (tty !== this.#tty) return;
      const message = this.#options.endedMessage();
      if (message === undefined) {
        await tty.output.write("\x1b[0m\n");
        continue;
      }
      this.#ended = true;
      await tty.output.write(`\x1b[0m\n${wrapWords(message, tty.columns)}\n`);
      if (!typist.waiting) await enterPressed(tty);
      this.#ended = false;
    }
  }
}

/** Resolves when Enter has been typed, or the terminal is gone; other keys do nothing. */
async function enterPressed(tty: Tty): Promise<void> {
  const restore = tty.setRaw();
  try {
    for (let keys = await tty.input.read(); keys !== null; keys = await tty.input.read()) {
      const end = keys.search(/[\r\n]/);
      if (end < 0) continue;
      tty.input.unread?.(keys.slice(end + 1));
      return;
    }
  } finally {
    restore();
  }
}
