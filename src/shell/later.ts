import { couldNotFetch } from "../cli/not-fetched.ts";
import { languageOf } from "../cli/not-simulated.ts";
import { ExpansionError } from "./control-flow.ts";
import type { Shell } from "./shell.ts";

/** A command that is there and cannot be run now, as a shell has it. */
export const CANNOT_EXECUTE = 126;

/**
 * A part of the shell that most lines do without: its file is fetched when it is first used, and asked for again when it
 * could not be fetched.
 * @returns gives the part; throws an ExpansionError that says why there is none now, and ends the command
 */
export function later<Part>(load: () => Promise<Part>): (shell: Shell) => Promise<Part> {
  let part: Part | undefined;
  return async ({ process: { machine, env } }) => {
    if (part) return part;
    try {
      part = await machine.clock.hold(load());
      return part;
    } catch (error) {
      console.error(error);
      throw new ExpansionError(couldNotFetch(languageOf(env)), CANNOT_EXECUTE, false);
    }
  };
}
