import type { TaskSpec } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

type GenericResources = NonNullable<TaskSpec["reservations"]["generic"]>;

/**
 * How much of what only its owner knows (`--generic-resource gpu=2`) a service asks for (docker/cli,
 * `cli/command/service/generic_resource_opts.go`; swarmkit, api/genericresource).
 * @param before what a service has that is updated
 * @throws CommandError for what is no number, and for one to remove that is not there
 */
export function genericResources(flags: Flags, before?: GenericResources): GenericResources | undefined {
  const [add, remove] = before
    ? (["generic-resource-add", "generic-resource-rm"] as const)
    : (["generic-resource"] as const);
  if (!flags.changed(add) && !(remove && flags.changed(remove))) return undefined;
  const after: Record<string, number> = { ...before, ...parsed(flags.list(add)) };
  for (const kind of remove ? flags.list(remove) : []) {
    if (!(kind in after)) throw new CommandError(`could not find generic-resource \`${kind}\` to remove it`);
    delete after[kind];
  }
  return after;
}

function parsed(terms: readonly string[]): GenericResources {
  const refuse = (why: string) =>
    new CommandError(`invalid generic resource specification: could not parse GenericResource: ${why}`);
  const out: Record<string, number> = {};
  for (const term of terms) {
    const [kind = "", value, ...more] = term.split("=").map((part) => part.trim());
    if (value === undefined || more.length > 0)
      throw refuse(`incorrect term ${term}, missing '=' or malformed expression`);
    if (!/^[-+]?\d+$/.test(value))
      throw new CommandError(
        `invalid generic-resource request \`${kind}=${value}\`, Named Generic Resources is not supported for service create or update`,
      );
    if (Number(value) < 0) throw refuse(`cannot ask for negative resource ${kind}`);
    out[kind] = Number(value);
  }
  return out;
}
