import { PythonError } from "./errors.ts";
import type { Evaluator } from "./evaluate.ts";
import type { Interpreter } from "./interpreter.ts";
import { binary } from "./operators.ts";
import type { Expression, Statement } from "./tree.ts";
import { Class, Func, Instance, type Keywords, List, type Scope, Tuple, type Value } from "./values.ts";

/** How a block ended. */
type Ending = { readonly kind: "break" | "continue" } | { readonly kind: "return"; readonly value: Value } | undefined;

/** How deep functions may call each other. */
const RECURSION_LIMIT = 400;

/** Carries out Python's statements (Reference, 6 and 7). */
export class Executor {
  readonly #host: Interpreter;
  readonly #evaluator: Evaluator;
  #depth = 0;
  /** The exception that a handler is at work on, for a bare `raise`. */
  #handled: PythonError | undefined;

  constructor(host: Interpreter, evaluator: Evaluator) {
    this.#host = host;
    this.#evaluator = evaluator;
  }

  /** A module's statements, or what was typed. @param shows prints the values of expressions @throws PythonError */
  async runModule(statements: readonly Statement[], scope: Scope, shows: boolean): Promise<void> {
    try {
      for (const statement of statements) {
        if (shows && statement.kind === "expression") {
          scope.frame.line = statement.line;
          const value = await this.#evaluator.evaluate(statement.value, scope);
          if (value !== null) {
            scope.globals.set("_", value);
            await this.#host.write(`${this.#host.objects.repr(value)}\n`);
          }
        } else await this.#run(statement, scope);
      }
    } catch (error) {
      if (error instanceof PythonError) error.through(scope.frame);
      throw error;
    }
  }

  async runBlock(statements: readonly Statement[], scope: Scope): Promise<Ending> {
    for (const statement of statements) {
      const ending = await this.#run(statement, scope);
      if (ending) return ending;
    }
    return undefined;
  }

  /** @throws PythonError for arguments that do not fit */
  async callFunction(callee: Func, given: readonly Value[], keywords: Keywords): Promise<Value> {
    const { name, parameters, body, globals } = callee;
    const { python2 } = this.#host.objects;
    const locals = new Map<string, Value>();
    const wrong = (message: string) => new PythonError("TypeError", `${name}() ${message}`);
    const required = parameters.filter(({ standard }) => standard === undefined).length;
    const amount = (count: number) =>
      `${count} ${python2 ? "argument" : "positional argument"}${count === 1 ? "" : "s"}`;
    if (given.length > parameters.length)
      throw wrong(
        python2
          ? `takes ${required === parameters.length ? "exactly" : "at most"} ${amount(parameters.length)} (${given.length} given)`
          : `takes ${amount(parameters.length)} but ${given.length} ${given.length === 1 ? "was" : "were"} given`,
      );
    for (const [index, parameter] of parameters.entries()) {
      const [named, own] = [keywords.get(parameter.name), given[index]];
      const value = own !== undefined ? own : named !== undefined ? named : parameter.standard;
      if (value !== undefined) locals.set(parameter.name, value);
    }
    const unknown = [...keywords.keys()].find((key) => !parameters.some((one) => one.name === key));
    if (unknown !== undefined) throw wrong(`got an unexpected keyword argument '${unknown}'`);
    const missing = parameters.filter((one) => !locals.has(one.name)).map((one) => `'${one.name}'`);
    if (missing.length > 0)
      throw wrong(
        python2
          ? `takes ${required === parameters.length ? "exactly" : "at least"} ${amount(required)} (${given.length + keywords.size} given)`
          : `missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${missing.join(" and ")}`,
      );
    const scope: Scope = { locals, globals, declared: new Set(), frame: { ...callee.frame, name } };
    if (++this.#depth > RECURSION_LIMIT) {
      this.#depth = 0;
      throw new PythonError("RuntimeError", "maximum recursion depth exceeded");
    }
    try {
      const ending = await this.runBlock(body, scope);
      return ending?.kind === "return" ? ending.value : null;
    } catch (error) {
      if (error instanceof PythonError) error.through(scope.frame);
      throw error;
    } finally {
      this.#depth = Math.max(0, this.#depth - 1);
    }
  }

