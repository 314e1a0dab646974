import type { Random } from "../kernel/random.ts";
import type { Cluster } from "./cluster.ts";

export type Role = "worker" | "manager";

const FORM = /^SWMTKN-1-([0-9a-z]{50})-([0-9a-z]{25})$/;

/** The token that lets a node join as `role`: `SWMTKN-1-<digest of the root certificate>-<secret>` (swarmkit, ca/config.go). */
export function joinToken(cluster: Cluster, role: Role): string {
  return `SWMTKN-1-${cluster.tokenDigest}-${cluster.tokenSecrets[role]}`;
}

/** Makes the old token of a role worthless. Nodes that joined with it stay. */
export function rotateToken(cluster: Cluster, role: Role, random: Random): void {
  cluster.tokenSecrets[role] = random.base36(25);
}

/** The parts of a token; undefined when it has not the form of one. */
export function parseToken(token: string): { digest: string; secret: string } | undefined {
  const [, digest, secret] = FORM.exec(token) ?? [];
  return digest !== undefined && secret !== undefined ? { digest, secret } : undefined;
}

/** The role that a secret gives; undefined when it opens nothing. */
export function roleOf(cluster: Cluster, secret: string): Role | undefined {
  if (secret === cluster.tokenSecrets.worker) return "worker";
  return secret === cluster.tokenSecrets.manager ? "manager" : undefined;
}
