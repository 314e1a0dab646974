import { type CommandContext, CommandError } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";

/**
 * The `inspect` of a node or a service: any failure of it, also a template that cannot be read, ends with status 1
 * (docker/cli, `cli/command/node/inspect.go` and `cli/command/service/inspect.go`).
 * @throws CommandError status 1
 */
export async function inspectWrapped(
  context: Pick<CommandContext, "out" | "err" | "process" | "args">,
  lookup: (name: string) => unknown,
  format: string,
  type?: string,
): Promise<number> {
  try {
    return await inspectObjects(context, context.args, lookup, format, type);
  } catch (error) {
    if (error instanceof CommandError) throw new CommandError(error.message, 1);
    throw error;
  }
}
