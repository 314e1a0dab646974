import { AwkError } from "./awk-error.ts";
import type { Cell } from "./cells.ts";
import { type Code, later, map, map2, mapAll, now, step } from "./code.ts";
import { compileBuiltin } from "./compile-builtin.ts";
import { compileGetline, type MainInput } from "./compile-getline.ts";
import type { Compiler, Place } from "./compiler.ts";
import { patternOf } from "./patterns.ts";
import type { Runtime } from "./runtime.ts";
import type { Expression, Target } from "./syntax.ts";
import { compare, toBoolean, toNumber, type Value } from "./value.ts";

/** Calls a function of the program's own. */
type CallFunction = (name: string, args: readonly Expression[], scope: Scope, line: number) => Code<Value>;

/** The names of the parameters of the function that is compiled. */
export type Scope = readonly string[];

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": (a, b) => a ** b,
};

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** Makes functions of expressions. */
export class ExpressionCompiler implements Compiler {
  readonly #runtime: Runtime;
  readonly #call: CallFunction;
  readonly #main: MainInput;
  readonly #scope: Scope;

  constructor(runtime: Runtime, call: CallFunction, main: MainInput, scope: Scope) {
    this.#runtime = runtime;
    this.#call = call;
    this.#main = main;
    this.#scope = scope;
  }

  cell(name: string): () => Cell {
    const index = this.#scope.indexOf(name);
    if (index < 0) {
      const cell = this.#runtime.cell(name);
      return () => cell;
    }
    return () => {
      const cell = this.#runtime.frame[index];
      if (!cell) throw new Error(`no parameter ${name}`);
      return cell;
    };
  }

  compile(expression: Expression): Code<Value> {
    const runtime = this.#runtime;
    switch (expression.type) {
      case "number":
      case "string":
        return now(() => expression.value);
      case "regex":
        return now(() => (patternOf(expression.source).test(runtime.record) ? 1 : 0));
      case "name": {
        const cell = this.cell(expression.name);
        return now(() => cell().value);
      }
      case "field":
      case "element":
        return map(this.place(expression), (place) => place.get());
      case "in": {
        const cell = this.cell(expression.name);
        return map(this.#key(expression.keys), (key) => (cell().elements.has(key) ? 1 : 0));
      }
      case "unary":
        return this.#unary(expression.operator, this.compile(expression.operand));
      case "binary":
        return this.#binary(expression.operator, this.compile(expression.left), this.compile(expression.right));
      case "match":
        return map2(this.compile(expression.left), this.pattern(expression.right), (left, pattern) =>
          pattern.test(runtime.text(left)) === expression.isNegated ? 0 : 1,
        );
      case "and":
      case "or":
        return this.#both(expression.type === "and", this.compile(expression.left), this.compile(expression.right));
      case "choice":
        return this.#choice(this.compile(expression.test), this.compile(expression.yes), this.compile(expression.no));
      case "assign":
        return this.#assign(expression.operator, expression.target, this.compile(expression.value));
      case "step":
        return map(this.place(expression.target), (place) => {
          const before = toNumber(place.get());
          place.set(before + expression.by);
          return expression.isBefore ? before + expression.by : before;
        });
      case "call":
        return this.#call(expression.name, expression.args, this.#scope, expression.line);
      case "builtin":
        return compileBuiltin(this, runtime, expression.name, expression.args);
      case "group": {
        const [only, more] = expression.items;
        if (!only || more) throw new AwkError("line 1: syntax error at or near ,");
        return this.compile(only);
      }
      case "getline":
        return compileGetline(this, runtime, this.#main, expression);
    }
  }

  pattern(expression: Expression): Code<RegExp> {
    if (expression.type === "regex") return now(() => patternOf(expression.source));
    return map(this.compile(expression), (value) => patternOf(this.#runtime.text(value)));
  }

  #key(keys: readonly Expression[]): Code<string> {
    const [first, more] = keys;
    const { text } = this.#runtime;
    if (first && !more) return map(this.compile(first), (value) => text(value));
    return mapAll(
      keys.map((key) => this.compile(key)),
      (values) => this.#runtime.key(values),
    );
  }

  place(target: Target): Code<Place> {
    const runtime = this.#runtime;
    if (target.type === "name") {
      const cell = this.cell(target.name);
      return now(() => {
        const found = cell();
        return {
          get: () => found.value,
          set: (value) => {
            found.value = value;
          },
        };
      });
    }
    if (target.type === "field")
      return map(this.compile(target.index), (value) => {
        const index = Math.trunc(toNumber(value));
        if (index < 0) throw new AwkError(`run time error: negative field index $${index}`);
        return { get: () => runtime.field(index), set: (next) => runtime.setField(index, next) };
      });
    const cell = this.cell(target.name);
    return map(this.#key(target.keys), (key) => {
      const { elements } = cell();
      return {
        get: () => {
          // What is looked at is there from then on.
          if (!elements.has(key)) elements.set(key, undefined);
          return elements.get(key);
        },
        set: (value) => elements.set(key, value),
      };
    });
  }

  #unary(operator: "-" | "+" | "!", operand: Code<Value>): Code<Value> {
    if (operator === "!") return map(operand, (value) => (toBoolean(value) ? 0 : 1));
    return map(operand, (value) => (operator === "-" ? -toNumber(value) : toNumber(value)));
  }

  #binary(operator: string, left: Code<Value>, right: Code<Value>): Code<Value> {
    const { text } = this.#runtime;
    if (operator === " ") return map2(left, right, (a, b) => text(a) + text(b));
    const test = COMPARE[operator];
    if (test) return map2(left, right, (a, b) => (test(compare(a, b, text)) ? 1 : 0));
    const work = this.#arithmetic(operator);
    return map2(left, right, (a, b) => work(toNumber(a), toNumber(b)));
  }

  #arithmetic(operator: string): (a: number, b: number) => number {
    const work = ARITHMETIC[operator];
    if (!work) throw new Error(`no operator ${operator}`);
    if (!this.#runtime.isBusybox || (operator !== "/" && operator !== "%")) return work;
    return (a, b) => {
      if (b === 0) throw new AwkError("cmd. line:1: Division by zero");
      return work(a, b);
    };
  }

  #both(isAnd: boolean, left: Code<Value>, right: Code<Value>): Code<Value> {
    const bit = (value: Value) => (toBoolean(value) ? 1 : 0);
    if (!left.isAsync && !right.isAsync)
      return now(() => (toBoolean(left.get()) === isAnd ? bit(right.get()) : isAnd ? 0 : 1));
    return later(function* () {
      return toBoolean(yield* step(left)) === isAnd ? bit(yield* step(right)) : isAnd ? 0 : 1;
    });
  }

  #choice(test: Code<Value>, yes: Code<Value>, no: Code<Value>): Code<Value> {
    if (!test.isAsync && !yes.isAsync && !no.isAsync) return now(() => (toBoolean(test.get()) ? yes.get() : no.get()));
    return later(function* () {
      return yield* step(toBoolean(yield* step(test)) ? yes : no);
    });
  }

  #assign(operator: string, target: Target, value: Code<Value>): Code<Value> {
    // The right side is worked out first: `$(i++) = i`.
    if (operator === "")
      return map2(value, this.place(target), (result, place) => {
        place.set(result);
        return result;
      });
    const work = this.#arithmetic(operator);
    return map2(value, this.place(target), (by, place) => {
      const result = work(toNumber(place.get()), toNumber(by));
      place.set(result);
      return result;
    });
  }
}
