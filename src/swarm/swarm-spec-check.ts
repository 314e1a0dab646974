import { invalid } from "../engine/errors.ts";
import type { SwarmSpec } from "./cluster.ts";

/** What the managers ask of a swarm's settings. @throws EngineError (swarmkit, manager/controlapi/cluster.go, and ca/config.go) */
export function checkSwarmSpec({ nodeCertExpiry, dispatcherHeartbeat }: Partial<SwarmSpec>): void {
  const refuse = (why: string) => invalid(`rpc error: code = InvalidArgument desc = ${why}`);
  if (nodeCertExpiry !== undefined && nodeCertExpiry < 3600e9)
    throw refuse("minimum certificate expiry time is: 1h0m0s");
  if (dispatcherHeartbeat !== undefined && dispatcherHeartbeat < 0)
    throw refuse("heartbeat time period cannot be a negative duration");
}
