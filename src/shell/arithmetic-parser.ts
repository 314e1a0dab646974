/** An arithmetic expression as a tree. `name` may have a subscript, as text: it is an expression or, for a map, a key. */
export type Arithmetic =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "name"; readonly name: string; readonly index?: string }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Arithmetic }
  | { readonly kind: "step"; readonly operator: "++" | "--"; readonly prefix: boolean; readonly target: Arithmetic }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
      readonly rightText: string;
    }
  | {
      readonly kind: "assign";
      readonly operator: string;
      readonly target: Arithmetic;
      readonly value: Arithmetic;
      readonly valueText: string;
    }
  | { readonly kind: "choice"; readonly test: Arithmetic; readonly yes: Arithmetic; readonly no: Arithmetic };

/** A fault in an expression, in bash's words, without the shell's name. */
export class ArithmeticError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ArithmeticError";
  }
}

const BINARY: Readonly<Record<string, number>> = {
  ",": 1,
  "||": 4,
  "&&": 5,
  "|": 6,
  "^": 7,
  "&": 8,
  "==": 9,
  "!=": 9,
  "<": 10,
  ">": 10,
  "<=": 10,
  ">=": 10,
  "<<": 11,
  ">>": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
  "**": 14,
};
const ASSIGN = 2;
const CHOICE = 3;
const ASSIGNMENT = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const TOKEN =
  /\s*(?:([A-Za-z_]\w*)|(\d+#[\w@]+|0[xX][0-9a-fA-F]*|\d\w*)|(\*\*|\+\+|--|<<=|>>=|<<|>>|&&|\|\||[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:,()]))/y;

interface Token {
  readonly text: string;
  readonly kind: "name" | "number" | "operator" | "end";
  readonly at: number;
  readonly index?: string;
}

const parsed = new Map<string, Arithmetic>();

/** Parses an expression whose `$` expansions are done. @throws ArithmeticError */
export function parseArithmetic(source: string): Arithmetic {
  const known = parsed.get(source);
  if (known) return known;
  const tree = new Parser(source).parse();
  if (parsed.size > 500) parsed.clear();
  parsed.set(source, tree);
  return tree;
}

class Parser {
  readonly #source: string;
  #token: Token;
  #end = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source.replaceAll('"', "");
    this.#token = this.#read();
  }

  parse(): Arithmetic {
    if (this.#atEnd()) return { kind: "number", value: 0n };
    const tree = this.#expression(0);
    if (!this.#atEnd()) {
      const { kind } = this.#token;
      this.#fail(
        kind === "operator" && !/[(!~]/.test(this.#token.text)
          ? "syntax error: invalid arithmetic operator"
          : "syntax error in expression",
      );
    }
    return tree;
  }

  #atEnd(): boolean {
    return this.#token.kind === "end";
  }

  #fail(message: string, at = this.#token.at): never {
    const source = this.#source.trimStart();
    throw new ArithmeticError(`${source}: ${message} (error token is "${this.#source.slice(at).trimStart()}")`);
  }

  #read(): Token {
    TOKEN.lastIndex = this.#end;
    const match = TOKEN.exec(this.#source);
    if (!match) {
      const rest = this.#source.slice(this.#end);
      if (rest.trim() === "") return { kind: "end", text: "", at: Math.max(0, this.#end - 1) };
      this.#fail("syntax error: invalid arithmetic operator", this.#end);
    }
    const text = (match[1] ?? match[2] ?? match[3]) || "";
    const at = TOKEN.lastIndex - text.length;
    this.#end = TOKEN.lastIndex;
    if (match[1] === undefined) return { kind: match[2] === undefined ? "operator" : "number", text, at };
    if (this.#source[this.#end] !== "[") return { kind: "name", text, at };
    const close = closingBracket(this.#source, this.#end);
    if (close < 0) this.#fail("bad array subscript", at);
    const index = this.#source.slice(this.#end + 1, close);
    this.#end = close + 1;
    return { kind: "name", text, at, index };
  }

  #next(): Token {
    const token = this.#token;
    this.#token = this.#read();
    return token;
  }

  #is(text: string): boolean {
    return this.#token.kind === "operator" && this.#token.text === text;
  }

  #expression(minimum: number): Arithmetic {
    if (++this.#depth > 200) this.#fail("expression recursion level exceeded");
    let left = this.#unary();
    for (;;) {
      const { kind, text, at } = this.#token;
      if (kind !== "operator") break;
      if (ASSIGNMENT.test(text)) {
        if (minimum > ASSIGN) break;
        if (left.kind !== "name") this.#fail("attempted assignment to non-variable", at);
        this.#next();
        const from = this.#token.at;
        const value = this.#expression(ASSIGN);
        left = {
          kind: "assign",
          operator: text.slice(0, -1),
          target: left,
          value,
          valueText: this.#source.slice(from).trim(),
        };
      } else if (text === "?") {
        if (minimum > CHOICE) break;
        this.#next();
        const yes = this.#expression(1);
        if (!this.#is(":")) this.#fail("`:' expected for conditional expression");
        this.#next();
        left = { kind: "choice", test: left, yes, no: this.#expression(CHOICE) };
      } else {
        const power = BINARY[text];
        if (power === undefined || power < minimum) break;
        this.#next();
        const from = this.#token.at;
        const right = this.#expression(text === "**" ? power : power + 1);
        left = { kind: "binary", operator: text, left, right, rightText: this.#source.slice(from).trim() };
      }
    }
    this.#depth--;
    return left;
  }

  #unary(): Arithmetic {
    const token = this.#token;
    if (token.kind === "operator") {
      if (token.text === "++" || token.text === "--") {
        this.#next();
        const target = this.#unary();
        if (target.kind === "name") return { kind: "step", operator: token.text, prefix: true, target };
        const operator = token.text === "++" ? "+" : "-";
        return { kind: "unary", operator, operand: { kind: "unary", operator, operand: target } };
      }
      if ("+-!~".includes(token.text)) {
        this.#next();
        if (++this.#depth > 200) this.#fail("expression recursion level exceeded");
        const operand = this.#unary();
        this.#depth--;
        return { kind: "unary", operator: token.text, operand };
      }
      if (token.text === "(") {
        this.#next();
        const inner = this.#expression(1);
        if (!this.#is(")")) this.#fail("missing `)'");
        this.#next();
        return inner;
      }
    }
    if (token.kind === "number") {
      this.#next();
      return { kind: "number", value: this.#number(token) };
    }
    if (token.kind !== "name") this.#fail("syntax error: operand expected");
    this.#next();
    const target: Arithmetic = { kind: "name", name: token.text, index: token.index };
    const step = this.#token.text;
    if (this.#token.kind === "operator" && (step === "++" || step === "--")) {
      this.#next();
      return { kind: "step", operator: step, prefix: false, target };
    }
    return target;
  }

  #number({ text, at }: Token): bigint {
    if (/^0[xX]/.test(text)) return BigInt(text.length > 2 ? text : 0);
    const [base, digits] = text.includes("#") ? text.split("#") : [/^0\d/.test(text) ? "8" : "10", text];
    const radix = Number(base);
    if (radix < 2 || radix > 64) this.#fail("invalid arithmetic base", at);
    let value = 0n;
    for (const digit of digits ?? "") {
      const worth = digitValue(digit, radix);
      if (worth >= radix) {
        // Bash shows the expression no further than this number.
        const source = this.#source.slice(0, at + text.length).trimStart();
        throw new ArithmeticError(`${source}: value too great for base (error token is "${text}")`);
      }
      value = value * BigInt(radix) + BigInt(worth);
    }
    return BigInt.asIntN(64, value);
  }
}

function digitValue(digit: string, radix: number): number {
  if (/\d/.test(digit)) return Number(digit);
  if (/[a-z]/.test(digit)) return digit.charCodeAt(0) - 87;
  if (/[A-Z]/.test(digit)) return digit.charCodeAt(0) - (radix <= 36 ? 55 : 29);
  return digit === "@" ? 62 : 63;
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i;
  }
  return -1;
}
