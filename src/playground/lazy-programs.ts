import { couldNotFetch } from "../cli/not-fetched.ts";
import { languageOf } from "../cli/not-simulated.ts";
import type { Program } from "../kernel/process.ts";

type Load = (name: string) => Promise<Program | undefined>;

/** A command that is there and cannot be run now, as a shell has it. */
const CANNOT_EXECUTE = 126;

/**
 * Loads each program once. One that cannot be fetched (no connection, a page older than its site) says so when it is
 * run, and is asked for again the next time.
 */
export function remembering(load: Load): Load {
  const loaded = new Map<string, Promise<Program | undefined>>();
  return (name) => {
    let program = loaded.get(name);
    if (!program) {
      program = load(name).catch((error: unknown) => {
        loaded.delete(name);
        console.error(error);
        return unavailable(name);
      });
      loaded.set(name, program);
    }
    return program;
  };
}

function unavailable(name: string): Program {
  return async ({ env, stderr }) => {
    await stderr.write(`${name}: ${couldNotFetch(languageOf(env))}\n`);
    return CANNOT_EXECUTE;
  };
}
