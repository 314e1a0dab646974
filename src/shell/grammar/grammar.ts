import { readConditional } from "./conditional-grammar.ts";
import { Scanner } from "./scanner.ts";
import { type Fault, Refusal, type Token, unexpected, wordAfter } from "./token.ts";

const CLOSING: ReadonlySet<string> = new Set(["then", "elif", "else", "fi", "do", "done", "esac", "}", "]]", "in"]);
const REDIRECTION = /^(?:&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||[<>])$/;
const CLAUSE_END: ReadonlySet<string> = new Set([";;", ";&", ";;&"]);

/**
 * Why bash would not run a source as it stands: it goes on, or it is wrong, and where. Undefined when it is whole. The
 * parser forgives more than bash does and has other words for what it does not: this is bash's own grammar (parse.y).
 */
export function faultIn(text: string): Fault | undefined {
  try {
    // The end of a source is the end of its last line.
    const scanner = new Scanner(text.endsWith("\n") ? text : `${text}\n`, readSubstitution);
    readList(scanner, () => false);
    const token = scanner.peek();
    if (token.kind !== "end") throw unexpected(token);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.fault;
    throw error;
  }
}

/** The commands in `$(…)`: a scanner of their own, since the one outside is in the middle of a word. */
function readSubstitution(outside: Scanner): void {
  const scanner = new Scanner(outside.text, readSubstitution, outside.position);
  try {
    readList(scanner, isClosing(")"));
  } catch (error) {
    if (error instanceof Refusal && error.fault.kind === "open" && error.fault.closing === undefined)
      throw openSubstitution(outside);
    throw error;
  }
  const end = scanner.next();
  if (end.kind === "end") throw openSubstitution(outside);
  if (end.text !== ")") throw unexpected(end);
  outside.position = scanner.position;
}

const openSubstitution = ({ position }: Scanner) =>
  new Refusal({ kind: "open", closing: ")", at: position - 1, commands: true });

type Stop = (token: Token) => boolean;

const isClosing = (text: string): Stop => {
  return (token) => token.kind === "operator" && token.text === text;
};

const isWord = (...words: string[]): Stop => {
  return (token) => token.kind === "word" && words.includes(token.text);
};

function skipNewlines(scanner: Scanner): void {
  while (scanner.peek().kind === "newline") scanner.next();
}

/** Commands up to a token that ends them, which is left. @param needed there must be one at least */
function readList(scanner: Scanner, stop: Stop, needed = false): void {
  skipNewlines(scanner);
  if (needed && stop(scanner.peek())) throw unexpected(scanner.peek());
  for (;;) {
    const first = scanner.peek();
    if (first.kind === "end" || stop(first)) return;
    readAndOr(scanner);
    const separator = scanner.peek();
    if (separator.kind === "newline" || separator.text === ";" || separator.text === "&") {
      if (separator.kind !== "word") scanner.next();
      skipNewlines(scanner);
    } else if (!stop(separator)) return;
  }
}

function readAndOr(scanner: Scanner): void {
  for (;;) {
    readPipeline(scanner);
    const operator = scanner.peek();
    if (operator.kind !== "operator" || !/^(&&|\|\||\|&?)$/.test(operator.text)) return;
    scanner.next();
    skipNewlines(scanner);
  }
}

function readPipeline(scanner: Scanner): void {
  for (;;) {
    const token = scanner.peek();
    if (token.kind !== "word" || (token.text !== "!" && token.text !== "time")) break;
    scanner.next();
    if (token.text === "time" && scanner.peek().text === "-p") scanner.next();
    const next = scanner.peek();
    // Both may stand alone.
    if (next.kind === "newline" || next.kind === "end" || next.text === ";") return;
  }
  readCommand(scanner);
}

function readCommand(scanner: Scanner): void {
  const token = scanner.peek();
  if (token.kind === "word" && CLOSING.has(token.text)) throw unexpected(token);
  if (readCompound(scanner)) {
    readRedirections(scanner);
    const next = scanner.peek();
    if (next.kind === "word" && !CLOSING.has(next.text)) throw unexpected(next);
    if (next.text === "(") throw unexpected(next);
    return;
  }
  if (token.kind === "word" && token.text === "function") readFunction(scanner);
  else if (token.kind === "word" && token.text === "coproc") readCoprocess(scanner);
  else readSimple(scanner);
}

/** A compound command, if one begins here. */
function readCompound(scanner: Scanner): boolean {
  const token = scanner.peek();
  if (token.kind === "operator" && token.text === "(") {
    scanner.next();
    if (scanner.text[scanner.position] === "(") {
      const { position } = scanner;
      scanner.position++;
      if (scanner.arithmetic() !== undefined) return true;
      scanner.position = position;
    }
    readList(scanner, isClosing(")"), true);
    expect(scanner, isClosing(")"));
    return true;
  }
  const read = token.kind === "word" ? COMPOUNDS.get(token.text) : undefined;
  if (!read) return false;
  scanner.next();
  read(scanner);
  return true;
}

