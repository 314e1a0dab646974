import { AwkError } from "./awk-error.ts";
import { beginsExpression, parseExpression, parseList } from "./parse-expression.ts";
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from "./syntax.ts";
import { TokenReader } from "./token-reader.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** What an awk says of a program that is none: mawk's words, or busybox's. */
type Refusal = (token: Token) => AwkError;

export const mawkRefusal: Refusal = ({ kind, text, line }) =>
  new AwkError(
    kind === "end"
      ? `line ${line + 1}: missing } near end of file`
      : `line ${line}: syntax error at or near ${kind === "newline" ? "end of line" : text}`,
  );

export const busyboxRefusal: Refusal = ({ kind, line }) =>
  new AwkError(`cmd. line:${line}: Unexpected ${kind === "end" ? "end of string" : "token"}`);

/** Parses a program. @throws AwkError */
export function parseProgram(source: string, refuse: Refusal, isBusybox: boolean): AwkProgram {
  const tokens = new TokenReader(tokensOf(source, isBusybox), refuse);
  const begin: Statement[] = [];
  const end: Statement[] = [];
  const rules: Rule[] = [];
  const functions = new Map<string, AwkFunction>();
  for (tokens.skipEnds(); tokens.next.kind !== "end"; tokens.skipEnds()) {
    if (tokens.accept("BEGIN")) begin.push(block(tokens));
    else if (tokens.accept("END")) end.push(block(tokens));
    else if (tokens.accept("function", "func")) {
      const name = tokens.take().text;
      functions.set(name, functionOf(tokens));
    } else rules.push(ruleOf(tokens));
  }
  return { begin, end, rules, functions, lines: tokens.next.line };
}

function functionOf(tokens: TokenReader): AwkFunction {
  tokens.expect("(");
  const parameters: string[] = [];
  while (!tokens.accept(")")) {
    tokens.skipNewlines();
    parameters.push(tokens.name());
    tokens.skipNewlines();
    if (!tokens.is(")")) tokens.expect(",");
  }
  tokens.skipNewlines();
  return { parameters, body: block(tokens) };
}

function ruleOf(tokens: TokenReader): Rule {
  const patterns: Expression[] = [];
  if (!tokens.is("{")) {
    patterns.push(parseExpression(tokens));
    if (tokens.accept(",")) {
      tokens.skipNewlines();
      patterns.push(parseExpression(tokens));
    }
  }
  return { patterns, action: tokens.is("{") ? block(tokens) : undefined };
}

function block(tokens: TokenReader): Statement {
  tokens.expect("{");
  const body: Statement[] = [];
  for (tokens.skipEnds(); !tokens.accept("}"); tokens.skipEnds()) body.push(statement(tokens));
  return { type: "block", body };
}

/** A statement, and what ends it. */
function statement(tokens: TokenReader): Statement {
  if (tokens.is("{")) return block(tokens);
  if (tokens.accept("if")) {
    const test = condition(tokens);
    const yes = body(tokens);
    const no = tokens.attempt(() => {
      tokens.skipEnds();
      return tokens.accept("else") ? body(tokens) : undefined;
    });
    return { type: "if", test, yes, no };
  }
  if (tokens.accept("while")) {
    const test = condition(tokens);
    const isEmpty = tokens.accept(";");
    return { ...LOOP, test, body: isEmpty ? NOTHING : body(tokens) };
  }
  if (tokens.accept("do")) {
    const inside = body(tokens);
    tokens.skipEnds();
    tokens.expect("while");
    const test = condition(tokens);
    endStatement(tokens);
    return { ...LOOP, test, body: inside, isAfter: true };
  }
  if (tokens.accept("for")) return forLoop(tokens);
  const simple = simpleStatement(tokens);
  endStatement(tokens);
  return simple;
}

const NOTHING: Statement = { type: "block", body: [] };
const LOOP = { type: "loop", first: undefined, step: undefined, isAfter: false } as const;

function condition(tokens: TokenReader): Expression {
  tokens.expect("(");
  tokens.skipNewlines();
  const test = parseExpression(tokens);
  tokens.skipNewlines();
  tokens.expect(")");
  return test;
}

function body(tokens: TokenReader): Statement {
  tokens.skipNewlines();
  if (tokens.accept(";")) return NOTHING;
  return statement(tokens);
}

function endStatement(tokens: TokenReader): void {
  if (tokens.next.kind === "newline" || tokens.is(";")) tokens.take();
  else if (!tokens.is("}")) throw tokens.wrong();
}

function forLoop(tokens: TokenReader): Statement {
  tokens.expect("(");
  const each = tokens.attempt(() => {
    if (tokens.next.kind !== "name") return undefined;
    const variable = tokens.take().text;
    if (!tokens.accept("in") || tokens.next.kind !== "name") return undefined;
    const array = tokens.take().text;
    return tokens.accept(")") ? { variable, array } : undefined;
  });
  if (each) return { type: "each", ...each, body: body(tokens) };
  const first = tokens.is(";") ? undefined : simpleStatement(tokens);
  tokens.expect(";");
  tokens.skipNewlines();
  const test = tokens.is(";") ? undefined : parseExpression(tokens);
  tokens.expect(";");
  tokens.skipNewlines();
  const step = tokens.is(")") ? undefined : simpleStatement(tokens);
  tokens.expect(")");
  if (tokens.accept(";")) return { ...LOOP, first, test, step, body: NOTHING };
  return { ...LOOP, first, test, step, body: body(tokens) };
}

function simpleStatement(tokens: TokenReader): Statement {
  for (const type of ["next", "nextfile", "break", "continue"] as const) if (tokens.accept(type)) return { type };
  for (const type of ["exit", "return"] as const)
    if (tokens.accept(type)) return { type, value: beginsExpression(tokens) ? parseExpression(tokens) : undefined };
  if (tokens.accept("delete")) {
    const name = tokens.name();
    if (!tokens.accept("[")) return { type: "delete", name, keys: undefined };
    const keys = parseList(tokens);
    tokens.expect("]");
    return { type: "delete", name, keys };
  }
  for (const type of ["print", "printf"] as const) if (tokens.accept(type)) return output(tokens, type);
  return { type: "expression", value: parseExpression(tokens) };
}

function output(tokens: TokenReader, type: "print" | "printf"): Statement {
  const list = parseList(tokens, { noGreater: true });
  const [only] = list;
  // `print (a, b) > "f"`: the brackets hold the list.
  const args = list.length === 1 && only?.type === "group" ? only.items : list;
  for (const kind of [">", ">>", "|"] as const)
    if (tokens.accept(kind)) return { type, args, to: { kind, name: parseExpression(tokens, { noGreater: true }) } };
  return { type, args, to: undefined };
}
