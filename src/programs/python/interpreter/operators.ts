import { PythonError } from "./errors.ts";
import { isNumber, type Objects } from "./objects.ts";
import { percentFormat } from "./text-format.ts";
import { Dict, List, Range, Tuple, textOf, Unicode, type Value } from "./values.ts";

/** `left OPERATOR right` (Reference, 5.6 to 5.8). @throws PythonError */
export function binary(objects: Objects, operator: string, left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right)) return arithmetic(objects, operator, left, right);
  const [a, b] = [textOf(left), textOf(right)];
  const same = (text: string): Value =>
    left instanceof Unicode || right instanceof Unicode ? new Unicode(text) : text;
  if (operator === "%" && a !== undefined) {
    const text = percentFormat(objects, a, right);
    const unicode =
      left instanceof Unicode || (right instanceof Tuple ? right.items : [right]).some((one) => one instanceof Unicode);
    return unicode ? new Unicode(text) : text;
  }
  if (operator === "+" && a !== undefined && b !== undefined) return same(a + b);
  if (operator === "+" && left instanceof List && right instanceof List)
    return new List([...left.items, ...right.items]);
  if (operator === "+" && left instanceof Tuple && right instanceof Tuple)
    return new Tuple([...left.items, ...right.items]);
  if (operator === "*" && typeof right === "bigint") return repeated(left, Number(right)) ?? refuse();
  if (operator === "*" && typeof left === "bigint") return repeated(right, Number(left)) ?? refuse();
  if (operator === "+" && a !== undefined)
    throw new PythonError(
      "TypeError",
      objects.python2
        ? `cannot concatenate 'str' and '${objects.typeName(right)}' objects`
        : `can only concatenate str (not "${objects.typeName(right)}") to str`,
    );
  return refuse();

  function refuse(): never {
    const shown = operator === "**" ? "** or pow()" : operator;
    throw new PythonError(
      "TypeError",
      `unsupported operand type(s) for ${shown}: '${objects.typeName(left)}' and '${objects.typeName(right)}'`,
    );
  }
}

function repeated(value: Value, times: number): Value | undefined {
  const count = Math.max(0, times);
  const text = textOf(value);
  if (text !== undefined) return value instanceof Unicode ? new Unicode(text.repeat(count)) : text.repeat(count);
  const items =
    value instanceof List || value instanceof Tuple
      ? Array.from({ length: count }, () => value.items).flat()
      : undefined;
  if (!items) return undefined;
  return value instanceof List ? new List(items) : new Tuple(items);
}

function arithmetic(
  objects: Objects,
  operator: string,
  left: bigint | number | boolean,
  right: bigint | number | boolean,
): Value {
  const whole = typeof left !== "number" && typeof right !== "number";
  const zero = (message: string) => new PythonError("ZeroDivisionError", message);
  if (whole) {
    const [a, b] = [BigInt(left), BigInt(right)];
    const floored = () => {
      if (b === 0n)
        throw zero(
          objects.python2
            ? "integer division or modulo by zero"
            : operator === "%"
              ? "integer modulo by zero"
              : "integer division or modulo by zero",
        );
      const quotient = a / b;
      return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
    };
    switch (operator) {
      case "+":
        return a + b;
      case "-":
        return a - b;
      case "*":
        return a * b;
      case "//":
        return floored();
      case "%":
        return a - floored() * b;
      case "/":
        if (objects.python2) return floored();
        if (b === 0n) throw zero("division by zero");
        return Number(a) / Number(b);
      case "**":
        return b < 0n ? Number(a) ** Number(b) : a ** b;
      case "&":
        return a & b;
      case "|":
        return a | b;
      case "^":
        return a ^ b;
      case "<<":
        return a << b;
      default:
        return a >> b;
    }
  }
  const [a, b] = [Number(left), Number(right)];
  if (b === 0 && ["/", "//", "%"].includes(operator))
    throw zero(
      operator === "%"
        ? objects.python2
          ? "float modulo"
          : "float modulo by zero"
        : objects.python2
          ? "float division by zero"
          : "float division by zero",
    );
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return Math.floor(a / b);
    case "%":
      return a - Math.floor(a / b) * b;
    case "**":
      return a ** b;
    default:
      throw new PythonError(
        "TypeError",
        `unsupported operand type(s) for ${operator}: '${objects.typeName(left)}' and '${objects.typeName(right)}'`,
      );
  }
}

