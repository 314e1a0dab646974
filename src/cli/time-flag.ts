import { EngineError } from "../engine/errors.ts";
import { parseTimestamp } from "../engine/timestamp.ts";
import { CommandError } from "./command.ts";
import type { Flags } from "./flags.ts";

/**
 * The moment that a text of `--since` or `--until` means, which the client reads before it asks the daemon.
 * @param now ms since the epoch
 * @returns ms since the epoch; undefined for no text
 * @throws CommandError (moby, client, internal/timestamp)
 */
export function timeOf(text: string, now: number): number | undefined {
  if (text === "") return undefined;
  try {
    return parseTimestamp(text, now);
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  }
}

/** The same for a flag of `logs`, whose name the message tells. @throws CommandError */
export function timeFlag(flags: Flags, name: string, now: number): number | undefined {
  try {
    return timeOf(flags.string(name), now);
  } catch (error) {
    if (error instanceof CommandError) throw new CommandError(`invalid value for "${name}": ${error.message}`);
    throw error;
  }
}
