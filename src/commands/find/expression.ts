import { Failure, type Run } from "../command.ts";
import { readFileTest } from "./file-tests.ts";
import { lsLine } from "./ls-line.ts";
import { formatted } from "./printf.ts";
import type { Action, Expression, Test } from "./syntax.ts";

/** Reads find's tests and actions. @throws Failure in find's words */
export function parseExpression(run: Run, words: readonly string[]): Expression {
  const parser = new Parser(run, words);
  const test = parser.whole();
  const print: Test = (found, perform) => perform({ kind: "print", end: "\n" }, found);
  return {
    test: parser.acts ? test : async (found, perform) => (await test(found, perform)) && print(found, perform),
    least: parser.least,
    most: parser.most,
    depthFirst: parser.depthFirst,
    follow: parser.follow,
  };
}

class Parser {
  acts = false;
  least = 0;
  most = Number.POSITIVE_INFINITY;
  depthFirst = false;
  follow = false;
  readonly #run: Run;
  readonly #words: readonly string[];
  #at = 0;

  constructor(run: Run, words: readonly string[]) {
    this.#run = run;
    this.#words = words;
  }

  whole(): Test {
    if (this.#words.length === 0) return () => true;
    const test = this.#or();
    const rest = this.#words[this.#at];
    if (rest !== undefined)
      throw new Failure(
        rest === ")" ? "invalid expression; you have too many ')'" : `paths must precede expression: \`${rest}'`,
      );
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#is("-o", "-or")) {
      const before = left;
      const right = this.#and();
      left = async (found, perform) => (await before(found, perform)) || right(found, perform);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const next = this.#words[this.#at];
      if (next === undefined || next === ")" || next === "-o" || next === "-or") return left;
      this.#is("-a", "-and");
      const before = left;
      const right = this.#not();
      left = async (found, perform) => (await before(found, perform)) && right(found, perform);
    }
  }

  #not(): Test {
    if (this.#is("!", "-not")) {
      const inner = this.#not();
      return async (found, perform) => !(await inner(found, perform));
    }
    if (this.#is("(")) {
      const inner = this.#or();
      if (!this.#is(")"))
        throw new Failure("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      return inner;
    }
    return this.#primary();
  }

  #is(...words: string[]): boolean {
    if (!words.includes(this.#words[this.#at] ?? "")) return false;
    this.#at++;
    return true;
  }

  #argument(of: string): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Failure(`missing argument to \`${of}'`);
    this.#at++;
    return word;
  }

  #action(action: Action): Test {
    this.acts = true;
    return (found, perform) => perform(action, found);
  }

  #primary(): Test {
    const run = this.#run;
    const word = this.#words[this.#at] ?? "";
    this.#at++;
    const argument = () => this.#argument(word);
    const test = readFileTest(run, word, argument);
    if (test) return test;
    switch (word) {
      case "-true":
        return () => true;
      case "-false":
        return () => false;
      case "-maxdepth":
      case "-mindepth": {
        const text = argument();
        if (!/^\d+$/.test(text))
          throw new Failure(`Expected a positive decimal integer argument to ${word}, but got ${run.quote(text)}`);
        if (word === "-maxdepth") this.most = Number(text);
        else this.least = Number(text);
        return () => true;
      }
      case "-depth":
      case "-d":
        this.depthFirst = true;
        return () => true;
      case "-follow":
        this.follow = true;
        return () => true;
      case "-xdev":
      case "-mount":
      case "-noleaf":
      case "-daystart":
      case "-warn":
      case "-nowarn":
        return () => true;
      case "-prune":
        return (found) => {
          found.pruned = true;
          return true;
        };
      case "-print":
        return this.#action({ kind: "print", end: "\n" });
      case "-print0":
        return this.#action({ kind: "print", end: "\0" });
      case "-printf": {
        const format = argument();
        return this.#action({ kind: "text", text: (found) => formatted(run, format, found) });
      }
      case "-ls":
        return this.#action({ kind: "text", text: (found) => lsLine(run, found) });
      case "-delete":
        this.depthFirst = true;
        return this.#action({ kind: "delete" });
      case "-quit":
        return this.#action({ kind: "quit" });
      case "-exec":
      case "-execdir":
      case "-ok": {
        const words: string[] = [];
        for (let next = this.#words[this.#at]; next !== ";"; next = this.#words[this.#at]) {
          if (next === undefined) throw new Failure(`missing argument to \`${word}'`);
          this.#at++;
          if (next === "+" && words.at(-1) === "{}") return this.#action({ kind: "exec", words, batch: true });
          words.push(next);
        }
        this.#at++;
        if (words.length === 0) throw new Failure(`missing argument to \`${word}'`);
        return this.#action({ kind: "exec", words, batch: false });
      }
      default:
        if (word.startsWith("-"))
          throw new Failure(run.busybox ? `unrecognized: ${word}` : `unknown predicate \`${word}'`);
        throw new Failure(`paths must precede expression: \`${word}'`);
    }
  }
}