/** `left in right` and its like. @throws PythonError */
export function compares(objects: Objects, operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return objects.equal(left, right);
    case "!=":
      return !objects.equal(left, right);
    case "is":
      return left === right;
    case "is not":
      return left !== right;
    case "in":
      return contains(objects, right, left);
    case "not in":
      return !contains(objects, right, left);
  }
  const order = objects.compare(left, right, operator);
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

function contains(objects: Objects, whole: Value, part: Value): boolean {
  const text = textOf(whole);
  if (text !== undefined) {
    const wanted = textOf(part);
    if (wanted === undefined)
      throw new PythonError(
        "TypeError",
        `'in <string>' requires string as left operand, not ${objects.typeName(part)}`,
      );
    return text.includes(wanted);
  }
  if (whole instanceof Dict) return whole.entries.has(objects.key(part));
  if (whole instanceof List || whole instanceof Tuple || whole instanceof Range)
    return objects.items(whole).some((item) => objects.equal(item, part));
  throw new PythonError("TypeError", `argument of type '${objects.typeName(whole)}' is not iterable`);
}

/** `object[index]`. @throws PythonError */
export function itemOf(objects: Objects, object: Value, index: Value): Value {
  if (object instanceof Dict) {
    const found = object.entries.get(objects.key(index));
    if (found) return found[1];
    throw new PythonError("KeyError", objects.repr(index));
  }
  const text = textOf(object);
  const items =
    text !== undefined
      ? [...text]
      : object instanceof List || object instanceof Tuple
        ? object.items
        : object instanceof Range
          ? objects.items(object)
          : undefined;
  const name = objects.typeName(object);
  if (!items)
    throw new PythonError(
      "TypeError",
      objects.python2 ? `'${name}' object has no attribute '__getitem__'` : `'${name}' object is not subscriptable`,
    );
  if (!isNumber(index) || typeof index === "number")
    throw new PythonError(
      "TypeError",
      `${text === undefined ? name : "string"} indices must be integers${objects.python2 ? `, not ${objects.typeName(index)}` : text === undefined ? ` or slices, not ${objects.typeName(index)}` : `, not '${objects.typeName(index)}'`}`,
    );
  const found = items.at(Number(index));
  if (found === undefined)
    throw new PythonError("IndexError", `${text === undefined ? name : "string"} index out of range`);
  return object instanceof Unicode && typeof found === "string" ? new Unicode(found) : found;
}

/** `object[from:to:step]`. @throws PythonError */
export function sliceOf(objects: Objects, object: Value, from: Value, to: Value, step: Value): Value {
  const text = textOf(object);
  const items =
    text !== undefined ? [...text] : object instanceof List || object instanceof Tuple ? [...object.items] : undefined;
  if (!items) throw new PythonError("TypeError", `'${objects.typeName(object)}' object is not subscriptable`);
  const by = step === null ? 1 : Number(step);
  if (by === 0) throw new PythonError("ValueError", "slice step cannot be zero");
  const size = items.length;
  const clamp = (value: Value, standard: number) => {
    if (value === null) return standard;
    const index = Number(value) < 0 ? Number(value) + size : Number(value);
    return by > 0 ? Math.min(size, Math.max(0, index)) : Math.min(size - 1, Math.max(-1, index));
  };
  const begin = clamp(from, by > 0 ? 0 : size - 1);
  const end = clamp(to, by > 0 ? size : -1);
  const out: Value[] = [];
  for (let i = begin; by > 0 ? i < end : i > end; i += by) out.push(items[i] ?? null);
  if (text !== undefined) return object instanceof Unicode ? new Unicode(out.join("")) : out.join("");
  return object instanceof Tuple ? new Tuple(out) : new List(out);
}
