import { keysInOrder } from "./array-order.ts";
import { AwkError } from "./awk-error.ts";
import { Cell } from "./cells.ts";
import { type Code, later, map, mapAll, now, type Steps, step } from "./code.ts";
import { ExpressionCompiler, type Scope } from "./compile-expression.ts";
import type { MainInput } from "./compile-getline.ts";
import { sprintf } from "./format.ts";
import type { Runtime } from "./runtime.ts";
import type { AwkFunction, AwkProgram, Expression, Statement } from "./syntax.ts";
import { toBoolean, toNumber, type Value } from "./value.ts";

/** How a statement ended, when not by its end. */
export type Flow = undefined | "break" | "continue" | "next" | "nextfile" | "exit" | "return";

/** So often a loop lets others go on. */
const TURNS = 10_000;

/** A function that calls itself deeper than this never ends. */
const DEEPEST = 1_000;

/** Makes functions of statements. */
export class StatementCompiler {
  readonly #runtime: Runtime;
  readonly #functions: ReadonlyMap<string, AwkFunction>;
  readonly #lines: number;
  readonly #main: MainInput;
  readonly #compiled = new Map<string, Code<Flow>>();

  constructor(runtime: Runtime, { functions, lines }: AwkProgram, main: MainInput) {
    this.#runtime = runtime;
    this.#functions = functions;
    this.#lines = lines;
    this.#main = main;
  }

  expressions(scope: Scope): ExpressionCompiler {
    return new ExpressionCompiler(this.#runtime, (...args) => this.#call(...args), this.#main, scope);
  }

  compile(statement: Statement, scope: Scope = []): Code<Flow> {
    const runtime = this.#runtime;
    const expressions = this.expressions(scope);
    switch (statement.type) {
      case "expression":
        return map(expressions.compile(statement.value), (): Flow => undefined);
      case "print":
      case "printf":
        return this.#output(statement, expressions);
      case "if": {
        const test = expressions.compile(statement.test);
        const yes = this.compile(statement.yes, scope);
        const no = statement.no ? this.compile(statement.no, scope) : now<Flow>(() => undefined);
        if (!test.isAsync && !yes.isAsync && !no.isAsync)
          return now(() => (toBoolean(test.get()) ? yes.get() : no.get()));
        return later(function* () {
          return yield* step(toBoolean(yield* step(test)) ? yes : no);
        });
      }
      case "loop":
        return this.#loop(statement, scope);
      case "each": {
        const [variable, array] = [expressions.cell(statement.variable), expressions.cell(statement.array)];
        const body = this.compile(statement.body, scope);
        return later(function* (): Steps<Flow> {
          const { elements } = array();
          for (const key of keysInOrder(elements.keys(), runtime.isBusybox)) {
            variable().value = key;
            const flow = yield* step(body);
            if (flow === "break") break;
            if (flow !== undefined && flow !== "continue") return flow;
          }
          return undefined;
        });
      }
      case "block":
        return this.#block(statement.body, scope);
      case "next":
      case "nextfile":
      case "break":
      case "continue":
        return now(() => statement.type);
      case "exit":
        if (!statement.value) return now(() => "exit");
        return map(expressions.compile(statement.value), (value): Flow => {
          runtime.status = Math.trunc(toNumber(value)) & 0xff;
          return "exit";
        });
      case "return":
        return map(
          statement.value ? expressions.compile(statement.value) : now<Value>(() => undefined),
          (value): Flow => {
            runtime.returned = value;
            return "return";
          },
        );
      case "delete": {
        const cell = expressions.cell(statement.name);
        const { keys } = statement;
        if (!keys)
          return now(() => {
            cell().elements.clear();
            return undefined;
          });
        return mapAll(
          keys.map((key) => expressions.compile(key)),
          (values): Flow => {
            cell().elements.delete(runtime.key(values));
            return undefined;
          },
        );
      }
    }
  }

  #block(statements: readonly Statement[], scope: Scope): Code<Flow> {
    const codes = statements.map((statement) => this.compile(statement, scope));
    const [only] = codes;
    if (only && codes.length === 1) return only;
    const sync = codes.flatMap((code) => (code.isAsync ? [] : [code.get]));
    if (sync.length === codes.length)
      return now(() => {
        for (const get of sync) {
          const flow = get();
          if (flow !== undefined) return flow;
        }
        return undefined;
      });
    return later(function* (): Steps<Flow> {
      for (const code of codes) {
        const flow = code.isAsync ? yield* code.run() : code.get();
        if (flow !== undefined) return flow;
      }
      return undefined;
    });
  }

