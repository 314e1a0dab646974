import type { Expression, Target } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

/** What an expression may not hold where it stands. */
interface Place {
  /** In `print a > b` the sign writes to a file. */
  readonly noGreater?: boolean;
  /** In `for (k in a)` the word is the loop's. */
  readonly noIn?: boolean;
}

const COMPARISONS = ["<", "<=", "==", "!=", ">", ">="];
const ASSIGNMENTS = ["=", "+=", "-=", "*=", "/=", "%=", "^="];

/** Parses one expression, by awk's precedences (POSIX, awk, Expressions in Decreasing Precedence). @throws AwkError */
export function parseExpression(tokens: TokenReader, place: Place = {}): Expression {
  return new ExpressionParser(tokens, place).choice();
}

/** Expressions between commas; none when there is nothing that could begin one. */
export function parseList(tokens: TokenReader, place: Place = {}): Expression[] {
  if (!beginsExpression(tokens)) return [];
  const list = [parseExpression(tokens, place)];
  while (tokens.accept(",")) {
    tokens.skipNewlines();
    list.push(parseExpression(tokens, place));
  }
  return list;
}

/** Whether an expression can begin with what comes next. */
export function beginsExpression(tokens: TokenReader): boolean {
  const { kind } = tokens.next;
  return (
    ["number", "string", "regex", "name", "call", "builtin"].includes(kind) ||
    tokens.is("$", "!", "-", "+", "(", "++", "--", "getline")
  );
}

const isTarget = (expression: Expression): expression is Target =>
  expression.type === "name" || expression.type === "field" || expression.type === "element";

class ExpressionParser {
  readonly #tokens: TokenReader;
  readonly #place: Place;

  constructor(tokens: TokenReader, place: Place) {
    this.#tokens = tokens;
    this.#place = place;
  }

