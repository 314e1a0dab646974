import { ExpansionError, FunctionReturn, LoopJump, ShellExit } from "../control-flow.ts";
import type { Shell } from "../shell.ts";
import { warnOfStoppedJobs } from "../tell-jobs.ts";
import { type Builtin, fail } from "./builtin.ts";

const isNumber = (text: string) => /^[-+]?\d+$/.test(text.trim());

function jump(kind: "break" | "continue"): Builtin {
  return async (shell, args) => {
    const count = args[1] ?? "1";
    if (shell.loopDepth === 0) {
      if (shell.flavour === "bash")
        await shell.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
      return 0;
    }
    if (!isNumber(count)) {
      await shell.complain(`${kind}: ${count}: numeric argument required`);
      throw new ShellExit(128);
    }
    if (Number(count) < 1) {
      await shell.complain(`${kind}: ${count}: loop count out of range`);
      throw new LoopJump("break", shell.loopDepth);
    }
    throw new LoopJump(kind, Math.min(Number(count), shell.loopDepth));
  };
}

export const breakLoop = jump("break");
export const continueLoop = jump("continue");

/** The status that `exit` and `return` were given: their argument's low eight bits, or the last command's. */
async function statusOf(shell: Shell, args: readonly string[]): Promise<number> {
  const word = args[1];
  if (word === undefined) return shell.lastStatus;
  if (isNumber(word)) return Number(BigInt.asUintN(8, BigInt(word.trim().replace(/^\+/, ""))));
  await shell.complain(`${args[0]}: ${word}: numeric argument required`);
  return 2;
}

export const exit: Builtin = async (shell, args) => {
  if (shell.jobControl && shell.flavour === "bash" && shell.depth === 0) {
    await shell.write(2, shell.shopts.has("login_shell") ? "logout\n" : "exit\n");
  }
  return leave(shell, args);
};

async function leave(shell: Shell, args: readonly string[]): Promise<number> {
  if (shell.interactive && shell.jobControl && (await warnOfStoppedJobs(shell)))
    return shell.flavour === "bash" ? 1 : 0;
  if (args[1] !== undefined && args.length > 2 && isNumber(args[1]))
    throw new ExpansionError(`${args[0]}: too many arguments`, 1, false);
  throw new ShellExit(await statusOf(shell, args));
}

/** Unlike `exit`, it does not say its own name. */
export const logout: Builtin = async (shell, args) => {
  if (!shell.shopts.has("login_shell")) return fail(shell, "logout: not login shell: use `exit'");
  return leave(shell, args);
};

export const returnFrom: Builtin = async (shell, args) => {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    if (shell.flavour !== "bash") throw new ShellExit(await statusOf(shell, args));
    return fail(shell, "return: can only `return' from a function or sourced script", 2);
  }
  throw new FunctionReturn(await statusOf(shell, args));
};

export const nothing: Builtin = () => Promise.resolve(0);
export const falsehood: Builtin = () => Promise.resolve(1);
