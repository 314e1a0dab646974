import { expandPattern, expandRegExp, expandText } from "./expand-word.ts";
import { compareExpressions, numberOrFileTest, unaryTest } from "./file-test.ts";
import { later } from "./later.ts";
import { matchesPattern } from "./pattern.ts";
import { quotedIfNeeded } from "./quote.ts";
import type { Shell } from "./shell.ts";
import type { Test } from "./syntax-tree.ts";
import { trace } from "./trace.ts";

const regularExpressions = later(() => import("./regular-expression.ts"));

/** `[[ … ]]` */
export async function conditional(shell: Shell, expression: Test): Promise<number> {
  const result = await shell.guard(() => evaluate(shell, expression));
  if (result === undefined) return 1;
  if (typeof result === "number") return result;
  return result ? 0 : 1;
}

/** True, false, or a status when the expression cannot be answered. */
async function evaluate(shell: Shell, expression: Test): Promise<boolean | number> {
  switch (expression.type) {
    case "Not": {
      const result = await evaluate(shell, expression.operand);
      return typeof result === "number" ? result : !result;
    }
    case "Logical": {
      let result: boolean | number = expression.operator === "&&";
      for (const operand of expression.operands) {
        result = await evaluate(shell, operand);
        if (typeof result === "number" || result === (expression.operator === "||")) return result;
      }
      return result;
    }
    case "Unary": {
      const operand = await expandText(shell, expression.operand);
      await trace(shell, () => `[[ ${expression.operator} ${quotedIfNeeded(operand)} ]]`);
      return unaryTest(shell, expression.operator, operand);
    }
    case "Binary": {
      const { operator } = expression;
      const left = await expandText(shell, expression.left);
      const show = (right: string) => trace(shell, () => `[[ ${quotedIfNeeded(left)} ${operator} ${right} ]]`);
      if (operator === "=~") {
        const source = await expandRegExp(shell, expression.right);
        await show(source);
        const { posixRegExp } = await regularExpressions(shell);
        return matchRegExp(shell, left, posixRegExp(source, shell.shopts.has("nocasematch")));
      }
      if (operator === "=" || operator === "==" || operator === "!=") {
        const pattern = await expandPattern(shell, expression.right);
        await show(pattern);
        const matches = matchesPattern(pattern, left, shell.shopts.has("nocasematch"));
        return matches === (operator !== "!=");
      }
      const right = await expandText(shell, expression.right);
      await show(quotedIfNeeded(right));
      if (operator === "<") return left < right;
      if (operator === ">") return left > right;
      return numberOrFileTest(shell, left, operator, right) ?? compareExpressions(shell, operator, left, right);
    }
  }
}

function matchRegExp(shell: Shell, text: string, regExp: RegExp | undefined): boolean | number {
  if (!regExp) return 2;
  const match = regExp.exec(text);
  shell.variables.unset("BASH_REMATCH");
  shell.variables.setArray("BASH_REMATCH", match ? [...match].map((group) => group ?? "") : []);
  return match !== null;
}
