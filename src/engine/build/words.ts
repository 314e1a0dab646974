import { quote } from "../go-quote.ts";
import { BuildError } from "./build-error.ts";
import { replacePattern, withoutPattern } from "./word-patterns.ts";

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
 * `${a-b}`, `${a+b}`, `${a:?error}`, `${a#pattern}`, `${a%pattern}`, `${a/pattern/b}` (buildkit,
 * frontend/dockerfile/shell/lex.go).
 * @throws BuildError without lines: quotes or braces that do not end, a variable that must be set
 */
export function expandWord(text: string, variables: Variables, options: ExpandOptions = {}): string {
  try {
    return new Lexer(text, variables, options).all();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(`failed to process ${quote(text)}: ${error.message}`);
  }
}

/** A text for people to read: one that cannot be expanded stays as it is. */
export function shownWord(text: string, variables: Variables, options: ExpandOptions = {}): string {
  try {
    return expandWord(text, variables, options);
  } catch (error) {
    if (error instanceof BuildError) return text;
    throw error;
  }
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

  /** @param end the character that ends it, "" for the end of the text; it is taken */
  #until(end: string, keepEscapes = false): string {
    const { escapeCharacter = "\\", raw = false } = this.#options;
    let out = "";
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at++] ?? "";
      if (end !== "" && char === end) return out;
      if (char === "'") out += this.#single(raw);
      else if (char === '"') out += this.#double(raw, escapeCharacter);
      else if (char === "$") out += this.#dollar();
      else if (char === escapeCharacter && this.#at < this.#text.length) {
        const next = this.#text[this.#at++] ?? "";
        out += raw || keepEscapes ? char + next : next;
      } else out += char;
    }
    if (end !== "")
      throw new BuildError(end === "/" ? "syntax error: missing '/' in ${}" : "syntax error: missing '}'");
    return out;
  }

  #single(raw: boolean): string {
    const end = this.#text.indexOf("'", this.#at);
    if (end < 0) throw new BuildError("unexpected end of statement while looking for matching single-quote");
    const inside = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return raw ? `'${inside}'` : inside;
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
    throw new BuildError("unexpected end of statement while looking for matching double-quote");
  }

  #dollar(): string {
    const rest = this.#text.slice(this.#at);
    if (!rest.startsWith("{")) {
      const plain = /^(?:[A-Za-z_]\w*|\d+|[@*#?\-$!])/.exec(rest)?.[0];
      if (plain === undefined) return "$";
      this.#at += plain.length;
      return this.#value(plain) ?? this.#unset(plain, `$${plain}`);
    }
    const start = this.#at - 1;
    if (rest === "{") throw new BuildError("syntax error: missing '}'");
    if (/^\{[{}:]/.test(rest)) throw new BuildError("syntax error: bad substitution");
    const name = /^\{([A-Za-z_]\w*|\d+|[@*#?\-$!]|)/.exec(rest)?.[1] ?? "";
    this.#at += name.length + 1;
    const value = this.#value(name);
    if (value === undefined) this.#options.onUnset?.(name);
    const operator = /^(?:\}|:?[-+?#%]|\/\/?)/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += operator.length;
    if (operator === "}") return value ?? this.#unset(name, this.#text.slice(start, this.#at));
    if (operator === "") {
      // Of the end of the text, what Go prints for a character there is not.
      const wrong = /^:?./su.exec(this.#text.slice(this.#at))?.[0] ?? "\uFFFD";
      if (wrong.startsWith(":")) {
        this.#at += Math.max(2, wrong.length);
        this.#until("}");
      }
      throw new BuildError(`unsupported modifier (${wrong}) in substitution`);
    }
    return this.#modified({ name, value, operator, start });
  }

  #modified({ name, value, operator, start }: Modified): string {
    const kind = operator.at(-1) ?? "";
    const replaces = kind === "/";
    const word = this.#until(replaces ? "/" : "}", replaces || kind === "#" || kind === "%");
    const replacement = replaces ? this.#until("}", true) : "";
    if (value === undefined && this.#options.keepUnset) return this.#unset(name, this.#text.slice(start, this.#at));
    const given = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
    if (kind === "-") return given ? (value ?? "") : word;
    if (kind === "+") return given ? word : "";
    if (kind === "?" && !given) {
      const why = value === undefined ? "is not allowed to be unset" : "is not allowed to be empty";
      throw new BuildError(`${name}: ${word || why}`);
    }
    const text = value ?? this.#unset(name, "");
    if (kind === "#" || kind === "%") return withoutPattern(text, kind, word);
    return replaces ? replacePattern(text, word, replacement, operator === "//") : text;
  }

  #value(name: string): string | undefined {
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
  }

  #unset(name: string, written: string): string {
    this.#options.onUnset?.(name);
    return this.#options.keepUnset ? written : "";
  }
}

/** `${name:-word}` up to its operator. */
interface Modified {
  readonly name: string;
  readonly value: string | undefined;
  readonly operator: string;
  readonly start: number;
}
