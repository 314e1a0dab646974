import { OutsideSubset } from "./errors.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Expression } from "./tree.ts";

/** Operators of two sides, those that bind least first (Reference, 5.15). */
const LEVELS: readonly (readonly string[])[] = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"]];

const COMPARISONS = ["<", ">", "==", ">=", "<=", "!=", "<>", "in", "is", "not"];

/** `a, b` or `a`. @param ends what may come after a last comma */
export function parseExpressionList(tokens: TokenStream): Expression {
  const first = parseExpression(tokens);
  if (!tokens.is(",")) return first;
  const items = [first];
  while (tokens.accept(",")) {
    if (endsList(tokens)) break;
    items.push(parseExpression(tokens));
  }
  return { kind: "tuple", items };
}

const endsList = (tokens: TokenStream) =>
  tokens.next.kind === "newline" || tokens.next.kind === "end" || tokens.is(")", "]", "}", "=", ":", ";", "in");

/** One expression (Reference, 5). @throws PythonSyntaxError, OutsideSubset */
export function parseExpression(tokens: TokenStream): Expression {
  tokens.refuseOutside();
  const then = parseOr(tokens);
  if (!tokens.accept("if")) return then;
  const test = parseOr(tokens);
  tokens.expect("else");
  return { kind: "conditional", test, then, otherwise: parseExpression(tokens) };
}

