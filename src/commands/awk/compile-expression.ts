import { AwkError } from "./awk-error.ts";
import { PLAIN, replaced } from "./builtins.ts";
import type { Cell } from "./cells.ts";
import { type Code, later, map, map2, mapAll, mapLater, now, type Steps, step, wait } from "./code.ts";
import { patternOf, splitFields } from "./patterns.ts";
import type { Runtime } from "./runtime.ts";
import type { Expression, Target } from "./syntax.ts";
import { compare, fromOutside, toBoolean, toNumber, type Value } from "./value.ts";

/** Calls a function of the program's own. */
type CallFunction = (name: string, args: readonly Expression[], scope: Scope, line: number) => Code<Value>;

/** The names of the parameters of the function that is compiled. */
export type Scope = readonly string[];

/** What the main input gives a bare `getline`. */
export type MainInput = () => Promise<string | undefined>;

/** Where a value can be put. */
interface Place {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
}

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
export class ExpressionCompiler {
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

  /** The variable of a name, at the moment it is asked. */
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
        return map(this.#place(expression), (place) => place.get());
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
        return map(this.#place(expression.target), (place) => {
          const before = toNumber(place.get());
          place.set(before + expression.by);
          return expression.isBefore ? before + expression.by : before;
        });
      case "call":
        return this.#call(expression.name, expression.args, this.#scope, expression.line);
      case "builtin":
        return this.#builtin(expression.name, expression.args);
      case "group": {
        const [only, more] = expression.items;
        if (!only || more) throw new AwkError("line 1: syntax error at or near ,");
        return this.compile(only);
      }
      case "getline":
        return this.#getline(expression);
    }
  }

  /** A regular expression as such, or the text of an expression as one. */
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

  #place(target: Target): Code<Place> {
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
      return map2(value, this.#place(target), (result, place) => {
        place.set(result);
        return result;
      });
    const work = this.#arithmetic(operator);
    return map2(value, this.#place(target), (by, place) => {
      const result = work(toNumber(place.get()), toNumber(by));
      place.set(result);
      return result;
    });
  }

  #builtin(name: string, args: readonly Expression[]): Code<Value> {
    const runtime = this.#runtime;
    const { text, streams } = runtime;
    const [first, second, third] = args;
    switch (name) {
      case "length": {
        if (!first) return now(() => runtime.record.length);
        if (first.type !== "name") return map(this.compile(first), (value) => text(value).length);
        const cell = this.cell(first.name);
        return now(() => (cell().isArray ? cell().elements.size : text(cell().value).length));
      }
      case "split": {
        if (!first || second?.type !== "name") throw new AwkError("line 1: wrong number of arguments in call to split");
        const cell = this.cell(second.name);
        const separator = third
          ? third.type === "regex"
            ? now<Value>(() => third.source)
            : this.compile(third)
          : now(() => runtime.cell("FS").value);
        // An expression of one character is an expression all the same.
        const isPattern = third?.type === "regex" && third.source.length === 1;
        return map2(this.compile(first), separator, (value, by) => {
          const parts = splitFields(text(value), isPattern ? `(${text(by)})` : text(by));
          const { elements } = cell();
          elements.clear();
          for (const [i, part] of parts.entries()) elements.set(String(i + 1), fromOutside(part));
          return parts.length;
        });
      }
      case "sub":
      case "gsub": {
        if (!first || !second) throw new AwkError(`line 1: wrong number of arguments in call to ${name}`);
        const target: Expression = third ?? { type: "field", index: { type: "number", value: 0 } };
        const inner = target.type === "group" && target.items.length === 1 ? (target.items[0] ?? target) : target;
        const place: Code<Place> =
          inner.type === "name" || inner.type === "field" || inner.type === "element"
            ? this.#place(inner)
            : map(this.compile(inner), (value) => ({ get: () => value, set: () => {} }));
        const both = map2(this.pattern(first), this.compile(second), (pattern, by) => ({ pattern, by: text(by) }));
        return map2(both, place, ({ pattern, by }, where) => {
          const result = replaced(text(where.get()), pattern, by, name === "gsub");
          if (result.count > 0) where.set(result.text);
          return result.count;
        });
      }
      case "match": {
        if (!first || !second) throw new AwkError("line 1: wrong number of arguments in call to match");
        return map2(this.compile(first), this.pattern(second), (value, pattern) => {
          const found = pattern.exec(text(value));
          runtime.cell("RSTART").value = found ? found.index + 1 : 0;
          runtime.cell("RLENGTH").value = found ? found[0].length : -1;
          return found ? found.index + 1 : 0;
        });
      }
      case "system":
        return mapLater(this.compile(first ?? EMPTY), (value) => wait(streams.system(text(value))));
      case "close":
        return mapLater(this.compile(first ?? EMPTY), (value) => wait(streams.close(text(value))));
      case "fflush":
        return mapLater(first ? this.compile(first) : now<Value>(() => ""), function* (): Steps<Value> {
          yield streams.flush();
          return 0;
        });
      default: {
        const plain = PLAIN[name];
        if (!plain) throw new Error(`no function ${name}`);
        return mapAll(
          args.map((arg) => this.compile(arg)),
          (values) => plain(runtime, values),
        );
      }
    }
  }

  #getline({ target, from }: Extract<Expression, { type: "getline" }>): Code<Value> {
    const runtime = this.#runtime;
    const { streams } = runtime;
    const place = target ? this.#place(target) : undefined;
    const main = this.#main;
    const name = from ? this.compile(from.name) : undefined;
    return later(function* (): Steps<Value> {
      let record: string | undefined;
      if (from && name) {
        const where = runtime.text(yield* step(name));
        const reader = from.kind === "file" ? streams.file(where) : yield* wait(streams.command(where));
        if (!reader) return -1;
        const separator = runtime.text(runtime.cell("RS").value);
        record = reader.ready(separator);
        if (record === undefined) {
          const [found] = yield* wait(reader.next(separator, () => streams.flush()).then((text) => [text]));
          record = found;
        }
      } else {
        const [found] = yield* wait(main().then((text) => [text]));
        record = found;
      }
      if (record === undefined) return 0;
      if (place) (yield* step(place)).set(fromOutside(record));
      else runtime.record = record;
      if (from?.kind !== "file") runtime.count("NR");
      if (!from) runtime.count("FNR");
      return 1;
    });
  }
}

const EMPTY: Expression = { type: "string", value: "" };
