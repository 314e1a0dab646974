import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { isNumber } from "./objects.ts";
import { binary, compares, itemOf, sliceOf } from "./operators.ts";
import type { Expression } from "./tree.ts";
import { Dict, Instance, List, Module, type Scope, Tuple, type Value } from "./values.ts";

/** Works out Python's expressions (Reference, 5), and gives values to their targets. */
export class Evaluator {
  readonly #host: Interpreter;

  constructor(host: Interpreter) {
    this.#host = host;
  }

  set(name: string, value: Value, { locals, globals, declared }: Scope): void {
    (declared.has(name) ? globals : locals).set(name, value);
  }

  /** Gives a value to a name, an attribute, an item, or several. @throws PythonError */
  async assign(target: Expression, value: Value, scope: Scope): Promise<void> {
    const { objects } = this.#host;
    if (target.kind === "name") this.set(target.name, value, scope);
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
      for (const [index, item] of target.items.entries()) await this.assign(item, values[index] ?? null, scope);
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

  async delete(target: Expression, scope: Scope): Promise<void> {
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
      await this.assign(target, value, inner);
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
