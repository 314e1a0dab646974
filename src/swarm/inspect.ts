import type { Engine } from "../engine/engine.ts";
import { fabricOf } from "./fabric.ts";
import { requireManager } from "./leadership.ts";
import { joinToken, type Role, rotateToken } from "./tokens.ts";

/** What a manager tells about its swarm (GET /swarm, GET /swarm/unlockkey). */
interface SwarmInspect {
  readonly id: string;
  readonly tokens: Record<Role, string>;
  /** Where to join: this manager's own address. */
  readonly managerAddress: string;
  /** Set while the swarm locks itself. */
  readonly unlockKey?: string;
  readonly autolock: boolean;
  /** PEM. */
  readonly trustRoot: string;
}

/** @throws EngineError where this is no manager */
export function inspectSwarm(engine: Engine): SwarmInspect {
  const { cluster, node } = requireManager(engine);
  return {
    id: cluster.id,
    tokens: { worker: joinToken(cluster, "worker"), manager: joinToken(cluster, "manager") },
    managerAddress: node.managerAddress ?? "",
    autolock: cluster.spec.autolock,
    trustRoot: cluster.ca.trustRoot,
    ...(cluster.unlockKey === undefined ? {} : { unlockKey: cluster.unlockKey }),
  };
}

/** Makes the tokens of a role that were given out worthless. @throws EngineError where this is no manager */
export function rotateJoinToken(engine: Engine, role: Role): void {
  const { cluster } = requireManager(engine);
  rotateToken(cluster, role, engine.random);
  fabricOf(engine).changed(cluster);
}
