import type { Engine } from "../../engine/engine.ts";
import { membershipOf } from "../../swarm/fabric.ts";

/** What Tab offers for a service. */
export function serviceNames(engine: Engine): string[] {
  return Object.values(membershipOf(engine)?.cluster.services ?? {}).map(({ spec }) => spec.name);
}
