import type { Process } from "../kernel/process.ts";

/**
 * What is typed on a process's terminal, also when its standard input is a pipe (`docker logs web | less`).
 * @param ms how long to wait at most
 * @returns the keys as they came, undefined when none came in time, null when the terminal has gone
 */
export async function nextKeys(process: Process, ms?: number): Promise<string | null | undefined> {
  const { tty, machine, signal } = process;
  if (!tty) return null;
  if (ms === undefined) return tty.input.read(signal);
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  const cancel = machine.clock.after(ms, () => waiting.abort());
  try {
    return await tty.input.read(either);
  } catch (error) {
    if (signal.aborted || !waiting.signal.aborted) throw error;
    return undefined;
  } finally {
    cancel();
  }
}

const SEQUENCES: Readonly<Record<string, string>> = {
  "\x1b[A": "up",
  "\x1b[B": "down",
  "\x1b[C": "right",
  "\x1b[D": "left",
  "\x1bOA": "up",
  "\x1bOB": "down",
  "\x1bOC": "right",
  "\x1bOD": "left",
  "\x1b[H": "home",
  "\x1b[F": "end",
  "\x1bOH": "home",
  "\x1bOF": "end",
  "\x1b[1~": "home",
  "\x1b[4~": "end",
  "\x1b[2~": "insert",
  "\x1b[3~": "delete",
  "\x1b[5~": "pageup",
  "\x1b[6~": "pagedown",
  "\x1b[1;5C": "wordright",
  "\x1b[1;5D": "wordleft",
  "\r": "enter",
  "\n": "enter",
  "\x7f": "backspace",
  "\b": "backspace",
  "\x1b": "escape",
};

/** Splits what was typed into keys: a name for the special ones, else the character. */
export function keysIn(typed: string): string[] {
  const keys: string[] = [];
  for (let rest = typed; rest !== ""; ) {
    const [sequence = ""] = /^\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])/.exec(rest) ?? [];
    const key = sequence === "" ? String.fromCodePoint(rest.codePointAt(0) ?? 0) : sequence;
    keys.push(SEQUENCES[key] ?? key);
    rest = rest.slice(key.length);
  }
  return keys;
}

/** Ctrl and a letter as it is typed. */
export const ctrl = (letter: string) => String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64);

/**
 * Takes over a process's terminal: raw keys, and with `alternate` a screen of its own. What it returns gives all back.
 */
export async function takeScreen(process: Process, alternate = true): Promise<() => Promise<void>> {
  const restore = process.tty?.setRaw() ?? (() => {});
  const write = (text: string) => process.tty?.output.write(text);
  if (alternate) await write("\x1b[?1049h\x1b[H\x1b[2J");
  return async () => {
    if (alternate) await write("\x1b[?1049l");
    restore();
  };
}

/** Keys one by one, whatever pieces they come in. */
export class Keyboard {
  readonly #process: Process;
  #waiting: string[] = [];

  constructor(process: Process) {
    this.#process = process;
  }

  /** The next key; undefined when none came in `ms`, null when the terminal has gone. */
  async next(ms?: number): Promise<string | null | undefined> {
    while (this.#waiting.length === 0) {
      const typed = await nextKeys(this.#process, ms);
      if (typed === null || typed === undefined) return typed;
      this.#waiting = keysIn(typed);
    }
    return this.#waiting.shift();
  }

  /** Whether more has been typed already. */
  get isAhead(): boolean {
    return this.#waiting.length > 0;
  }
}
