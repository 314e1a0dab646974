import type { Cluster, SwarmNode } from "./cluster.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";

/** Whether a task is meant to run, or does still. */
export const isActive = (task: Task): boolean =>
  ["ready", "running"].includes(task.desiredState) &&
  !["complete", "failed", "rejected", "shutdown"].includes(task.state);

/** Nodes that may take a task of a service: there, willing, and within its constraints. */
export function eligibleNodes(cluster: Cluster, service: Service): SwarmNode[] {
  const { constraints } = service.spec.task;
  return Object.values(cluster.nodes).filter(
    (node) =>
      node.state === "ready" && node.availability === "active" && constraints.every((text) => satisfies(node, text)),
  );
}

/**
 * The node for a task, as swarmkit's scheduler spreads them: the one with the fewest tasks of this service, then with
 * the fewest of all; undefined when none may take it.
 */
export function chooseNode(cluster: Cluster, service: Service): SwarmNode | undefined {
  const tasks = Object.values(cluster.tasks).filter(isActive);
  const count = (node: SwarmNode, own: boolean) =>
    tasks.filter((task) => task.nodeId === node.id && (!own || task.serviceId === service.id)).length;
  const { maxReplicasPerNode } = service.spec.task;
  const free = eligibleNodes(cluster, service).filter(
    (node) => maxReplicasPerNode === 0 || count(node, true) < maxReplicasPerNode,
  );
  const spread = preferred(cluster, service, free, tasks);
  return spread.sort((a, b) => count(a, true) - count(b, true) || count(a, false) - count(b, false))[0];
}

/** Why no node takes it, in the words `docker service ps` shows (swarmkit, scheduler/filter.go). */
export function noSuitableNode(cluster: Cluster, service: Service): string {
  const nodes = Object.values(cluster.nodes);
  const unavailable = nodes.filter((node) => node.state !== "ready" || node.availability !== "active").length;
  const constrained = nodes.length - unavailable - eligibleNodes(cluster, service).length;
  const full = eligibleNodes(cluster, service).length;
  const on = (count: number) => `${count} ${count === 1 ? "node" : "nodes"}`;
  const reasons = [
    unavailable > 0 ? `${on(unavailable)} not available for new tasks` : "",
    constrained > 0 ? `scheduling constraints not satisfied on ${on(constrained)}` : "",
    full > 0 ? `max replicas per node limit exceed` : "",
  ].filter((reason) => reason !== "");
  return `no suitable node (${reasons.join("; ")})`;
}

/** Keeps the nodes of the label value that has the fewest tasks of the service (`--placement-pref spread=node.labels.zone`). */
function preferred(cluster: Cluster, service: Service, nodes: SwarmNode[], tasks: readonly Task[]): SwarmNode[] {
  const [preference] = service.spec.task.preferences;
  const key = preference === undefined ? undefined : /^spread=(.+)$/.exec(preference)?.[1];
  if (key === undefined || nodes.length === 0) return nodes;
  const load = new Map<string, number>(nodes.map((node) => [attribute(node, key), 0]));
  for (const task of tasks) {
    const node = task.nodeId === undefined || task.serviceId !== service.id ? undefined : cluster.nodes[task.nodeId];
    const value = node && attribute(node, key);
    if (value !== undefined && load.has(value)) load.set(value, (load.get(value) ?? 0) + 1);
  }
  const least = Math.min(...load.values());
  return nodes.filter((node) => load.get(attribute(node, key)) === least);
}

/** `node.role==manager`, `node.labels.disk != ssd` (docs.docker.com/engine/swarm/services, placement constraints). */
function satisfies(node: SwarmNode, constraint: string): boolean {
  const [, key = "", operator, value = ""] = /^\s*([\w.-]+)\s*(==|!=)\s*(.*?)\s*$/.exec(constraint) ?? [];
  const equal = attribute(node, key).toLowerCase() === value.toLowerCase();
  return operator === "!=" ? !equal : equal;
}

/** Whether a constraint has the form of one; the daemon refuses others. */
export function isConstraint(text: string): boolean {
  return /^\s*(node\.(id|hostname|role|ip|platform\.(os|arch)|labels\.[\w.-]+)|engine\.labels\.[\w.-]+)\s*(==|!=)\s*\S/i.test(
    text,
  );
}

function attribute(node: SwarmNode, key: string): string {
  const label = /^node\.labels\.(.+)$/.exec(key)?.[1];
  if (label !== undefined) return node.labels[label] ?? "";
  const known: Record<string, string> = {
    "node.id": node.id,
    "node.hostname": node.hostname,
    "node.role": node.role,
    "node.ip": node.address,
    "node.platform.os": "linux",
    "node.platform.arch": "x86_64",
  };
  return known[key] ?? "";
}
