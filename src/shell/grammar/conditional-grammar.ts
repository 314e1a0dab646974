import type { Scanner } from "./scanner.ts";
import { Refusal, type Token } from "./token.ts";

const BINARY = /^(?:==?|!=|=~|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;
const UNARY = /^-[a-hknoprstuvwxzGLNORS]$/;

/** The expression after `[[`, up to and with `]]`. @throws Refusal */
export function readConditional(scanner: Scanner): void {
  readOr(scanner);
  const end = nextToken(scanner);
  if (end.kind === "word" && end.text === "]]") return;
  throw refuse(end, "syntax error in conditional expression: unexpected token `%'");
}

function nextToken(scanner: Scanner): Token {
  const token = scanner.next();
  if (token.kind === "end") throw new Refusal({ kind: "open", closing: undefined, at: token.at });
  return token;
}

function skipNewlines(scanner: Scanner): void {
  while (scanner.peek().kind === "newline") scanner.next();
}

function refuse(token: Token, message: string): Refusal {
  const shown = token.kind === "newline" ? "newline" : token.text;
  return new Refusal({ kind: "message", message: message.replace("%", shown), at: token.at });
}

function readOr(scanner: Scanner): void {
  for (;;) {
    readTerm(scanner);
    skipNewlines(scanner);
    const { text, kind } = scanner.peek();
    if (kind !== "operator" || (text !== "&&" && text !== "||")) return;
    scanner.next();
  }
}

function readTerm(scanner: Scanner): void {
  skipNewlines(scanner);
  const token = nextToken(scanner);
  if (token.text === "(" && token.kind === "operator") {
    readOr(scanner);
    const end = nextToken(scanner);
    if (end.text !== ")") throw refuse(end, "unexpected token `%', expected `)'");
    return;
  }
  if (token.kind !== "word") throw refuse(token, "unexpected token `%' in conditional command");
  if (token.text === "!") {
    readTerm(scanner);
    return;
  }
  // Bash takes `[[ ]]` for a missing expression, whose fault has no words of its own.
  if (token.text === "]]") throw new Refusal({ kind: "unexpected", token: "]]", at: token.at });
  if (UNARY.test(token.text) && !BINARY.test(scanner.peek().text)) {
    const operand = nextToken(scanner);
    if (operand.kind === "word" && operand.text !== "]]") return;
    throw refuse(operand, "unexpected argument `%' to conditional unary operator");
  }
  readComparison(scanner);
}

function readComparison(scanner: Scanner): void {
  const operator = scanner.peek();
  if (operator.kind === "end") throw new Refusal({ kind: "open", closing: undefined, at: operator.at });
  if ((operator.kind === "word" && operator.text === "]]") || /^(&&|\|\||\))$/.test(operator.text)) return;
  if (!BINARY.test(operator.text)) {
    const isWord = operator.kind === "word";
    throw refuse(
      operator,
      isWord ? "conditional binary operator expected" : "unexpected token `%', conditional binary operator expected",
    );
  }
  scanner.next();
  if (operator.text === "=~") {
    skipPattern(scanner);
    return;
  }
  const operand = nextToken(scanner);
  if (operand.kind === "word" && operand.text !== "]]") return;
  throw refuse(operand, "unexpected argument `%' to conditional binary operator");
}

/** A regular expression: its parentheses and bars are its own, and blanks inside them too. */
function skipPattern(scanner: Scanner): void {
  while (/[ \t]/.test(scanner.text[scanner.position] ?? "")) scanner.position++;
  let depth = 0;
  for (;;) {
    const char = scanner.text[scanner.position];
    if (char === undefined)
      throw new Refusal({ kind: "open", closing: depth > 0 ? ")" : undefined, at: scanner.position });
    if (depth === 0 && /[\s;&<>]/.test(char)) return;
    if (char === "(") depth++;
    if (char === ")") {
      if (depth === 0) return;
      depth--;
    }
    scanner.skipPart();
  }
}
