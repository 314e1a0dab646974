import { NAMESPACE_LABEL } from "../../compose/stack/stack-names.ts";
import type { Engine } from "../../engine/engine.ts";
import { membershipOf } from "../../swarm/fabric.ts";
import { CommandError } from "../command.ts";
import { quote } from "../format/quote.ts";

/** @throws CommandError for a name that is empty but for blanks and quotes (docker/cli, cli/command/stack/common.go) */
export function checkStackName(name: string): void {
  if (/^[\s"']*$/.test(name)) throw new CommandError(`invalid stack name: ${quote(name)}`);
}

/** What Tab offers for a stack. */
export function stackNames(engine: Engine): string[] {
  const membership = membershipOf(engine);
  const services = membership?.node.role === "manager" ? Object.values(membership.cluster.services) : [];
  return [...new Set(services.flatMap(({ spec }) => spec.labels[NAMESPACE_LABEL] ?? []))].sort();
}
