import { type CommandContext, CommandError } from "./command.ts";
import { failureText } from "./failure.ts";

/** Names that worked are printed as they are done; what went wrong with the others ends the command, joined. */
async function report(
  { out }: CommandContext,
  results: Iterable<Promise<{ ref: string; failure?: string }>>,
): Promise<number> {
  const failures: string[] = [];
  for (const result of results) {
    const { ref, failure } = await result;
    if (failure === undefined) await out(`${ref}\n`);
    else if (failure !== "") failures.push(failure);
  }
  if (failures.length > 0) throw new CommandError(failures.join("\n"));
  return 0;
}

async function attempt(ref: string, act: (ref: string) => void | Promise<void>) {
  try {
    await act(ref);
    return { ref };
  } catch (error) {
    const failure = failureText(error);
    if (failure === undefined) throw error;
    return { ref, failure };
  }
}

/** Does something to each thing named, all at once, and prints their names (docker/cli, parallelOperation). */
export function eachAtOnce(context: CommandContext, act: (ref: string) => void | Promise<void>): Promise<number> {
  return report(
    context,
    context.args.map((ref) => attempt(ref, act)),
  );
}

/** The same, one after another. */
export function eachInTurn(context: CommandContext, act: (ref: string) => void | Promise<void>): Promise<number> {
  function* turns() {
    for (const ref of context.args) yield attempt(ref, act);
  }
  return report(context, turns());
}
