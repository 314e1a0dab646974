import type { Flavour } from "../shell.ts";
import type {
  ArithmeticFor,
  Case,
  CaseItem,
  CompoundCommand,
  For,
  If,
  Statement,
  While,
  Word,
} from "../syntax-tree.ts";
import { readArithmetic } from "./closing.ts";
import { readConditional } from "./conditional-grammar.ts";
import { isKeyword, isOperator, readList } from "./grammar.ts";
import type { Scanner } from "./scanner.ts";
import { Refusal, unexpected } from "./token.ts";

const CLAUSE_ENDS = [";;", ";&", ";;&"];

/** A compound command, if one begins here. @throws Refusal */
export function readCompound(scanner: Scanner): CompoundCommand | undefined {
  const first = scanner.peek();
  const { at: pos, text } = first;
  if (isOperator(first, "(")) {
    scanner.next();
    return { ...readParentheses(scanner), pos, end: scanner.end };
  }
  const read = first.kind === "word" ? COMPOUNDS.get(text) : undefined;
  if (!read || !isKnown(scanner.flavour, text)) return undefined;
  scanner.next();
  return { ...read(scanner, text), pos, end: scanner.end };
}

/** A compound command before it is known where it ends. */
type Unplaced<Node = CompoundCommand> = Node extends unknown ? Omit<Node, "pos" | "end"> : never;

type Reader = (scanner: Scanner, keyword: string) => Unplaced;

const COMPOUNDS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["{", (scanner) => ({ type: "BraceGroup", body: readTo(scanner, "}") })],
  ["if", readIf],
  ["while", readWhile],
  ["until", readWhile],
  ["for", readFor],
  ["select", readFor],
  ["case", readCase],
  ["[[", (scanner) => ({ type: "Conditional", expression: readConditional(scanner) })],
]);

/** Whether a shell has a compound command of bash's. */
const isKnown = (flavour: Flavour, keyword: string) =>
  flavour === "bash" || (keyword !== "select" && (keyword !== "[[" || flavour === "ash"));

/** After a parenthesis: arithmetic when another one follows and all are closed, or else a subshell. */
function readParentheses(scanner: Scanner): Unplaced {
  const { text, position } = scanner;
  const mayBe = text[position] === "(" && scanner.flavour === "bash";
  const arithmetic = mayBe ? readArithmetic(scanner, position + 1) : undefined;
  if (arithmetic !== undefined) {
    scanner.moveTo(scanner.position);
    return { type: "ArithmeticCommand", body: arithmetic };
  }
  const body = readList(scanner, (token) => isOperator(token, ")"), ")");
  expectOperator(scanner, ")");
  return { type: "Subshell", body };
}

/** Commands, at least one, to a keyword that ends them. */
function readTo(scanner: Scanner, end: string): Statement[] {
  const statements = readList(scanner, (token) => isKeyword(token, end), end);
  expectKeyword(scanner, end);
  return statements;
}

function expectKeyword(scanner: Scanner, keyword: string): void {
  const token = scanner.next();
  if (!isKeyword(token, keyword)) throw unexpected(token, keyword);
}

function expectOperator(scanner: Scanner, operator: string): void {
  const token = scanner.next();
  if (!isOperator(token, operator)) throw unexpected(token, operator);
}

/** Takes an operator if it comes next. */
function takeOperator(scanner: Scanner, operator: string): boolean {
  const found = isOperator(scanner.peek(), operator);
  if (found) scanner.next();
  return found;
}

function readIf(scanner: Scanner): Unplaced<If> {
  const branches: { clause: Statement[]; then: Statement[] }[] = [];
  for (;;) {
    const clause = readTo(scanner, "then");
    const then = readList(scanner, (token) => isKeyword(token, "elif", "else", "fi"), "fi");
    branches.push({ clause, then });
    const token = scanner.next();
    if (isKeyword(token, "elif")) continue;
    if (isKeyword(token, "else")) return { type: "If", branches, else: readTo(scanner, "fi") };
    if (isKeyword(token, "fi")) return { type: "If", branches, else: undefined };
    throw unexpected(token, "fi");
  }
}

function readWhile(scanner: Scanner, keyword: string): Unplaced<While> {
  const clause = readTo(scanner, "do");
  return { type: "While", kind: keyword === "while" ? keyword : "until", clause, body: readTo(scanner, "done") };
}

function readFor(scanner: Scanner, keyword: string): Unplaced<ArithmeticFor | For> {
  const { at, text } = scanner.peek();
  if (scanner.flavour !== "bash" && !/^[A-Za-z_]\w*$/.test(text))
    throw new Refusal({ kind: "posix", message: "bad for loop variable", at });
  if (text === "(" && scanner.text[at + 1] === "(") {
    const head = readArithmetic(scanner, at + 2);
    if (head === undefined) throw unexpected({ kind: "operator", text, at });
    scanner.moveTo(scanner.position);
    takeOperator(scanner, ";");
    return { type: "ArithmeticFor", head, body: readBody(scanner) };
  }
  const name = scanner.nextWord().text;
  scanner.skipNewlines();
  let words: Word[] | undefined;
  if (isKeyword(scanner.peek(), "in")) {
    scanner.next();
    words = [];
    while (scanner.peek().kind === "word") words.push(scanner.nextWord());
    const end = scanner.next();
    if (end.kind !== "newline" && !isOperator(end, ";")) throw unexpected(end);
  } else takeOperator(scanner, ";");
  return { type: keyword === "for" ? "For" : "Select", name, words, body: readBody(scanner) };
}

/** The commands that a loop repeats. */
function readBody(scanner: Scanner): Statement[] {
  scanner.skipNewlines();
  const isBraces = isKeyword(scanner.peek(), "{");
  if (isBraces) scanner.next();
  else expectKeyword(scanner, "do");
  return readTo(scanner, isBraces ? "}" : "done");
}

function readCase(scanner: Scanner): Unplaced<Case> {
  const word = scanner.nextWord(false, "word");
  scanner.skipNewlines();
  expectKeyword(scanner, "in");
  const items: CaseItem[] = [];
  for (;;) {
    scanner.skipNewlines();
    if (isKeyword(scanner.peek(), "esac")) break;
    const patterns = readPatterns(scanner);
    const body = readList(scanner, (token) => isOperator(token, ...CLAUSE_ENDS) || isKeyword(token, "esac"));
    const end = scanner.peek();
    items.push({ patterns, body, terminator: end.text });
    if (isKeyword(end, "esac")) break;
    if (!isOperator(end, ...CLAUSE_ENDS)) throw unexpected(end, ";;");
    scanner.next();
  }
  scanner.next();
  return { type: "Case", word, items };
}

function readPatterns(scanner: Scanner): Word[] {
  takeOperator(scanner, "(");
  const patterns: Word[] = [];
  do {
    const token = scanner.peek();
    if (token.kind !== "word") throw unexpected(token, ")");
    patterns.push(scanner.nextWord());
  } while (takeOperator(scanner, "|"));
  expectOperator(scanner, ")");
  return patterns;
}