  #loop({ first, test, step: every, body, isAfter }: Extract<Statement, { type: "loop" }>, scope: Scope): Code<Flow> {
    const { process } = this.#runtime;
    const none = now<Flow>(() => undefined);
    const start = first ? this.compile(first, scope) : none;
    const condition = test ? this.expressions(scope).compile(test) : now<Value>(() => 1);
    const after = every ? this.compile(every, scope) : none;
    const inside = this.compile(body, scope);
    return later(function* (): Steps<Flow> {
      yield* step(start);
      for (let turn = 0; ; turn++) {
        if (turn % TURNS === TURNS - 1) yield process.breathe();
        if (!(isAfter && turn === 0) && !toBoolean(condition.isAsync ? yield* condition.run() : condition.get()))
          return undefined;
        const flow = inside.isAsync ? yield* inside.run() : inside.get();
        if (flow === "break") return undefined;
        if (flow !== undefined && flow !== "continue") return flow;
        if (after.isAsync) yield* after.run();
        else after.get();
      }
    });
  }

  #output(
    { type, args, to }: Extract<Statement, { type: "print" | "printf" }>,
    expressions: ExpressionCompiler,
  ): Code<Flow> {
    const runtime = this.#runtime;
    const { streams } = runtime;
    const [only] = args;
    if (type === "printf" && !only) throw new AwkError("line 1: no arguments in call to printf");
    const values = mapAll(
      args.map((arg) => expressions.compile(arg)),
      (list): string => {
        if (type === "printf") return sprintf(runtime.text(list[0]), list.slice(1), (value) => runtime.text(value));
        const line =
          args.length === 0 ? runtime.record : list.map(runtime.printed).join(runtime.text(runtime.cell("OFS").value));
        return line + runtime.text(runtime.cell("ORS").value);
      },
    );
    if (!to) return map(values, (text): Flow => void streams.print(text));
    const name = expressions.compile(to.name);
    return later(function* (): Steps<Flow> {
      const text = yield* step(values);
      const where = runtime.text(yield* step(name));
      if (to.kind === "|") yield streams.printInto(where, text);
      else if (streams.printTo(where, text, to.kind === ">>")) yield streams.flush();
      return undefined;
    });
  }

  /** Calls a function: arrays are its caller's, values are copies. */
  #call(name: string, args: readonly Expression[], scope: Scope, line: number): Code<Value> {
    const runtime = this.#runtime;
    const called = this.#functions.get(name);
    if (!called)
      throw new AwkError(
        runtime.isBusybox
          ? `cmd. line:${line}: Call to undefined function`
          : `line ${this.#lines + 1}: function ${name} never defined`,
      );
    const { parameters } = called;
    if (args.length > parameters.length) throw new AwkError(`line ${line}: too many arguments in call to ${name}`);
    const expressions = this.expressions(scope);
    const given = args.map((arg): Code<Cell> => {
      if (arg.type !== "name") return map(expressions.compile(arg), (value) => new Cell(value));
      const cell = expressions.cell(arg.name);
      return now(() => (cell().isArray ? cell() : new Cell(cell().value, cell())));
    });
    const bodyOf = () => this.#bodyOf(name, called);
    return later(function* (): Steps<Value> {
      const frame: Cell[] = [];
      for (const code of given) frame.push(yield* step(code));
      while (frame.length < parameters.length) frame.push(new Cell());
      if (++runtime.depth > DEEPEST) throw new AwkError(`run time error: function ${name} calls itself without an end`);
      const before = runtime.frame;
      runtime.frame = frame;
      runtime.returned = undefined;
      const flow = yield* step(bodyOf());
      runtime.frame = before;
      runtime.depth--;
      if (flow === "exit" || flow === "next" || flow === "nextfile") throw new Jump(flow);
      const result = runtime.returned;
      runtime.returned = undefined;
      return result;
    });
  }

  #bodyOf(name: string, { parameters, body }: AwkFunction): Code<Flow> {
    let code = this.#compiled.get(name);
    if (!code) {
      code = this.compile(body, parameters);
      this.#compiled.set(name, code);
    }
    return code;
  }
}

/** Leaves a function for the main program: `exit` and `next` in it. */
export class Jump extends Error {
  readonly flow: "exit" | "next" | "nextfile";

  constructor(flow: Jump["flow"]) {
    super(flow);
    this.flow = flow;
  }
}
