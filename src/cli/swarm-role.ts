import type { Engine } from "../engine/engine.ts";
import { membershipOf } from "../swarm/fabric.ts";
import type { SwarmRole } from "./help.ts";

/** What this node is in a swarm, as the client asks it before it shows help. */
export function swarmRole(engine: Engine): SwarmRole {
  return membershipOf(engine)?.node.role ?? "none";
}
