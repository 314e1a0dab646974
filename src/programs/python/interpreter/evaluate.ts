import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { isNumber } from "./objects.ts";
import { binary, compares, itemOf, sliceOf } from "./operators.ts";
import type { Expression, Statement } from "./tree.ts";
import { Class, Dict, Func, Instance, type Keywords, List, Module, type Scope, Tuple, type Value } from "./values.ts";

/** How a block ended. */
type Ending = { readonly kind: "break" | "continue" } | { readonly kind: "return"; readonly value: Value } | undefined;

/** How deep functions may call each other. */
const RECURSION_LIMIT = 400;

/** Carries out Python's statements and expressions (Reference, 5 to 7). */
export class Evaluator {
  readonly #host: Interpreter;
  #depth = 0;
  /** The exception that a handler is at work on, for a bare `raise`. */
  #handled: PythonError | undefined;

  constructor(host: Interpreter) {
    this.#host = host;
  }

  async runModule(statements: readonly Statement[], scope: Scope, shows: boolean): Promise<void> {
    try {
      for (const statement of statements) {
        if (shows && statement.kind === "expression") {
          scope.frame.line = statement.line;
          const value = await this.evaluate(statement.value, scope);
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
    const evaluate = (expression: Expression) => this.evaluate(expression, scope);
    switch (statement.kind) {
      case "expression":
        await evaluate(statement.value);
        return undefined;
      case "assign": {
        const value = await evaluate(statement.value);
        for (const target of statement.targets) await this.#assign(target, value, scope);
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
        await this.#assign(statement.target, value, scope);
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
          this.#set(as ?? first, bound, scope);
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
        for (const target of statement.targets) await this.#delete(target, scope);
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
          await this.#assign(statement.target, item, scope);
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
        this.#set(
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
        if (handler.as !== undefined) this.#set(handler.as, this.#instanceOf(error), scope);
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
      const wanted = await this.evaluate(handler.type, scope);
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
    const value = await this.evaluate(expression, scope);
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
      this.#set(as, found, scope);
    }
  }

  #set(name: string, value: Value, { locals, globals, declared }: Scope): void {
    (declared.has(name) ? globals : locals).set(name, value);
  }

  async #assign(target: Expression, value: Value, scope: Scope): Promise<void> {
    const { objects } = this.#host;
    if (target.kind === "name") this.#set(target.name, value, scope);
    else if (target.kind === "tuple" || target.kind === "list") {
      const values = objects.items(value);
      const { length } = target.items;
      if (values.length > length)
        throw new PythonError(
          "ValueError",
          objects.python2 ? "too many values to unpack" : `too many values to unpack (expected ${length})`,
        );
      if (values.length < length)
        throw new PythonError(
          "ValueError",
          objects.python2
            ? `need more than ${values.length} value${values.length === 1 ? "" : "s"} to unpack`
            : `not enough values to unpack (expected ${length}, got ${values.length})`,
        );
      for (const [index, item] of target.items.entries()) await this.#assign(item, values[index] ?? null, scope);
    } else if (target.kind === "attribute") {
      const object = await this.evaluate(target.object, scope);
      if (object instanceof Instance) object.attributes.set(target.name, value);
      else if (object instanceof Module) object.members.set(target.name, value);
      else
        throw new PythonError(
          "AttributeError",
          `'${objects.typeName(object)}' object has no attribute '${target.name}'`,
        );
    } else if (target.kind === "index") {
      const object = await this.evaluate(target.object, scope);
      const index = await this.evaluate(target.index, scope);
      if (object instanceof Dict) objects.setItem(object, index, value);
      else if (object instanceof List && isNumber(index)) {
        const place = Number(index) < 0 ? Number(index) + object.items.length : Number(index);
        if (place < 0 || place >= object.items.length)
          throw new PythonError("IndexError", "list assignment index out of range");
        object.items[place] = value;
      } else
        throw new PythonError("TypeError", `'${objects.typeName(object)}' object does not support item assignment`);
    }
  }

  async #delete(target: Expression, scope: Scope): Promise<void> {
    if (target.kind === "name") {
      if (!scope.locals.delete(target.name)) throw new PythonError("NameError", `name '${target.name}' is not defined`);
    } else if (target.kind === "index") {
      const object = await this.evaluate(target.object, scope);
      const index = await this.evaluate(target.index, scope);
      itemOf(this.#host.objects, object, index);
      if (object instanceof Dict) object.entries.delete(this.#host.objects.key(index));
      else if (object instanceof List) object.items.splice(Number(index), 1);
    }
  }

  item(object: Value, index: Value): Value {
    return itemOf(this.#host.objects, object, index);
  }

  async evaluate(expression: Expression, scope: Scope): Promise<Value> {
    const { objects } = this.#host;
    const evaluate = (inner: Expression) => this.evaluate(inner, scope);
    switch (expression.kind) {
      case "none":
        return null;
      case "true":
        return true;
      case "false":
        return false;
      case "integer":
      case "float":
        return expression.value;
      case "string":
        return expression.unicode ? objects.unicode(expression.text) : expression.text;
      case "name":
        return this.#lookUp(expression.name, scope);
      case "tuple":
        return new Tuple(await this.#all(expression.items, scope));
      case "list":
        return new List(await this.#all(expression.items, scope));
      case "dict": {
        const dict = new Dict();
        for (const [key, value] of expression.entries)
          objects.setItem(dict, await evaluate(key), await evaluate(value));
        return dict;
      }
      case "comprehension":
        return this.#comprehension(expression, scope);
      case "unary":
        return this.#unary(expression.operator, await evaluate(expression.operand));
      case "binary":
        return binary(objects, expression.operator, await evaluate(expression.left), await evaluate(expression.right));
      case "compare": {
        let left = await evaluate(expression.first);
        for (const { operator, operand } of expression.rest) {
          const right = await evaluate(operand);
          if (!compares(objects, operator, left, right)) return false;
          left = right;
        }
        return true;
      }
      case "and": {
        const left = await evaluate(expression.left);
        return objects.truth(left) ? evaluate(expression.right) : left;
      }
      case "or": {
        const left = await evaluate(expression.left);
        return objects.truth(left) ? left : evaluate(expression.right);
      }
      case "conditional":
        return evaluate(objects.truth(await evaluate(expression.test)) ? expression.then : expression.otherwise);
      case "attribute":
        return this.#host.attribute(await evaluate(expression.object), expression.name);
      case "index":
        return itemOf(objects, await evaluate(expression.object), await evaluate(expression.index));
      case "slice": {
        const { object, from, to, step } = expression;
        const part = (one: Expression | undefined) => (one ? evaluate(one) : null);
        return sliceOf(objects, await evaluate(object), await part(from), await part(to), await part(step));
      }
      case "call": {
        const callee = await evaluate(expression.callee);
        const given = await this.#all(expression.arguments, scope);
        const keywords = new Map<string, Value>();
        for (const [name, value] of expression.keywords) keywords.set(name, await evaluate(value));
        return this.#host.call(callee, given, keywords);
      }
    }
  }

  async #all(expressions: readonly Expression[], scope: Scope): Promise<Value[]> {
    const values: Value[] = [];
    for (const expression of expressions) values.push(await this.evaluate(expression, scope));
    return values;
  }

  async #comprehension(
    { item, target, source, conditions }: Extract<Expression, { kind: "comprehension" }>,
    scope: Scope,
  ): Promise<Value> {
    const { objects } = this.#host;
    // In Python 2 its names stay; in Python 3 they are its own.
    const inner = objects.python2 ? scope : { ...scope, locals: new Map(scope.locals) };
    const items: Value[] = [];
    for (const value of objects.items(await this.evaluate(source, scope))) {
      await this.#host.breathe();
      await this.#assign(target, value, inner);
      let wanted = true;
      for (const condition of conditions) wanted &&= objects.truth(await this.evaluate(condition, inner));
      if (wanted) items.push(await this.evaluate(item, inner));
    }
    return new List(items);
  }

  #unary(operator: string, value: Value): Value {
    const { objects } = this.#host;
    if (operator === "not") return !objects.truth(value);
    if (!isNumber(value) || (operator === "~" && typeof value === "number"))
      throw new PythonError("TypeError", `bad operand type for unary ${operator}: '${objects.typeName(value)}'`);
    if (typeof value === "number") return operator === "-" ? -value : value;
    const whole = BigInt(value);
    if (operator === "-") return -whole;
    return operator === "~" ? ~whole : whole;
  }

  #lookUp(name: string, { locals, globals, frame }: Scope): Value {
    // None is a value too, and `??` would pass it over.
    const map = [locals, globals, this.#host.builtins].find((one) => one.has(name));
    const found = map?.get(name);
    if (found !== undefined) return found;
    const global = this.#host.objects.python2 && frame.name !== "<module>" ? "global " : "";
    throw new PythonError("NameError", `${global}name '${name}' is not defined`);
  }
}