  choice(): Expression {
    const test = this.#or();
    if (isTarget(test) && this.#tokens.is(...ASSIGNMENTS)) {
      const operator = this.#tokens.take().text.slice(0, -1);
      this.#tokens.skipNewlines();
      return { type: "assign", operator, target: test, value: this.choice() };
    }
    if (!this.#tokens.accept("?")) return test;
    this.#tokens.skipNewlines();
    const yes = this.choice();
    this.#tokens.skipNewlines();
    this.#tokens.expect(":");
    this.#tokens.skipNewlines();
    return { type: "choice", test, yes, no: this.choice() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#tokens.accept("||")) {
      this.#tokens.skipNewlines();
      left = { type: "or", left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#membership();
    while (this.#tokens.accept("&&")) {
      this.#tokens.skipNewlines();
      left = { type: "and", left, right: this.#membership() };
    }
    return left;
  }

  #membership(): Expression {
    let left = this.#match();
    while (!this.#place.noIn && this.#tokens.accept("in"))
      left = { type: "in", name: this.#tokens.name(), keys: left.type === "group" ? left.items : [left] };
    return left;
  }

  #match(): Expression {
    let left = this.#comparison();
    while (this.#tokens.is("~", "!~")) {
      const isNegated = this.#tokens.take().text === "!~";
      left = { type: "match", isNegated, left, right: this.#comparison() };
    }
    return left;
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    if (!this.#tokens.is(...COMPARISONS) || (this.#place.noGreater && this.#tokens.is(">"))) return this.#pipe(left);
    const operator = this.#tokens.take().text;
    return this.#pipe({ type: "binary", operator, left, right: this.#concatenation() });
  }

  /** `"command" | getline` */
  #pipe(left: Expression): Expression {
    let from = left;
    while (this.#tokens.is("|") && this.#tokens.peek().text === "getline" && this.#tokens.peek().kind === "keyword") {
      this.#tokens.take();
      this.#tokens.take();
      from = { type: "getline", target: this.#optionalTarget(), from: { kind: "command", name: from } };
    }
    return from;
  }

  #concatenation(): Expression {
    let left = this.#sum();
    while (this.#continues()) left = { type: "binary", operator: " ", left, right: this.#sum() };
    return left;
  }

  /** Whether what follows can only be joined: a sign would have been a sum. */
  #continues(): boolean {
    const { kind } = this.#tokens.next;
    if (kind === "keyword") return false;
    return beginsExpression(this.#tokens) && !this.#tokens.is("+", "-", "getline");
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#tokens.is("+", "-")) {
      const operator = this.#tokens.take().text;
      left = { type: "binary", operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#tokens.is("*", "/", "%")) {
      const operator = this.#tokens.take().text;
      left = { type: "binary", operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ["!", "-", "+"] as const)
      if (this.#tokens.accept(operator)) return { type: "unary", operator, operand: this.#unary() };
    return this.#power();
  }

  #power(): Expression {
    const left = this.#step();
    if (!this.#tokens.accept("^")) return left;
    // To the right, and a sign may stand before what follows.
    const sign = this.#tokens.is("-", "+", "!") ? this.#unary() : this.#power();
    return { type: "binary", operator: "^", left, right: sign };
  }

  #step(): Expression {
    for (const [sign, by] of [["++", 1] as const, ["--", -1] as const])
      if (this.#tokens.accept(sign)) return { type: "step", by, isBefore: true, target: this.#target(this.#primary()) };
    const operand = this.#primary();
    if (!isTarget(operand)) return operand;
    for (const [sign, by] of [["++", 1] as const, ["--", -1] as const])
      if (this.#tokens.accept(sign)) return { type: "step", by, isBefore: false, target: operand };
    return operand;
  }

  #target(expression: Expression): Target {
    if (!isTarget(expression)) throw this.#tokens.wrong();
    return expression;
  }

  #optionalTarget(): Target | undefined {
    if (this.#tokens.next.kind !== "name" && !this.#tokens.is("$")) return undefined;
    return this.#target(this.#primary());
  }

  #primary(): Expression {
    const tokens = this.#tokens;
    const { kind, text, line } = tokens.next;
    switch (kind) {
      case "number":
        tokens.take();
        return { type: "number", value: Number(text) };
      case "string":
        tokens.take();
        return { type: "string", value: text };
      case "regex":
        tokens.take();
        return { type: "regex", source: text };
      case "builtin":
        tokens.take();
        return { type: "builtin", name: text, args: tokens.is("(") ? this.#arguments() : [] };
      case "call":
        tokens.take();
        return { type: "call", name: text, args: this.#arguments(), line };
      case "name": {
        const name = tokens.take().text;
        if (!tokens.accept("[")) return { type: "name", name };
        const keys = parseList(tokens);
        tokens.expect("]");
        return { type: "element", name, keys };
      }
      default:
    }
    if (tokens.accept("$")) {
      const step = tokens.is("++", "--") ? this.#step() : tokens.is("-", "+", "!") ? this.#unary() : this.#primary();
      return { type: "field", index: step };
    }
    if (tokens.accept("getline")) return this.#getline();
    if (tokens.accept("(")) {
      tokens.skipNewlines();
      const items = parseList(tokens);
      tokens.skipNewlines();
      tokens.expect(")");
      const [only] = items;
      if (!only) throw tokens.wrong();
      // Brackets make an expression of its own: `(a) = 1` is none, `(a, b) in c` is a list.
      return { type: "group", items };
    }
    throw tokens.wrong();
  }

  #getline(): Expression {
    const target = this.#optionalTarget();
    if (!this.#tokens.accept("<")) return { type: "getline", target, from: undefined };
    return { type: "getline", target, from: { kind: "file", name: this.#step() } };
  }

  #arguments(): Expression[] {
    this.#tokens.expect("(");
    this.#tokens.skipNewlines();
    const args = parseList(this.#tokens);
    this.#tokens.skipNewlines();
    this.#tokens.expect(")");
    return args;
  }
}
