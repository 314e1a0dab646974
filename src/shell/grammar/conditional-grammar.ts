import type { Test, Word } from "../syntax-tree.ts";
import { isKeyword, isOperator } from "./grammar.ts";
import { Parts } from "./parts.ts";
import type { Scanner } from "./scanner.ts";
import { Refusal, type Token, unclosed, unexpected } from "./token.ts";

const BINARY = /^(?:==?|!=|=~|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;
const UNARY = /^-[a-hknoprstuvwxzGLNORS]$/;

/** The expression after `[[`, up to and with `]]`. @throws Refusal */
export function readConditional(scanner: Scanner): Test {
  const expression = readJoined(scanner, "||");
  const end = nextToken(scanner);
  if (!isKeyword(end, "]]")) throw refuse(end, "syntax error in conditional expression: unexpected token `%'");
  return expression;
}

function nextToken(scanner: Scanner): Token {
  const token = scanner.next();
  if (token.kind === "end") throw unexpected(token);
  return token;
}

function refuse(token: Token, message: string): Refusal {
  const shown = token.kind === "newline" ? "newline" : token.text;
  return new Refusal({ kind: "message", message: message.replace("%", shown), at: token.at });
}

/** Terms joined by `||`, each of which may be terms joined by `&&`. */
function readJoined(scanner: Scanner, operator: "||" | "&&"): Test {
  const operands: Test[] = [];
  for (;;) {
    const operand = operator === "||" ? readJoined(scanner, "&&") : readTerm(scanner);
    operands.push(operand);
    scanner.skipNewlines();
    if (!isOperator(scanner.peek(), operator)) {
      return operands.length === 1 ? operand : { type: "Logical", operator, operands };
    }
    scanner.next();
  }
}

function readTerm(scanner: Scanner): Test {
  scanner.skipNewlines();
  const token = scanner.peek();
  if (isOperator(token, "(")) {
    scanner.next();
    const inside = readJoined(scanner, "||");
    const end = nextToken(scanner);
    if (!isOperator(end, ")")) throw refuse(end, "unexpected token `%', expected `)'");
    return inside;
  }
  if (token.kind === "end") throw unexpected(token);
  if (token.kind !== "word") throw refuse(token, "unexpected token `%' in conditional command");
  // Bash takes `[[ ]]` for a missing expression, whose fault has no words of its own.
  if (token.text === "]]") throw unexpected(token);
  const word = scanner.nextWord();
  if (word.text === "!") return { type: "Not", operand: readTerm(scanner) };
  if (!UNARY.test(word.text) || BINARY.test(scanner.peek().text)) return readComparison(scanner, word);
  const operand = readOperand(scanner, "unexpected argument `%' to conditional unary operator");
  return { type: "Unary", operator: word.text, operand };
}

function readOperand(scanner: Scanner, message: string): Word {
  const token = scanner.peek();
  if (token.kind === "end") throw unexpected(token);
  if (token.kind !== "word" || token.text === "]]") throw refuse(token, message);
  return scanner.nextWord();
}

/** A word and what it is compared with; alone it is asked whether it is empty. */
function readComparison(scanner: Scanner, left: Word): Test {
  const token = scanner.peek();
  const { kind, text: operator } = token;
  if (kind === "end") throw unexpected(token);
  if (isKeyword(token, "]]") || isOperator(token, "&&", "||", ")"))
    return { type: "Unary", operator: "-n", operand: left };
  if (!BINARY.test(operator)) {
    const problem = "conditional binary operator expected";
    throw refuse(token, kind === "word" ? problem : `unexpected token \`%', ${problem}`);
  }
  scanner.next();
  const right =
    operator === "=~"
      ? readPattern(scanner)
      : readOperand(scanner, "unexpected argument `%' to conditional binary operator");
  return { type: "Binary", operator, left, right };
}

/** A regular expression: its parentheses and bars are its own, and blanks inside them too. */
function readPattern(scanner: Scanner): Word {
  const { text } = scanner;
  while (/[ \t]/.test(text[scanner.position] ?? "")) scanner.position++;
  const start = scanner.position;
  const parts = new Parts(scanner);
  let depth = 0;
  for (;;) {
    const char = text[scanner.position];
    if (char === undefined) throw unclosed(depth > 0 ? ")" : undefined, scanner.position);
    if (depth === 0 && /[\s;&<>)]/.test(char)) break;
    if (char === "(") depth++;
    if (char === ")") depth--;
    parts.read();
  }
  const word = parts.word(start);
  scanner.moveTo(scanner.position);
  return word;
}
