import type { Engine } from "../engine/engine.ts";
import { rootCertificate } from "./certificate.ts";
import type { Cluster, SwarmSpec } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { newUnlockKey } from "./init.ts";
import { requireMajority, requireManager } from "./leadership.ts";
import { checkSwarmSpec } from "./swarm-spec-check.ts";

/** How long the nodes take to get new certificates after the root has changed, ms. */
const ROTATION_MS = 3000;

/** Changes what a swarm was set to (POST /swarm/update); a lock that is switched on gets a key. @throws EngineError */
export function updateSwarm(engine: Engine, change: Partial<SwarmSpec>): void {
  const { cluster } = requireMajority(engine);
  checkSwarmSpec(change);
  Object.assign(cluster.spec, change);
  if (cluster.spec.autolock) cluster.unlockKey ??= newUnlockKey(engine);
  else delete cluster.unlockKey;
  touch(engine, cluster);
}

/** Another unlock key (POST /swarm/update?rotateManagerUnlockKey=true). @throws EngineError */
export function rotateUnlockKey(engine: Engine): void {
  const { cluster } = requireMajority(engine);
  cluster.unlockKey = newUnlockKey(engine);
  touch(engine, cluster);
}

/**
 * Another root certificate: its digest is in every token, so the old ones are worthless (docs.docker.com,
 * engine/reference/commandline/swarm_ca). The nodes get theirs one after another.
 * @throws EngineError where this is no manager, or the certificates would not last an hour
 */
export function rotateRoot(engine: Engine, certificateExpiry?: number): void {
  const { cluster } = requireMajority(engine);
  if (certificateExpiry !== undefined) checkSwarmSpec({ nodeCertExpiry: certificateExpiry });
  cluster.ca = rootCertificate(engine.random, engine.clock.now());
  cluster.tokenDigest = engine.random.base36(50);
  cluster.tokenSecrets = { worker: engine.random.base36(25), manager: engine.random.base36(25) };
  cluster.rotatedAt = engine.clock.now();
  if (certificateExpiry !== undefined) cluster.spec.nodeCertExpiry = certificateExpiry;
  touch(engine, cluster);
}

/** How far the nodes are with the newest root: those that are down wait. */
export function rotationProgress(engine: Engine): { readonly rotated: number; readonly nodes: number } {
  const { cluster } = requireManager(engine);
  const nodes = Object.values(cluster.nodes);
  const reached = nodes.filter(({ lostAt }) => lostAt === undefined).length;
  const since = engine.clock.now() - (cluster.rotatedAt ?? 0);
  return { rotated: Math.min(reached, Math.floor((since / ROTATION_MS) * nodes.length)), nodes: nodes.length };
}

function touch(engine: Engine, cluster: Cluster): void {
  cluster.updatedAt = engine.timestamp();
  fabricOf(engine).changed(cluster);
}
