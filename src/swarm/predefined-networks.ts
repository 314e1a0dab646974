import { digestOf } from "../kernel/sha256.ts";
import type { Cluster } from "./cluster.ts";

/** The networks of every node that a service may be in, too: the managers know each under an id of the swarm's (swarmkit, manager/allocator, PredefinedNetworks). */
const PREDEFINED = ["bridge", "host"] as const;

export type PredefinedNetwork = (typeof PREDEFINED)[number];

/** The id in a swarm of a network that every node has; undefined for any other name. */
export function predefinedId(cluster: Cluster, name: string): string | undefined {
  if (!PREDEFINED.some((one) => one === name)) return undefined;
  const digest = digestOf(`${cluster.id} ${name}`).slice("sha256:".length);
  return BigInt(`0x${digest}`).toString(36).slice(-25);
}

/** The network that an id of {@link predefinedId} stands for. */
export function predefinedNetwork(cluster: Cluster, id: string): PredefinedNetwork | undefined {
  return PREDEFINED.find((name) => predefinedId(cluster, name) === id);
}
