import { BINARY, compareNumbers, numberOrFileTest, UNARY, unaryTest } from "../file-test.ts";
import type { Shell } from "../shell.ts";
import { type Builtin, fail } from "./builtin.ts";

class TestError extends Error {}

/** `test` and `[`: 0 for yes, 1 for no, 2 for an expression that is none. */
export const test: Builtin = async (shell, args) => {
  const name = args[0] ?? "test";
  let operands = args.slice(1);
  if (name === "[") {
    if (operands.at(-1) !== "]") return fail(shell, "[: missing `]'", 2);
    operands = operands.slice(0, -1);
  }
  try {
    return new Expression(shell, operands).value() ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return fail(shell, `${name}: ${error.message}`, 2);
  }
};

/** POSIX tells the meaning by the number of operands; longer ones are read as `-o`, `-a`, `!` and parentheses. */
class Expression {
  readonly #shell: Shell;
  readonly #words: readonly string[];
  #at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell;
    this.#words = words;
  }

  value(): boolean {
    const result = this.#byCount(this.#words);
    if (result !== undefined) return result;
    const parsed = this.#or();
    if (this.#at < this.#words.length)
      throw this.#wrong("too many arguments", `${this.#words[this.#at]}: unknown operand`);
    return parsed;
  }

  #byCount(words: readonly string[]): boolean | undefined {
    const [a = "", b = "", c = "", d = ""] = words;
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return a !== "";
      case 2:
        if (a === "!") return b === "";
        if (UNARY.test(a)) return unaryTest(this.#shell, a, b);
        throw this.#wrong(
          `${a}: unary operator expected`,
          BINARY.test(b) ? `${b}: argument expected` : this.#unknownOf(a, b, b),
        );
      case 3:
        if (BINARY.test(b) && !(b === "==" && this.#shell.flavour === "dash")) return this.#binary(a, b, c);
        if (b === "-a") return a !== "" && c !== "";
        if (b === "-o") return a !== "" || c !== "";
        if (a === "!") return !this.#byCount([b, c]);
        if (a === "(" && c === ")") return b !== "";
        throw this.#wrong(`${b}: binary operator expected`, this.#unknownOf(a, b, c));
      case 4:
        if (a === "!") return !this.#byCount([b, c, d]);
        if (a === "(" && d === ")") return this.#byCount([b, c]);
        return undefined;
      default:
        return undefined;
    }
  }

  /** What is wrong, in bash's words and in the others'. */
  #wrong(words: string, posix: string): TestError {
    return new TestError(this.#shell.flavour === "bash" ? words : posix);
  }

  /** Which of the words busybox and dash find fault with. */
  #unknownOf(a: string, b: string, c: string): string {
    const word = this.#shell.flavour === "dash" ? a : UNARY.test(a) ? c : b;
    return `${word}: unknown operand`;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#words[this.#at] === "-o") {
      this.#at++;
      const right = this.#and();
      result = result || right;
    }
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#words[this.#at] === "-a") {
      this.#at++;
      const right = this.#not();
      result = result && right;
    }
    return result;
  }

  #not(): boolean {
    if (this.#words[this.#at] !== "!") return this.#primary();
    this.#at++;
    return !this.#not();
  }

  #primary(): boolean {
    const word = this.#words[this.#at];
    const next = this.#words[this.#at + 1];
    if (word === undefined) throw new TestError("argument expected");
    if (word === "(" && !(next !== undefined && BINARY.test(next))) {
      this.#at++;
      const inner = this.#or();
      if (this.#words[this.#at] !== ")") throw new TestError("`)' expected");
      this.#at++;
      return inner;
    }
    const right = this.#words[this.#at + 2];
    if (next !== undefined && BINARY.test(next) && right !== undefined) {
      this.#at += 3;
      return this.#binary(word, next, right);
    }
    if (UNARY.test(word) && next !== undefined) {
      this.#at += 2;
      return unaryTest(this.#shell, word, next);
    }
    this.#at++;
    return word !== "";
  }

  #binary(left: string, operator: string, right: string): boolean {
    switch (operator) {
      case "=":
      case "==":
        return left === right;
      case "!=":
        return left !== right;
      case "<":
        return left < right;
      case ">":
        return left > right;
      default:
        return (
          numberOrFileTest(this.#shell, left, operator, right) ??
          compareNumbers(operator, this.#number(left), this.#number(right))
        );
    }
  }

  #number(text: string): bigint {
    const match = /^\s*[-+]?\d+\s*$/.test(text);
    if (!match) throw new TestError(`${text}: integer expression expected`);
    return BigInt(text.trim().replace(/^\+/, ""));
  }
}
