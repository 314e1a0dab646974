import { expandArithmeticText } from "./arithmetic-expansion.ts";
import { LoopJump } from "./control-flow.ts";
import { runStatements, unchecked } from "./evaluate.ts";
import { expandPattern, expandText, expandWords } from "./expand-word.ts";
import { matchesPattern } from "./pattern.ts";
import { quotedIfNeeded } from "./quote.ts";
import type { Shell } from "./shell.ts";
import type { ArithmeticFor, Case, For, If, Statement, While } from "./syntax-tree.ts";
import { traceCompound } from "./trace.ts";

export async function ifCommand(shell: Shell, node: If): Promise<number> {
  for (const { clause, then } of node.branches) {
    if ((await unchecked(shell, () => runStatements(shell, clause))) === 0) return runStatements(shell, then);
  }
  return node.else ? runStatements(shell, node.else) : 0;
}

export async function whileLoop(shell: Shell, node: While): Promise<number> {
  let status = 0;
  await loop(
    shell,
    async () => {
      const clause = await unchecked(shell, () => runStatements(shell, node.clause));
      if ((clause === 0) !== (node.kind === "while")) return false;
      status = await runStatements(shell, node.body);
      return true;
    },
    (jump) => {
      status = jump;
    },
  );
  return status;
}

export async function forLoop(shell: Shell, node: For): Promise<number> {
  shell.position = node.pos;
  const items = node.words ? await expandWords(shell, node.words) : [...shell.positional];
  return overItems(shell, node.name, items, node.body);
}

async function overItems(
  shell: Shell,
  name: string,
  items: readonly string[],
  body: readonly Statement[],
): Promise<number> {
  let status = 0;
  let next = 0;
  await loop(
    shell,
    async () => {
      const item = items[next++];
      if (item === undefined) return false;
      await traceCompound(shell, () => `for ${name} in ${items.map(quotedIfNeeded).join(" ")}`);
      if (!(await shell.assign(name, item))) {
        status = 1;
        return false;
      }
      status = await runStatements(shell, body);
      return true;
    },
    (jump) => {
      status = jump;
    },
  );
  return status;
}

export async function arithmeticFor(shell: Shell, node: ArithmeticFor): Promise<number> {
  shell.position = node.pos;
  const [initialize, test, update] = node.head.split(";");
  const value = (text: string | undefined, empty: bigint) =>
    text?.trim() ? shell.guard(() => expandArithmeticText(shell, text, "((: ")) : Promise.resolve(empty);
  let status = 0;
  if ((await value(initialize, 0n)) === undefined) return 1;
  let first = true;
  await loop(
    shell,
    async () => {
      if (!first && (await value(update, 0n)) === undefined) {
        status = 1;
        return false;
      }
      first = false;
      const goOn = await value(test, 1n);
      if (goOn === undefined) status = 1;
      if (goOn === undefined || goOn === 0n) return false;
      status = await runStatements(shell, node.body);
      return true;
    },
    (jump) => {
      status = jump;
    },
  );
  return status;
}

export async function caseCommand(shell: Shell, node: Case): Promise<number> {
  shell.position = node.pos;
  const word = await expandText(shell, node.word);
  await traceCompound(shell, () => `case ${node.word.text} in`);
  const ignoreCase = shell.shopts.has("nocasematch");
  let status = 0;
  let fallThrough = false;
  for (const item of node.items) {
    let matched = fallThrough;
    for (const pattern of matched ? [] : item.patterns) {
      if (matchesPattern(await expandPattern(shell, pattern), word, ignoreCase)) {
        matched = true;
        break;
      }
    }
    if (!matched) continue;
    status = await runStatements(shell, item.body);
    if (item.terminator !== ";&" && item.terminator !== ";;&") return status;
    fallThrough = item.terminator === ";&";
  }
  return status;
}

/** Calls `turn` until it returns false, heeding `break` and `continue`; `onJump` hears the status they leave. */
export async function loop(
  shell: Shell,
  turn: () => Promise<boolean>,
  onJump: (status: number) => void,
): Promise<void> {
  shell.loopDepth++;
  try {
    for (;;) {
      try {
        if (!(await turn())) return;
      } catch (error) {
        if (!(error instanceof LoopJump)) throw error;
        onJump(0);
        if (error.levels > 1 && shell.loopDepth > 1) {
          error.levels--;
          throw error;
        }
        if (error.kind === "break") return;
      }
      const pause = shell.step();
      if (pause) await pause;
    }
  } finally {
    shell.loopDepth--;
  }
}
