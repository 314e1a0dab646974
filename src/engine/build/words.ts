/** What is set when a word is expanded. */
export type Variables = Readonly<Record<string, string>>;

export interface ExpandOptions {
  readonly escapeCharacter?: string;
  /** Leave quotes and escapes as they are: for showing an instruction. */
  readonly raw?: boolean;
  /** Leave variables that are not set as they are. */
  readonly keepUnset?: boolean;
  /** Told of every variable that is used but not set. */
  readonly onUnset?: (name: string) => void;
}

/**
 * A word of a Dockerfile with its variables put in and its quotes taken off: `$a`, `${a}`, `${a:-b}`, `${a:+b}`,
 * `${a-b}`, `${a+b}`, `${a:?error}` (buildkit, frontend/dockerfile/shell/lex.go).
 */
export function expandWord(text: string, variables: Variables, options: ExpandOptions = {}): string {
  return new Lexer(text, variables, options).all();
}

/** Words split at blanks outside quotes, expanded. */
export function expandWords(text: string, variables: Variables, options: ExpandOptions = {}): string[] {
  return splitWords(text, options.escapeCharacter).flatMap((word) => {
    const expanded = expandWord(word, variables, options);
    // A variable may hold several words; quoted ones stay one.
    return /["']/.test(word) ? [expanded] : expanded.split(/\s+/).filter((part) => part !== "");
  });
}

/** A text's words as they are written, quotes and all. */
export function splitWords(text: string, escapeCharacter = "\\"): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  let started = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (quote === "" && /\s/.test(char)) {
      if (started) words.push(word);
      word = "";
      started = false;
      continue;
    }
    started = true;
    word += char;
    if (char === escapeCharacter && quote !== "'" && i + 1 < text.length) word += text[++i] ?? "";
    else if (quote === char) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
  }
  if (started) words.push(word);
  return words;
}

class Lexer {
  readonly #text: string;
  readonly #variables: Variables;
  readonly #options: ExpandOptions;
  #at = 0;

  constructor(text: string, variables: Variables, options: ExpandOptions) {
    this.#text = text;
    this.#variables = variables;
    this.#options = options;
  }

  all(): string {
    return this.#until("");
  }

  /** @param end the character that ends it, "" for the end of the text */
  #until(end: string): string {
    const { escapeCharacter = "\\", raw = false } = this.#options;
    let out = "";
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? "";
      if (end !== "" && char === end) break;
      this.#at++;
      if (char === "'") out += this.#single(raw);
      else if (char === '"') out += this.#double(raw, escapeCharacter);
      else if (char === "$") out += this.#dollar();
      else if (char === escapeCharacter && this.#at < this.#text.length) {
        const next = this.#text[this.#at++] ?? "";
        out += raw ? char + next : next;
      } else out += char;
    }
    return out;
  }

  #single(raw: boolean): string {
    const end = this.#text.indexOf("'", this.#at);
    const inside = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return raw ? `'${inside}${end < 0 ? "" : "'"}` : inside;
  }

  #double(raw: boolean, escapeCharacter: string): string {
    let out = raw ? '"' : "";
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at++] ?? "";
      if (char === '"') return raw ? `${out}"` : out;
      if (char === "$") out += this.#dollar();
      else if (char === escapeCharacter && /["$\\]/.test(this.#text[this.#at] ?? "")) {
        const next = this.#text[this.#at++] ?? "";
        out += raw ? char + next : next;
      } else out += char;
    }
    return out;
  }

  #dollar(): string {
    const rest = this.#text.slice(this.#at);
    const plain = /^(?:[A-Za-z_]\w*|[0-9@*#])/.exec(rest)?.[0];
    if (plain !== undefined) {
      this.#at += plain.length;
      return this.#value(plain) ?? this.#unset(plain, `$${plain}`);
    }
    const name = /^\{([A-Za-z_]\w*|[0-9@*#])/.exec(rest)?.[1];
    if (name === undefined) return "$";
    const start = this.#at - 1;
    this.#at += name.length + 1;
    const operator = /^(?::?[-+?])/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += operator.length;
    const word = operator === "" ? "" : this.#until("}");
    if (this.#text[this.#at] === "}") this.#at++;
    const value = this.#value(name);
    const given = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
    if (operator.endsWith("-")) return given ? (value ?? "") : word;
    if (operator.endsWith("+")) return given ? word : "";
    return value ?? this.#unset(name, this.#text.slice(start, this.#at));
  }

  #value(name: string): string | undefined {
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
  }

  #unset(name: string, written: string): string {
    this.#options.onUnset?.(name);
    return this.#options.keepUnset ? written : "";
  }
}
