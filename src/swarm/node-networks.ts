import type { Engine } from "../engine/engine.ts";
import { freeSubnet } from "../engine/network/address-pool.ts";
import type { Network } from "../engine/network/network.ts";
import { allocateAddress } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";
import { type Membership, membershipOf } from "./fabric.ts";
import { hasEnded } from "./tasks.ts";

/** The bridge that connects containers in overlay networks with their host; it stays when the node leaves (tape 14). */
const GATEWAY_BRIDGE = "docker_gwbridge";

/** Gives a node that has just come into a swarm the networks it needs. */
export function addNodeNetworks(engine: Engine): void {
  const { networks } = engine.state;
  if (!Object.values(networks).some(({ name }) => name === GATEWAY_BRIDGE)) {
    const bridge = gatewayBridge(engine);
    networks[bridge.id] = bridge;
  }
  syncNetworks(engine);
}

/**
 * Makes a node's list of swarm networks what its cluster's is: a manager sees all, a worker the ingress and those that
 * its tasks and the containers made by hand are in.
 */
export function syncNetworks(engine: Engine): void {
  const { networks, containers } = engine.state;
  const membership = membershipOf(engine);
  const places = Object.values(containers).flatMap((container) => Object.values(container.networks));
  const tasks = Object.values(membership?.cluster.tasks ?? {}).filter(
    (task) => task.nodeId === membership?.node.id && !hasEnded(task),
  );
  const used = new Set([
    ...places.filter(({ EndpointID }) => EndpointID !== "").map(({ NetworkID }) => NetworkID),
    ...tasks.flatMap(({ addresses }) => Object.keys(addresses)),
  ]);
  const seen = (network: Network) => membership?.node.role === "manager" || network.ingress || used.has(network.id);
  const wanted = Object.values(membership?.cluster.networks ?? {}).filter(seen);
  for (const network of Object.values(networks)) {
    if (network.scope === "swarm" && !wanted.some(({ id }) => id === network.id)) delete networks[network.id];
  }
  for (const network of wanted) {
    const known = networks[network.id];
    if (!known || (known.waiting && !network.waiting)) networks[network.id] = structuredClone(network);
  }
  if (!membership) return;
  for (const network of wanted) if (network.ingress || used.has(network.id)) balance(membership, network);
}

/** Gives a node's load balancer its address in a network that something of the node is in (swarmkit, network attachments). */
function balance({ cluster, node }: Membership, network: Network): void {
  network.loadBalancers ??= {};
  network.loadBalancers[node.id] ??= allocateAddress(cluster, network.id) ?? "";
}

/** The network of the routing mesh, which every swarm begins with. */
export function ingressNetwork(engine: Engine, cluster: Pick<Cluster, "addressPools" | "subnetSize">): Network {
  const [pool = "10.0.0.0/8"] = cluster.addressPools;
  const Subnet = pool.replace(/\/\d+$/, `/${cluster.subnetSize}`);
  return {
    ...overlay(engine, "ingress"),
    ipam: { driver: "default", options: null, config: [{ Subnet, Gateway: gatewayOf(Subnet) }] },
    ingress: true,
    options: { "com.docker.network.driver.overlay.vxlanid_list": "4096" },
  };
}

/** An overlay network's record without addresses; who makes it fills in the rest. */
export function overlay(engine: Engine, name: string): Network {
  return {
    id: engine.random.base36(25),
    name,
    created: engine.timestamp(),
    scope: "swarm",
    driver: "overlay",
    enableIPv6: false,
    ipam: { driver: "default", options: null, config: null },
    internal: false,
    attachable: false,
    ingress: false,
    options: {},
    labels: {},
  };
}

const gatewayOf = (subnet: string) => subnet.replace(/\.\d+\/\d+$/, ".1");

function gatewayBridge(engine: Engine): Network {
  const taken = Object.values(engine.state.networks).flatMap(({ ipam }) =>
    (ipam.config ?? []).map(({ Subnet }) => Subnet),
  );
  const subnet = freeSubnet(taken);
  return {
    id: engine.random.hex(64),
    name: GATEWAY_BRIDGE,
    created: engine.timestamp(),
    scope: "local",
    driver: "bridge",
    enableIPv6: false,
    ipam: { driver: "default", options: null, config: [{ Subnet: subnet, Gateway: gatewayOf(subnet) }] },
    internal: false,
    attachable: false,
    ingress: false,
    options: {
      "com.docker.network.bridge.enable_icc": "false",
      "com.docker.network.bridge.enable_ip_masquerade": "true",
      "com.docker.network.bridge.name": GATEWAY_BRIDGE,
    },
    labels: {},
  };
}
