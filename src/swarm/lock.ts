import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid } from "../engine/errors.ts";
import { clusterOf, fabricOf } from "./fabric.ts";
import { syncNetworks } from "./node-networks.ts";

/** A manager of a swarm that locks itself is locked when its dockerd has started (docs.docker.com/engine/swarm/swarm_manager_locking). */
export function lockAfterStart(engine: Engine): void {
  const { swarm } = engine.state;
  const cluster = clusterOf(engine);
  const node = swarm && cluster?.nodes[swarm.nodeId];
  if (!swarm || node?.role !== "manager" || !cluster?.spec.autolock) return;
  swarm.locked = true;
  // What it knew of its swarm is encrypted, the networks too.
  syncNetworks(engine);
}

/**
 * Opens a locked manager (POST /swarm/unlock): it takes part in its swarm again.
 * @throws EngineError when it is not locked, or the key is another (moby, daemon/cluster/swarm.go, UnlockSwarm)
 */
export function unlockSwarm(engine: Engine, key: string): void {
  const { swarm } = engine.state;
  if (!swarm) throw new EngineError(503, "This node is not part of a swarm");
  if (!swarm.locked) throw new EngineError(409, "swarm is not locked");
  if (!/^SWMKEY-1-[A-Za-z0-9+/]{43}$/.test(key)) throw invalid("invalid key string");
  if (clusterOf(engine)?.unlockKey !== key)
    throw new EngineError(400, "swarm could not be unlocked: invalid key provided");
  delete swarm.locked;
  syncNetworks(engine);
  fabricOf(engine).reachabilityChanged();
}