const COMPOUNDS: ReadonlyMap<string, (scanner: Scanner) => void> = new Map([
  ["{", (scanner: Scanner) => readGroup(scanner, "}")],
  ["if", readIf],
  ["while", readWhile],
  ["until", readWhile],
  ["for", readFor],
  ["select", readFor],
  ["case", readCase],
  ["[[", readConditional],
]);

function expect(scanner: Scanner, wanted: Stop): void {
  if (!wanted(scanner.peek())) throw unexpected(scanner.peek());
  scanner.next();
}

function readGroup(scanner: Scanner, end: string): void {
  readList(scanner, isWord(end), true);
  expect(scanner, isWord(end));
}

function readIf(scanner: Scanner): void {
  readGroup(scanner, "then");
  for (;;) {
    readList(scanner, isWord("elif", "else", "fi"), true);
    const token = scanner.next();
    if (token.text === "fi") return;
    if (token.text === "elif") readGroup(scanner, "then");
    else if (token.text === "else") {
      readGroup(scanner, "fi");
      return;
    } else throw unexpected(token);
  }
}

function readWhile(scanner: Scanner): void {
  readGroup(scanner, "do");
  readGroup(scanner, "done");
}

function readFor(scanner: Scanner): void {
  const name = scanner.peek();
  if (name.text === "(" && scanner.text[name.at + 1] === "(") {
    scanner.position = name.at;
    scanner.next();
    scanner.position++;
    const text = scanner.arithmetic();
    if (text === undefined) throw unexpected({ kind: "operator", text: "(", at: name.at });
    if (scanner.peek().text === ";") scanner.next();
  } else {
    wordAfter(scanner.next());
    skipNewlines(scanner);
    if (isWord("in")(scanner.peek())) {
      scanner.next();
      while (scanner.peek().kind === "word") scanner.next();
      const end = scanner.peek();
      if (end.text !== ";" && end.kind !== "newline") throw unexpected(end);
      scanner.next();
    } else if (scanner.peek().text === ";") scanner.next();
  }
  skipNewlines(scanner);
  const token = scanner.peek();
  if (token.kind === "word" && token.text === "{") {
    scanner.next();
    readGroup(scanner, "}");
    return;
  }
  expect(scanner, isWord("do"));
  readGroup(scanner, "done");
}

function readCase(scanner: Scanner): void {
  wordAfter(scanner.next());
  skipNewlines(scanner);
  expect(scanner, isWord("in"));
  for (;;) {
    skipNewlines(scanner);
    if (isWord("esac")(scanner.peek())) break;
    if (scanner.peek().text === "(") scanner.next();
    for (;;) {
      const pattern = scanner.next();
      if (pattern.kind !== "word") throw unexpected(pattern);
      if (scanner.peek().text !== "|") break;
      scanner.next();
    }
    expect(scanner, isClosing(")"));
    readList(scanner, (token) => CLAUSE_END.has(token.text) || isWord("esac")(token));
    if (isWord("esac")(scanner.peek())) break;
    if (!CLAUSE_END.has(scanner.peek().text)) throw unexpected(scanner.peek());
    scanner.next();
  }
  scanner.next();
}

function readFunction(scanner: Scanner): void {
  scanner.next();
  wordAfter(scanner.next());
  if (scanner.peek().text === "(") {
    scanner.next();
    expect(scanner, isClosing(")"));
  }
  readFunctionBody(scanner);
}

function readFunctionBody(scanner: Scanner): void {
  skipNewlines(scanner);
  if (!readCompound(scanner)) throw unexpected(scanner.peek());
  readRedirections(scanner);
}

function readCoprocess(scanner: Scanner): void {
  scanner.next();
  if (!readCompound(scanner)) {
    wordAfter(scanner.next());
    readCompound(scanner);
  }
  readWords(scanner);
}

function readSimple(scanner: Scanner): void {
  const first = scanner.peek();
  if (first.kind === "word") {
    scanner.next();
    if (scanner.peek().text === "(" && !/^[A-Za-z_]\w*=/.test(first.text)) {
      scanner.next();
      expect(scanner, isClosing(")"));
      readFunctionBody(scanner);
      return;
    }
  } else if (!REDIRECTION.test(first.text)) throw unexpected(first);
  readWords(scanner);
}

function readWords(scanner: Scanner): void {
  for (;;) {
    readRedirections(scanner);
    const token = scanner.peek();
    if (token.text === "(") throw unexpected(token);
    if (token.kind !== "word") return;
    scanner.next();
  }
}

function readRedirections(scanner: Scanner): void {
  for (let token = scanner.peek(); token.kind === "operator" && REDIRECTION.test(token.text); token = scanner.peek()) {
    scanner.next();
    const target = wordAfter(scanner.next());
    if (token.text === "<<" || token.text === "<<-") scanner.expectDocument(target.text, token.text === "<<-");
  }
}
