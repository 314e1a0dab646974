import { couldNotFetch } from "../../cli/not-fetched.ts";
import { languageOf } from "../../cli/not-simulated.ts";
import type { Builtin } from "./builtin.ts";

/** A command that is there and cannot be run now, as a shell has it. */
const CANNOT_EXECUTE = 126;

/**
 * A builtin that most sessions never use: its file is fetched when it is first run. One that cannot be fetched says so,
 * and is asked for again the next time.
 */
export function lazily(load: () => Promise<Builtin>): Builtin {
  let loaded: Builtin | undefined;
  return async (shell, args) => {
    if (!loaded) {
      const { machine, env } = shell.process;
      try {
        loaded = await machine.clock.hold(load());
      } catch (error) {
        console.error(error);
        await shell.complain(`${args[0]}: ${couldNotFetch(languageOf(env))}`);
        return CANNOT_EXECUTE;
      }
    }
    return loaded(shell, args);
  };
}
