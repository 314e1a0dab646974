import { decode, encode } from "../kernel/bytes.ts";

/** A key as readline's manual writes it ("C-a", "M-b", "Left"), or text that was typed ("text") or pasted ("paste"). */
export interface Key {
  readonly name: string;
  /** The text, of "text" and "paste". */
  readonly text: string;
  /** What the terminal sent. */
  readonly raw: string;
}

const ESC = "\x1b";
const PASTE_END = "\x1b[201~";
const CONTROL_NAMES: Readonly<Record<string, string>> = {
  "\t": "Tab",
  "\r": "Enter",
  "\n": "Enter",
  "\x7f": "Backspace",
  "\x08": "C-h",
  "\x1f": "C-_",
  "\x1c": "C-\\",
  "\x1d": "C-]",
  "\x1e": "C-^",
  "\0": "C-@",
};
const FINAL_NAMES: Readonly<Record<string, string>> = {
  A: "Up",
  B: "Down",
  C: "Right",
  D: "Left",
  H: "Home",
  F: "End",
  Z: "S-Tab",
};
const TILDE_NAMES: Readonly<Record<string, string>> = {
  1: "Home",
  2: "Insert",
  3: "Delete",
  4: "End",
  5: "PageUp",
  6: "PageDown",
  7: "Home",
  8: "End",
};

/** Turns what a terminal sends into keys. An unfinished escape sequence or character waits for the rest of it. */
export class KeyDecoder {
  #pending = "";

  /** Adds what was read. */
  push(text: string): void {
    this.#pending += text;
  }

  /** The next whole key, or undefined when more must come first. */
  next(): Key | undefined {
    const first = this.#pending[0];
    if (first === undefined) return undefined;
    if (first === ESC) return this.#escape();
    if (isControl(first)) return this.#take(1, CONTROL_NAMES[first] ?? `C-${letterOf(first)}`);
    return this.#text();
  }

  /** Whether all that has come is the Escape key, which may be the beginning of more. */
  get holdsEscape(): boolean {
    return this.#pending === ESC;
  }

  /** What has not become a key yet, which is then forgotten here. */
  takeRest(): string {
    const rest = this.#pending;
    this.#pending = "";
    return rest;
  }

  #take(length: number, name: string, text = ""): Key {
    const raw = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    return { name, text, raw };
  }

  #text(): Key | undefined {
    let end = 0;
    while (end < this.#pending.length && !isControl(this.#pending[end] ?? "") && this.#pending[end] !== ESC) end++;
    let text = this.#pending.slice(0, end);
    if (/[\udc80-\udcff]/.test(text)) text = decode(encode(text));
    const whole = end < this.#pending.length ? text : text.replace(UNFINISHED, "");
    this.#pending = text.slice(whole.length) + this.#pending.slice(end);
    return whole === "" ? undefined : { name: "text", text: whole, raw: whole };
  }

  #escape(): Key | undefined {
    const sequence = /^\x1b\x1b?(?:\[([<-?]?[\d;]*)([ -/]*[@-~])|O([ -~]))/.exec(this.#pending);
    if (sequence) {
      const [all, parameters = "", final = "", letter = ""] = sequence;
      if (final === "~" && parameters === "200") return this.#paste(all.length);
      const meta = all.startsWith(ESC + ESC) ? "M-" : "";
      return this.#take(all.length, meta + nameOf(parameters, final || letter));
    }
    if (/^\x1b\x1b?(?:\[[ -?]*|O)?$/.test(this.#pending))
      return this.#pending === ESC + ESC ? this.#take(2, "M-Escape") : undefined;
    const second = String.fromCodePoint(this.#pending.codePointAt(1) ?? 0);
    const name = isControl(second) || second === ESC ? (CONTROL_NAMES[second] ?? `C-${letterOf(second)}`) : second;
    return this.#take(1 + second.length, `M-${name}`);
  }

  #paste(start: number): Key | undefined {
    const end = this.#pending.indexOf(PASTE_END, start);
    if (end < 0) return undefined;
    const text = this.#pending.slice(start, end).replace(/\r\n?/g, "\n");
    return this.#take(end + PASTE_END.length, "paste", text);
  }
}

/** A beginning of a character at the end of what came: half a surrogate pair, or the first bytes of UTF-8. */
const UNFINISHED = /(?:[\ud800-\udbff]|[\udcc2-\udcf4][\udc80-\udcbf]{0,2})$/;

function isControl(char: string): boolean {
  return (char < " " && char !== ESC) || char === "\x7f";
}

function letterOf(control: string): string {
  return String.fromCharCode(control.charCodeAt(0) + 0x60);
}

/** The name of an escape sequence, with xterm's modifiers ("1;5" before C is Ctrl-Right). */
function nameOf(parameters: string, final: string): string {
  const [first = "", modifiers = "1"] = parameters.split(";");
  const bits = Number(modifiers) - 1;
  const name = final === "~" ? TILDE_NAMES[first] : FINAL_NAMES[final];
  if (name === undefined) return "unknown";
  return `${bits & 2 ? "M-" : ""}${bits & 4 ? "C-" : ""}${name}`;
}
