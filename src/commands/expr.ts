import type { Program } from "../kernel/process.ts";
import { isBusybox } from "./busybox.ts";
import { posixRegex } from "./regex.ts";
import { compareBytes } from "./text.ts";

class ExpressionError extends Error {}

/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["&"],
  ["<", "<=", "=", "==", "!=", ">=", ">"],
  ["+", "-"],
  ["*", "/", "%"],
  [":"],
];

/** `expr 1 + 2`, `expr "$a" : 'x\(.*\)'`, `expr length word` */
export const expr: Program = async (process) => {
  const { args, stdout, stderr } = process;
  const words = args.slice(1);
  if (words[0] === "--") words.shift();
  try {
    if (words.length === 0 && isBusybox(process)) throw new ExpressionError("too few arguments");
    if (words.length === 0) throw new ExpressionError("missing operand\nTry 'expr --help' for more information.");
    const parser = new Parser(words);
    const value = parser.whole();
    await stdout.write(`${value}\n`);
    return value === "" || /^-?0+$/.test(value) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    await stderr.write(`expr: ${error.message}\n`);
    return 2;
  }
};

class Parser {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  whole(): string {
    const value = this.#level(0);
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw new ExpressionError(`syntax error: unexpected argument ‘${rest}’`);
    return value;
  }

  #level(level: number): string {
    const operators = LEVELS[level];
    if (!operators) return this.#primary();
    let left = this.#level(level + 1);
    for (
      let operator = this.#words[this.#at];
      operator !== undefined && operators.includes(operator);
      operator = this.#words[this.#at]
    ) {
      this.#at++;
      left = operate(left, operator, this.#level(level + 1));
    }
    return left;
  }

  #next(): string {
    const word = this.#words[this.#at];
    if (word === undefined)
      throw new ExpressionError(`syntax error: missing argument after ‘${this.#words[this.#at - 1] ?? ""}’`);
    this.#at++;
    return word;
  }

  #primary(): string {
    const word = this.#next();
    if (word === "(") {
      const value = this.#level(0);
      if (this.#words[this.#at] !== ")")
        throw new ExpressionError(`syntax error: expecting ')' after ‘${this.#words[this.#at - 1] ?? ""}’`);
      this.#at++;
      return value;
    }
    if (word === "length" && this.#at < this.#words.length) return String([...this.#next()].length);
    if (word === "substr") {
      const [text, from, count] = [this.#next(), Number(this.#next()), Number(this.#next())];
      return from > 0 && count > 0 ? [...text].slice(from - 1, from - 1 + count).join("") : "";
    }
    if (word === "index") {
      const [text, chars] = [this.#next(), this.#next()];
      return String([...text].findIndex((char) => chars.includes(char)) + 1);
    }
    return word === "+" ? this.#next() : word;
  }
}

const isNumber = (text: string) => /^-?\d+$/.test(text);
const isTrue = (text: string) => text !== "" && !/^-?0+$/.test(text);

function operate(left: string, operator: string, right: string): string {
  if (operator === "|") return isTrue(left) ? left : isTrue(right) ? right : "0";
  if (operator === "&") return isTrue(left) && isTrue(right) ? left : "0";
  if (operator === ":") {
    const match = new RegExp(`^(?:${posixRegex(right, false)})`, "su").exec(left);
    const grouped = /\\\(/.test(right);
    return grouped ? (match?.[1] ?? "") : String([...(match?.[0] ?? "")].length);
  }
  if (LEVELS[2]?.includes(operator)) {
    const order = isNumber(left) && isNumber(right) ? Number(left) - Number(right) : compareBytes(left, right);
    const results: Record<string, boolean> = {
      "<": order < 0,
      "<=": order <= 0,
      "=": order === 0,
      "==": order === 0,
      "!=": order !== 0,
      ">=": order >= 0,
      ">": order > 0,
    };
    return results[operator] ? "1" : "0";
  }
  if (!isNumber(left) || !isNumber(right)) throw new ExpressionError("non-integer argument");
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === "/" || operator === "%") && b === 0n) throw new ExpressionError("division by zero");
  const results: Record<string, () => bigint> = {
    "+": () => a + b,
    "-": () => a - b,
    "*": () => a * b,
    "/": () => a / b,
    "%": () => a % b,
  };
  return String(results[operator]?.() ?? "");
}
