import type { Command, CommandContext } from "../command.ts";
import { commandAt } from "../command-data.ts";
import { parseFlags } from "../flags.ts";

/**
 * Runs one of docker's own commands in place of Compose's, as Compose does where they are the same.
 * @param words its flags and arguments
 */
export function delegate(command: Command, context: CommandContext, words: readonly string[]): Promise<number> {
  const spec = commandAt(command.path);
  if (!spec) throw new RangeError(`no docker command at "${command.path}"`);
  const { flags, args } = parseFlags(spec, words, command.checks);
  const { process, endpoint, engine, groupFlags, tty, columns, now } = context;
  return command.run({
    engine,
    endpoint,
    process,
    groupFlags,
    tty,
    columns,
    now,
    command: spec,
    flags,
    args,
    out: (text) => context.out(text),
    err: (text) => context.err(text),
  });
}
