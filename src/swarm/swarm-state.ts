import type { Cluster } from "./cluster.ts";

/** Every swarm of a lab, by its id: what its managers keep in common. */
export interface SwarmState {
  clusters: Record<string, Cluster>;
}
