import type { Engine } from "../../engine/engine.ts";
import { membershipOf } from "../../swarm/fabric.ts";
import type { PayloadKind } from "../../swarm/payloads.ts";

/** What Tab offers for a secret or a config. */
export function payloadNames(engine: Engine, kind: PayloadKind): string[] {
  const membership = membershipOf(engine);
  if (membership?.node.role !== "manager") return [];
  const { secrets, configs } = membership.cluster;
  return Object.values(kind === "secret" ? secrets : configs).map(({ name }) => name);
}
