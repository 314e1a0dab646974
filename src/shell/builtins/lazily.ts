import { ExpansionError } from "../control-flow.ts";
import { later } from "../later.ts";
import type { Builtin } from "./builtin.ts";

/** A builtin that most sessions never use, fetched when it is first run; one that cannot be fetched says so. */
export function lazily(load: () => Promise<Builtin>): Builtin {
  const part = later(load);
  return async (shell, args) => {
    let builtin: Builtin;
    try {
      builtin = await part(shell);
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      await shell.complain(`${args[0]}: ${error.message}`);
      return error.status;
    }
    return builtin(shell, args);
  };
}
