import { type ArithmeticScope, evaluateArithmetic } from "./arithmetic.ts";
import { ArithmeticError } from "./arithmetic-parser.ts";
import { ExpansionError } from "./control-flow.ts";
import { expandPlain } from "./expand-word.ts";
import type { Shell } from "./shell.ts";
import { VariableError } from "./variables.ts";

/** The value of an arithmetic text, its `$` expansions first. @throws ExpansionError in bash's words */
export async function expandArithmeticText(shell: Shell, text: string, label = ""): Promise<bigint> {
  return arithmetic(shell, await expandPlain(shell, text), label);
}

/** Powers, lists and steps are not POSIX's. */
const NOT_IN_DASH = /\*\*|,|[A-Za-z_]\w*\s*(?:\+\+|--)\s*(?:$|[)\]+*/%-])/;

/** The value of an expression whose expansions are done. @param label what the message begins with ("((: ") */
export function arithmetic(shell: Shell, expression: string, label = ""): bigint {
  if (shell.flavour === "dash" && NOT_IN_DASH.test(expression))
    throw new ExpansionError(`arithmetic expression: expecting primary: "${expression}"`);
  try {
    return evaluateArithmetic(expression, scopeOf(shell));
  } catch (error) {
    if (error instanceof ArithmeticError || error instanceof VariableError)
      throw new ExpansionError(label + error.message, 1, false);
    throw error;
  }
}

function scopeOf(shell: Shell): ArithmeticScope {
  const { variables } = shell;
  const key = (name: string, index: string): string | number => {
    if (variables.find(name)?.value instanceof Map) return index;
    return Number(evaluateArithmetic(index, scopeOf(shell)));
  };
  return {
    get: (name, index) => {
      const value = index === undefined ? variables.get(name) : shell.element(name, key(name, index));
      if (value === undefined && shell.options.has("nounset")) {
        throw new ExpansionError(`${name}: unbound variable`, shell.depth > 0 ? 1 : 127);
      }
      return value ?? "";
    },
    set: (name, index, value) => {
      if (index === undefined) variables.set(name, value);
      else variables.setElement(name, key(name, index), value);
    },
  };
}