  async #run(statement: Statement, scope: Scope): Promise<Ending> {
    const { objects } = this.#host;
    scope.frame.line = statement.line;
    const evaluate = (expression: Expression) => this.#evaluator.evaluate(expression, scope);
    switch (statement.kind) {
      case "expression":
        await evaluate(statement.value);
        return undefined;
      case "assign": {
        const value = await evaluate(statement.value);
        for (const target of statement.targets) await this.#evaluator.assign(target, value, scope);
        return undefined;
      }
      case "augmented": {
        const before = await evaluate(statement.target);
        const value = binary(objects, statement.operator, before, await evaluate(statement.value));
        // A list is added to where it is.
        if (before instanceof List && value instanceof List) {
          before.items = value.items;
          return undefined;
        }
        await this.#evaluator.assign(statement.target, value, scope);
        return undefined;
      }
      case "print": {
        const texts: string[] = [];
        for (const value of statement.values) texts.push(objects.str(await evaluate(value)));
        await this.#host.printLine(texts.join(" "), statement.newline);
        return undefined;
      }
      case "import":
        for (const { path, as } of statement.modules) {
          const module = await this.#host.importModule(path);
          const [first = path] = path.split(".");
          const bound = as !== undefined || first === path ? module : await this.#host.importModule(first);
          this.#evaluator.set(as ?? first, bound, scope);
        }
        return undefined;
      case "from":
        await this.#importNames(statement, scope);
        return undefined;
      case "pass":
        return undefined;
      case "break":
      case "continue":
        return { kind: statement.kind };
      case "return":
        return { kind: "return", value: statement.value ? await evaluate(statement.value) : null };
      case "global":
        for (const name of statement.names) scope.declared.add(name);
        return undefined;
      case "delete":
        for (const target of statement.targets) await this.#evaluator.delete(target, scope);
        return undefined;
      case "raise":
        throw await this.#raised(statement.value, scope);
      case "assert":
        if (!objects.truth(await evaluate(statement.test)))
          throw new PythonError(
            "AssertionError",
            statement.message ? objects.str(await evaluate(statement.message)) : "",
          );
        return undefined;
      case "if":
        return this.runBlock(
          objects.truth(await evaluate(statement.test)) ? statement.body : statement.otherwise,
          scope,
        );
      case "while":
        while (objects.truth(await evaluate(statement.test))) {
          await this.#host.breathe();
          const ending = await this.runBlock(statement.body, scope);
          if (ending?.kind === "break") return undefined;
          if (ending?.kind === "return") return ending;
          scope.frame.line = statement.line;
        }
        return this.runBlock(statement.otherwise, scope);
      case "for": {
        for (const item of objects.items(await evaluate(statement.source))) {
          await this.#host.breathe();
          await this.#evaluator.assign(statement.target, item, scope);
          const ending = await this.runBlock(statement.body, scope);
          if (ending?.kind === "break") return undefined;
          if (ending?.kind === "return") return ending;
          scope.frame.line = statement.line;
        }
        return this.runBlock(statement.otherwise, scope);
      }
      case "define": {
        const parameters: { name: string; standard: Value | undefined }[] = [];
        for (const { name, standard } of statement.parameters)
          parameters.push({ name, standard: standard ? await evaluate(standard) : undefined });
        this.#evaluator.set(
          statement.name,
          new Func(statement.name, parameters, statement.body, scope.globals, { ...scope.frame }),
          scope,
        );
        return undefined;
      }
      case "try":
        return this.#try(statement, scope);
    }
  }

  async #try(statement: Extract<Statement, { kind: "try" }>, scope: Scope): Promise<Ending> {
    let ending: Ending;
    try {
      ending = await this.runBlock(statement.body, scope);
      if (!ending) ending = await this.runBlock(statement.otherwise, scope);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      const handler = await this.#handlerFor(statement.handlers, error, scope);
      if (!handler) {
        const last = await this.runBlock(statement.ending, scope);
        if (last) return last;
        throw error;
      }
      const before = this.#handled;
      this.#handled = error;
      try {
        if (handler.as !== undefined) this.#evaluator.set(handler.as, this.#instanceOf(error), scope);
        ending = await this.runBlock(handler.body, scope);
      } finally {
        this.#handled = before;
      }
    }
    return (await this.runBlock(statement.ending, scope)) ?? ending;
  }

  async #handlerFor(handlers: Extract<Statement, { kind: "try" }>["handlers"], error: PythonError, scope: Scope) {
    const type = this.#host.exceptions.get(error.kind.replace(/^.*\./, "")) ?? this.#host.exceptions.get("Exception");
    for (const handler of handlers) {
      if (!handler.type) return handler;
      const wanted = await this.#evaluator.evaluate(handler.type, scope);
      const classes = wanted instanceof Tuple ? wanted.items : [wanted];
      if (classes.some((one) => one instanceof Class && (type?.isA(one) || one.name === error.kind))) return handler;
    }
    return undefined;
  }

  #instanceOf(error: PythonError): Value {
    const type = this.#host.exceptions.get(error.kind) ?? new Class(error.kind);
    const made = this.#host.instance(type);
    made.attributes.set("message", error.message);
    return made;
  }

  async #raised(expression: Expression | undefined, scope: Scope): Promise<PythonError> {
    if (!expression) return this.#handled ?? new PythonError("RuntimeError", "No active exception to reraise");
    const value = await this.#evaluator.evaluate(expression, scope);
    const { objects } = this.#host;
    if (value instanceof Class && this.#host.isException(value)) return new PythonError(value.name, "");
    if (value instanceof Instance && this.#host.isException(value.type))
      return new PythonError(value.type.name, objects.str(value.attributes.get("message") ?? ""));
    return new PythonError(
      "TypeError",
      objects.python2
        ? `exceptions must be old-style classes or derived from BaseException, not ${objects.typeName(value)}`
        : "exceptions must derive from BaseException",
    );
  }

  async #importNames({ module: path, names }: Extract<Statement, { kind: "from" }>, scope: Scope): Promise<void> {
    if (path === "__future__") return;
    const module = await this.#host.importModule(path);
    for (const { name, as } of names) {
      const found = module.members.get(name);
      if (found === undefined)
        throw new PythonError(
          "ImportError",
          this.#host.objects.python2
            ? `cannot import name ${name}`
            : `cannot import name '${name}' from '${path}' (${module.file ?? "unknown location"})`,
        );
      this.#evaluator.set(as, found, scope);
    }
  }
}
