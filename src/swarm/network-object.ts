import type { Engine } from "../engine/engine.ts";
import type { NetworkInspect } from "../engine/network/inspect.ts";
import type { Network } from "../engine/network/network.ts";
import { digestOf } from "../kernel/sha256.ts";
import { taskName } from "./agent.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { membershipOf } from "./fabric.ts";
import { tasksOf } from "./tasks.ts";

/**
 * A network of a swarm as a node's daemon shows it: while something of the node is in it, with its load balancer among
 * the containers and the nodes that are in it as Peers; with `verbose`, with the services in it (moby, daemon/network.go,
 * buildDetailedNetworkResources).
 */
export function swarmNetworkObject(
  engine: Engine,
  network: Network,
  { Containers, Status, ...summary }: NetworkInspect,
  verbose: boolean,
): Record<string, unknown> {
  const membership = membershipOf(engine);
  const shared = membership?.cluster.networks[network.id];
  const own = shared?.loadBalancers?.[membership?.node.id ?? ""];
  const here = network.ingress || Object.keys(Containers).length > 0;
  // One that waits for its addresses has nothing yet.
  if (shared?.waiting) return { ...summary, Options: null, Containers, Status };
  if (!membership || !shared || own === undefined || !here) return { ...summary, Containers, Status };
  const { cluster } = membership;
  const digest = digestOf(`${network.id} ${membership.node.id}`).replace("sha256:", "");
  const [a, b, c, d] =
    own
      .split("/")[0]
      ?.split(".")
      .map((part) => Number(part).toString(16).padStart(2, "0")) ?? [];
  const balancer = {
    Name: `${network.name}-endpoint`,
    EndpointID: digest,
    MacAddress: `02:42:${a}:${b}:${c}:${d}`,
    IPv4Address: own,
    IPv6Address: "",
  };
  const key = network.ingress ? "ingress-sbox" : `lb-${network.name}`;
  return {
    ...summary,
    Labels: shared.labels ?? {},
    Peers: peers(cluster, shared),
    Containers: { ...Containers, [key]: balancer },
    ...(verbose ? { Services: servicesIn(cluster, network.id) } : {}),
    Status,
  };
}

/** The nodes that take part in a network, by a name that each gets when it comes in. */
function peers({ nodes }: Cluster, { loadBalancers = {} }: Network): { Name: string; IP: string }[] {
  return Object.keys(loadBalancers)
    .flatMap((id): SwarmNode[] => (nodes[id]?.state === "ready" ? [nodes[id]] : []))
    .map(({ id, address }) => ({ Name: digestOf(id).slice("sha256:".length, "sha256:".length + 12), IP: address }));
}

function servicesIn(cluster: Cluster, networkId: string): Record<string, unknown> {
  const bare = (address: string | undefined) => address?.split("/")[0] ?? "";
  const found = Object.values(cluster.services).flatMap((service) => {
    const tasks = tasksOf(cluster, service).filter(
      (task) => task.state === "running" && task.addresses[networkId] !== undefined,
    );
    if (tasks.length === 0) return [];
    const info = {
      VIP: bare(service.virtualAddresses[networkId]),
      Ports: [],
      LocalLBIndex: 256 + Object.keys(cluster.services).indexOf(service.id),
      Tasks: tasks.map((task) => ({
        Name: `${taskName(service, task)}.${task.id}`,
        EndpointID: digestOf(`${task.id} ${networkId}`).slice("sha256:".length),
        EndpointIP: bare(task.addresses[networkId]),
        Info: { "Host IP": cluster.nodes[task.nodeId ?? ""]?.address ?? "" },
      })),
    };
    return [[service.spec.name, info] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