function parseOr(tokens: TokenStream): Expression {
  let left = parseAnd(tokens);
  while (tokens.accept("or")) left = { kind: "or", left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: TokenStream): Expression {
  let left = parseNot(tokens);
  while (tokens.accept("and")) left = { kind: "and", left, right: parseNot(tokens) };
  return left;
}

function parseNot(tokens: TokenStream): Expression {
  return tokens.accept("not") ? { kind: "unary", operator: "not", operand: parseNot(tokens) } : parseComparison(tokens);
}

function parseComparison(tokens: TokenStream): Expression {
  const first = parseBinary(tokens, 0);
  const rest: { operator: string; operand: Expression }[] = [];
  while (tokens.is(...COMPARISONS)) {
    let operator = tokens.take().text;
    if (operator === "<>" && !tokens.python2) throw tokens.invalid();
    if (operator === "not") {
      tokens.expect("in");
      operator = "not in";
    } else if (operator === "is" && tokens.accept("not")) operator = "is not";
    rest.push({ operator: operator === "<>" ? "!=" : operator, operand: parseBinary(tokens, 0) });
  }
  return rest.length === 0 ? first : { kind: "compare", first, rest };
}

/** The part of an expression that holds no comparison: what a `for` has for its target. */
function parseBinary(tokens: TokenStream, level: number): Expression {
  const operators = LEVELS[level];
  if (!operators) return parseUnary(tokens);
  let left = parseBinary(tokens, level + 1);
  while (tokens.is(...operators)) {
    const operator = tokens.take().text;
    left = { kind: "binary", operator, left, right: parseBinary(tokens, level + 1) };
  }
  return left;
}

function parseUnary(tokens: TokenStream): Expression {
  if (tokens.is("-", "+", "~")) return { kind: "unary", operator: tokens.take().text, operand: parseUnary(tokens) };
  const base = parsePostfix(tokens);
  return tokens.accept("**") ? { kind: "binary", operator: "**", left: base, right: parseUnary(tokens) } : base;
}

function parsePostfix(tokens: TokenStream): Expression {
  let value = parseAtom(tokens);
  for (;;) {
    if (tokens.accept(".")) value = { kind: "attribute", object: value, name: tokens.name() };
    else if (tokens.accept("(")) value = parseCall(tokens, value);
    else if (tokens.accept("[")) value = parseSubscript(tokens, value);
    else return value;
  }
}

function parseCall(tokens: TokenStream, callee: Expression): Expression {
  const given: Expression[] = [];
  const keywords: [string, Expression][] = [];
  while (!tokens.accept(")")) {
    if (tokens.is("*", "**")) throw new OutsideSubset(`f(${tokens.next.text}…)`);
    const value = parseExpression(tokens);
    if (tokens.is("for")) throw new OutsideSubset("(x for x in …)");
    if (value.kind === "name" && tokens.accept("=")) keywords.push([value.name, parseExpression(tokens)]);
    else if (keywords.length > 0) throw tokens.invalid("non-keyword arg after keyword arg");
    else given.push(value);
    if (!tokens.accept(",") && !tokens.is(")")) throw tokens.invalid();
  }
  return { kind: "call", callee, arguments: given, keywords };
}

function parseSubscript(tokens: TokenStream, object: Expression): Expression {
  const part = () => (tokens.is(":", "]") ? undefined : parseExpressionList(tokens));
  const from = part();
  if (!tokens.accept(":")) {
    if (!from) throw tokens.invalid();
    tokens.expect("]");
    return { kind: "index", object, index: from };
  }
  const to = part();
  const step = tokens.accept(":") ? part() : undefined;
  tokens.expect("]");
  return { kind: "slice", object, ...(from ? { from } : {}), ...(to ? { to } : {}), ...(step ? { step } : {}) };
}

function parseAtom(tokens: TokenStream): Expression {
  tokens.refuseOutside();
  const { kind, text } = tokens.next;
  if (kind === "number") {
    tokens.take();
    if (/^0[xX]/.test(text)) return { kind: "integer", value: BigInt(text) };
    if (/^0\d+$/.test(text)) return { kind: "integer", value: BigInt(Number.parseInt(text, 8)) };
    return /^\d+$/.test(text) ? { kind: "integer", value: BigInt(text) } : { kind: "float", value: Number(text) };
  }
  if (kind === "string") {
    let whole = "";
    let unicode = false;
    while (tokens.next.kind === "string") {
      const part = tokens.take();
      whole += part.text;
      unicode ||= part.unicode ?? false;
    }
    return { kind: "string", text: whole, unicode };
  }
  if (tokens.accept("(")) {
    if (tokens.accept(")")) return { kind: "tuple", items: [] };
    const inside = parseExpressionList(tokens);
    if (tokens.is("for")) throw new OutsideSubset("(x for x in …)");
    tokens.expect(")");
    return inside;
  }
  if (tokens.accept("[")) return parseList(tokens);
  if (tokens.accept("{")) return parseDict(tokens);
  if (tokens.accept("None")) return { kind: "none" };
  if (tokens.accept("True")) return { kind: "true" };
  if (tokens.accept("False")) return { kind: "false" };
  return { kind: "name", name: tokens.name() };
}

function parseList(tokens: TokenStream): Expression {
  const items: Expression[] = [];
  while (!tokens.accept("]")) {
    items.push(parseExpression(tokens));
    const [item] = items;
    if (items.length === 1 && item && tokens.accept("for")) return parseComprehension(tokens, item);
    if (!tokens.accept(",") && !tokens.is("]")) throw tokens.invalid();
  }
  return { kind: "list", items };
}

function parseComprehension(tokens: TokenStream, item: Expression): Expression {
  const target = parseTargets(tokens);
  tokens.expect("in");
  const source = parseOr(tokens);
  const conditions: Expression[] = [];
  while (tokens.accept("if")) conditions.push(parseOr(tokens));
  if (tokens.is("for")) throw new OutsideSubset("[… for … for …]");
  tokens.expect("]");
  return { kind: "comprehension", item, target, source, conditions };
}

/** `a` or `a, b`: what a loop gives its values to. */
export function parseTargets(tokens: TokenStream): Expression {
  const first = parseBinary(tokens, 0);
  if (!tokens.is(",")) return first;
  const items = [first];
  while (tokens.accept(",") && !tokens.is("in")) items.push(parseBinary(tokens, 0));
  return { kind: "tuple", items };
}

function parseDict(tokens: TokenStream): Expression {
  const entries: [Expression, Expression][] = [];
  while (!tokens.accept("}")) {
    const key = parseExpression(tokens);
    if (tokens.is(",", "}", "for")) throw new OutsideSubset("{a, b}");
    tokens.expect(":");
    entries.push([key, parseExpression(tokens)]);
    if (tokens.is("for")) throw new OutsideSubset("{k: v for …}");
    if (!tokens.accept(",") && !tokens.is("}")) throw tokens.invalid();
  }
  return { kind: "dict", entries };
}
