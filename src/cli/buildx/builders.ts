import type { CommandContext } from "../command.ts";
import { CommandError } from "../command.ts";
import { ContextStore } from "../context/context-store.ts";

/** A builder of buildx: here every docker context is one, its daemon its only node. */
export interface Builder {
  readonly name: string;
  readonly current: boolean;
}

/** What a processor of the lab can run. */
export const PLATFORMS: readonly string[] = ["linux/amd64", "linux/amd64/v2", "linux/amd64/v3", "linux/386"];

/** The builders there are, the default one first. */
export function buildersOf({ process, groupFlags, endpoint }: CommandContext): Builder[] {
  const stored = new ContextStore(process, groupFlags.get("")?.string("config")).list();
  const names = ["default", ...stored.map(({ name }) => name)];
  return names.map((name) => ({ name, current: name === endpoint.context }));
}

/** The builder of a name; without one, the current. @throws CommandError when there is none */
export function findBuilder(context: CommandContext, name: string | undefined): Builder {
  const builders = buildersOf(context);
  const found =
    name === undefined || name === ""
      ? builders.find(({ current }) => current)
      : builders.find((builder) => builder.name === name);
  if (!found) throw new CommandError(`ERROR: no builder ${JSON.stringify(name)} found`);
  return found;
}
