import type { Flavour } from "../shell.ts";
import type { Descriptor, HereDocument, Word } from "../syntax-tree.ts";
import { readText } from "./text-grammar.ts";
import { type Token, unexpected } from "./token.ts";
import { readPlainWord, readWord } from "./word-grammar.ts";

/** A redirection may begin with the number, or the variable, of its descriptor. */
const OPERATORS: Readonly<Record<Flavour, RegExp>> = {
  bash: /(\d+|\{[A-Za-z_]\w*\})?(<<<|<<-|<<|<&|<>|<(?!\()|>>|>&|>\||>(?!\())|;;&|;;|;&|&&|\|\||\|&|&>>|&>|[;&|()]/y,
  ash: /(\d)?(<<-|<<|<&|<>|<(?!\()|>>|>&|>\||>(?!\())|;;|&&|\|\||&>|[;&|()]/y,
  dash: /(\d)?(<<-|<<|<&|<>|<|>>|>&|>\||>)|;;|&&|\|\||[;&|()]/y,
};
const OPERATOR_START = /[\d{;&|()<>]/;
const BLANKS = /(?:[ \t]|\\\n)*(?:#[^\n]*)?/y;

/** A here-document whose text is still to come. */
type Awaited = { -readonly [Key in keyof HereDocument]: HereDocument[Key] };

/** Cuts source into tokens, as the shell of a flavour does. @throws Refusal */
export class Scanner {
  readonly text: string;
  readonly flavour: Flavour;
  position: number;
  /** Where the token ends that was taken last. */
  end: number;
  /** Whether a word may be an assignment here. */
  assignable = true;
  /** Whether it is inside `x=(…)`, where a word may begin with a subscript. */
  readonly inList: boolean;
  /** The here-documents that the end of the source cut short. */
  readonly openDocuments: HereDocument[] = [];
  #awaited: Awaited[] = [];
  #peeked: { readonly token: Token; readonly end: number } | undefined;

  constructor(text: string, flavour: Flavour = "bash", position = 0, inList = false) {
    this.text = text;
    this.flavour = flavour;
    this.position = position;
    this.end = position;
    this.inList = inList;
  }

  /** The next token, which stays the next. */
  peek(): Token {
    if (!this.#peeked) {
      const start = this.position;
      const token = this.#read();
      this.#peeked = { token, end: this.position };
      this.position = start;
    }
    return this.#peeked.token;
  }

  next(): Token {
    const token = this.peek();
    this.moveTo(this.#peeked?.end ?? this.position);
    return token;
  }

  /** Goes on from another place than after the token that was taken last. */
  moveTo(position: number): void {
    this.#peeked = undefined;
    this.position = position;
    this.end = position;
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.next();
  }

  /**
   * The word that a construct cannot do without.
   * @param mayBeNumber digits are a word even with a redirection right after them
   * @param expected what busybox's shell says it expected
   * @throws Refusal
   */
  nextWord(mayBeNumber = false, expected?: string): Word {
    const { kind, at, word, text, descriptor } = this.peek();
    if (!word && !(mayBeNumber && typeof descriptor === "number"))
      throw unexpected(
        { kind: kind === "end" && this.flavour === "bash" ? "newline" : kind, text, at, descriptor },
        expected,
      );
    if (word?.type === "Word") {
      this.next();
      return word;
    }
    this.moveTo(at);
    const plain = readPlainWord(this);
    this.moveTo(this.position);
    return plain;
  }

  /** A here-document whose text follows the line. */
  expectDocument(document: Awaited): HereDocument {
    this.#awaited.push(document);
    return document;
  }

  #read(): Token {
    BLANKS.lastIndex = this.position;
    BLANKS.test(this.text);
    this.position = BLANKS.lastIndex;
    const at = this.position;
    const char = this.text[at];
    if (char === undefined) return { kind: "end", text: "", at };
    if (char === "\n") {
      this.position++;
      for (const document of this.#awaited.splice(0)) this.#readDocument(document);
      return { kind: "newline", text: "\n", at };
    }
    const pattern = OPERATORS[this.flavour];
    pattern.lastIndex = at;
    const operator = OPERATOR_START.test(char) ? pattern.exec(this.text) : null;
    if (operator) {
      this.position = pattern.lastIndex;
      const [whole, descriptor, redirection] = operator;
      return { kind: "operator", text: redirection ?? whole, at, descriptor: descriptorOf(descriptor) };
    }
    const word = readWord(this);
    return { kind: "word", text: this.text.slice(at, this.position), at, word };
  }

  /** The lines up to the one that is the delimiter. */
  #readDocument(document: Awaited): void {
    const { text } = this;
    const start = this.position;
    let end = start;
    while (this.position < text.length && !document.closed) {
      end = this.position;
      const newline = text.indexOf("\n", end);
      const line = text.slice(end, newline < 0 ? undefined : newline);
      this.position = newline < 0 ? text.length : newline + 1;
      document.closed = (document.tabs ? line.replace(/^\t+/, "") : line) === document.delimiter;
    }
    if (!document.closed) {
      end = this.position;
      this.openDocuments.push(document);
    }
    document.text = text.slice(start, end);
    if (document.parts) document.parts = readText(text, start, end, this.flavour);
  }
}

function descriptorOf(text: string | undefined): Descriptor {
  return text?.startsWith("{") ? text.slice(1, -1) : text === undefined ? undefined : Number(text);
}
