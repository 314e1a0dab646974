import { type Arithmetic, ArithmeticError, parseArithmetic } from "./arithmetic-parser.ts";

/** The variables an expression reads and sets; an `index` is a subscript's text. */
export interface ArithmeticScope {
  get(name: string, index: string | undefined): string;
  set(name: string, index: string | undefined, value: string): void;
}

const LIMIT = 100;

/**
 * The value of an expression whose `$` expansions are done, in 64-bit arithmetic as bash's.
 * @throws ArithmeticError
 */
export function evaluateArithmetic(source: string, scope: ArithmeticScope, depth = 0): bigint {
  if (depth > LIMIT)
    throw new ArithmeticError(`${source}: expression recursion level exceeded (error token is "${source}")`);
  return valueOfNode(parseArithmetic(source), source.trimStart(), scope, depth);
}

function valueOfNode(node: Arithmetic, source: string, scope: ArithmeticScope, depth: number): bigint {
  const value = (inner: Arithmetic) => valueOfNode(inner, source, scope, depth);
  switch (node.kind) {
    case "number":
      return node.value;
    case "name": {
      const text = scope.get(node.name, node.index).trim();
      if (/^(0|[1-9]\d{0,17})$/.test(text)) return BigInt(text);
      return text === "" ? 0n : evaluateArithmetic(text, scope, depth + 1);
    }
    case "unary": {
      const operand = value(node.operand);
      if (node.operator === "!") return operand === 0n ? 1n : 0n;
      if (node.operator === "~") return ~operand;
      return node.operator === "-" ? wrap(-operand) : operand;
    }
    case "step": {
      const before = value(node.target);
      const now = wrap(node.operator === "++" ? before + 1n : before - 1n);
      assign(node.target, now, scope);
      return node.prefix ? now : before;
    }
    case "assign": {
      const given = value(node.value);
      const result =
        node.operator === "" ? given : compute(node.operator, value(node.target), given, source, node.valueText);
      assign(node.target, result, scope);
      return result;
    }
    case "choice":
      return value(node.test) !== 0n ? value(node.yes) : value(node.no);
    case "binary": {
      const left = value(node.left);
      if (node.operator === "&&") return left !== 0n && value(node.right) !== 0n ? 1n : 0n;
      if (node.operator === "||") return left !== 0n || value(node.right) !== 0n ? 1n : 0n;
      return compute(node.operator, left, value(node.right), source, node.rightText);
    }
  }
}

function assign(target: Arithmetic, value: bigint, scope: ArithmeticScope): void {
  if (target.kind === "name") scope.set(target.name, target.index, String(value));
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

function compute(operator: string, left: bigint, right: bigint, source: string, rightText: string): bigint {
  switch (operator) {
    case ",":
      return right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&":
      return left & right;
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "<":
      return truth(left < right);
    case ">":
      return truth(left > right);
    case "<=":
      return truth(left <= right);
    case ">=":
      return truth(left >= right);
    case "<<":
      return wrap(left << (right & 63n));
    case ">>":
      return left >> (right & 63n);
    case "+":
      return wrap(left + right);
    case "-":
      return wrap(left - right);
    case "*":
      return wrap(left * right);
    case "**":
      if (right < 0n)
        throw new ArithmeticError(
          `${source}: exponent less than 0 (error token is "${rightText.replace(/^[-+!~\s]+/, "")}")`,
        );
      return power(left, right);
    default:
      if (right === 0n) throw new ArithmeticError(`${source}: division by 0 (error token is "${rightText}")`);
      return wrap(operator === "/" ? left / right : left % right);
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = wrap(b * b)) if (e & 1n) result = wrap(result * b);
  return result;
}
