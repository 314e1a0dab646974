import type { Cluster, SwarmNode } from "./cluster.ts";
import { NODE_PLUGINS } from "./node-plugins.ts";
import { NODE_RESOURCES } from "./node-resources.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";
import { hasEnded } from "./tasks.ts";

/** Whether a task is meant to run, or does still. */
export const isActive = (task: Task): boolean =>
  ["ready", "running", "complete"].includes(task.desiredState) && !hasEnded(task);

/** Nodes that may take a task of a service: there, willing, and within its constraints. */
export function eligibleNodes(cluster: Cluster, service: Service): SwarmNode[] {
  const { constraints } = service.spec.task;
  return Object.values(cluster.nodes).filter(
    (node) => node.state === "ready" && node.availability === "active" && isWithin(node, constraints),
  );
}

/**
 * The node for a task, as swarmkit's scheduler spreads them: the one with the fewest tasks of this service, then with
 * the fewest of all; one where the service has just failed again and again comes last. Undefined when none may take it.
 */
export function chooseNode(cluster: Cluster, service: Service, task?: Task): SwarmNode | undefined {
  const tasks = Object.values(cluster.tasks).filter(isActive);
  const count = (node: SwarmNode, own: boolean) =>
    tasks.filter((other) => other.nodeId === node.id && (!own || other.serviceId === service.id)).length;
  const free = eligibleNodes(cluster, service).filter((node) =>
    FILTERS.every(({ admits }) => admits(node, service, tasks, task)),
  );
  const failures = (node: SwarmNode) => {
    const failed = Object.values(cluster.tasks).filter(
      ({ nodeId, serviceId, state }) =>
        nodeId === node.id && serviceId === service.id && (state === "failed" || state === "rejected"),
    ).length;
    return failed >= MAX_FAILURES ? failed : 0;
  };
  const spread = preferred(cluster, service, free, tasks);
  return spread.sort(
    (a, b) => failures(a) - failures(b) || count(a, true) - count(b, true) || count(a, false) - count(b, false),
  )[0];
}

/** From so many failures of a service on, a node is avoided (swarmkit, scheduler/nodeinfo.go). */
const MAX_FAILURES = 5;

/** What a willing node must have for a task, and what is said when nodes have not (swarmkit, scheduler/filter.go). */
const FILTERS: readonly {
  readonly admits: (node: SwarmNode, service: Service, active: readonly Task[], task?: Task) => boolean;
  readonly explain: (nodes: number) => string;
}[] = [
  {
    admits: (node, service, active) => {
      const { nanoCpus = 0, memory = 0, generic = {} } = service.spec.task.reservations;
      // No node here tells of anything of its own.
      if (Object.values(generic).some((amount) => amount > 0)) return false;
      if (nanoCpus === 0 && memory === 0) return true;
      const held = active.filter(({ nodeId }) => nodeId === node.id).map(({ spec }) => spec.reservations);
      const sum = (values: (number | undefined)[]) => values.reduce<number>((total, value = 0) => total + value, 0);
      return (
        nanoCpus <= NODE_RESOURCES.NanoCPUs - sum(held.map((r) => r.nanoCpus)) &&
        memory <= NODE_RESOURCES.MemoryBytes - sum(held.map((r) => r.memory))
      );
    },
    explain: (nodes) => `insufficient resources on ${on(nodes)}`,
  },
  {
    // Every node here has the same plugins: those of a plain Docker.
    admits: (_, { spec: { task } }) =>
      task.mounts.every(({ VolumeOptions }) => hasPlugin("Volume", VolumeOptions?.DriverConfig?.Name)) &&
      hasPlugin("Log", task.logDriver?.name),
    explain: (nodes) => `missing plugin on ${on(nodes)}`,
  },
  {
    admits: (node, service, active, task) => {
      const ports = service.ports.filter(({ mode, publishedPort }) => mode === "host" && publishedPort !== 0);
      return !active.some(
        (other) =>
          other.nodeId === node.id &&
          other !== task &&
          other.endpoint.ports.some(
            (held) =>
              held.mode === "host" &&
              ports.some((port) => port.publishedPort === held.publishedPort && port.protocol === held.protocol),
          ),
      );
    },
    explain: (nodes) => `host-mode port already in use on ${on(nodes)}`,
  },
  {
    admits: (node, service, active) => {
      const { maxReplicasPerNode } = service.spec.task;
      if (maxReplicasPerNode === 0) return true;
      return active.filter((t) => t.nodeId === node.id && t.serviceId === service.id).length < maxReplicasPerNode;
    },
    explain: () => "max replicas per node limit exceed",
  },
];

const hasPlugin = (type: keyof typeof NODE_PLUGINS, name = "none"): boolean =>
  name === "none" || name === "" || NODE_PLUGINS[type].includes(name);

const on = (count: number) => `${count} ${count === 1 ? "node" : "nodes"}`;

/** Why no node takes it, in the words `docker service ps` shows (swarmkit, scheduler/pipeline.go). */
export function noSuitableNode(cluster: Cluster, service: Service, task?: Task): string {
  const nodes = Object.values(cluster.nodes);
  const active = Object.values(cluster.tasks).filter(isActive);
  const unavailable = nodes.filter((node) => node.state !== "ready" || node.availability !== "active").length;
  const eligible = eligibleNodes(cluster, service);
  const constrained = nodes.length - unavailable - eligible.length;
  const reasons: { readonly nodes: number; readonly text: string }[] = [
    { nodes: unavailable, text: `${on(unavailable)} not available for new tasks` },
    { nodes: constrained, text: `scheduling constraints not satisfied on ${on(constrained)}` },
  ];
  let left = eligible;
  for (const { admits, explain } of FILTERS) {
    const refused = left.filter((node) => !admits(node, service, active, task));
    left = left.filter((node) => !refused.includes(node));
    reasons.push({ nodes: refused.length, text: explain(refused.length) });
  }
  const said = reasons.filter(({ nodes: count }) => count > 0).sort((a, b) => b.nodes - a.nodes);
  return said.length === 0 ? "no suitable node" : `no suitable node (${said.map(({ text }) => text).join("; ")})`;
}

/** Keeps the nodes of the label value that has the fewest tasks of the service (`--placement-pref spread=node.labels.zone`). */
function preferred(cluster: Cluster, service: Service, nodes: SwarmNode[], tasks: readonly Task[]): SwarmNode[] {
  const [preference] = service.spec.task.preferences;
  const key = preference === undefined ? undefined : /^spread=(.+)$/.exec(preference)?.[1];
  if (key === undefined || nodes.length === 0) return nodes;
  const load = new Map<string, number>(nodes.map((node) => [attribute(node, key) ?? "", 0]));
  for (const task of tasks) {
    const node = task.nodeId === undefined || task.serviceId !== service.id ? undefined : cluster.nodes[task.nodeId];
    const value = node && (attribute(node, key) ?? "");
    if (value !== undefined && load.has(value)) load.set(value, (load.get(value) ?? 0) + 1);
  }
  const least = Math.min(...load.values());
  return nodes.filter((node) => load.get(attribute(node, key) ?? "") === least);
}

/** Whether a node satisfies all of a service's placement constraints. */
export const isWithin = (node: SwarmNode, constraints: readonly string[]): boolean =>
  constraints.every((text) => satisfies(node, text));

/** `node.role==manager`, `node.labels.disk != ssd` (docs.docker.com/engine/swarm/services, placement constraints). */
function satisfies(node: SwarmNode, constraint: string): boolean {
  const [, key = "", operator, value = ""] = /^\s*([\w.-]+)\s*(==|!=)\s*(.*?)\s*$/.exec(constraint) ?? [];
  const own = attribute(node, key);
  // A key that no node can have holds for none, whatever the operator.
  if (own === undefined) return false;
  const equal = own.toLowerCase() === value.toLowerCase();
  return operator === "!=" ? !equal : equal;
}

/** What is wrong with a constraint's form; a key that means nothing is well formed (swarmkit, constraint.Parse). */
export function constraintError(text: string): string | undefined {
  const operator = ["==", "!="].find((one) => text.includes(one));
  if (operator === undefined) return "constraint expected one operator from ==, !=";
  const cut = text.indexOf(operator);
  const key = text.slice(0, cut).trim();
  const value = text.slice(cut + operator.length).trim();
  if (!/^[a-z_][a-z0-9\-_.]+$/i.test(key)) return `key '${key}' is invalid`;
  return /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i.test(value) ? undefined : `value '${value}' is invalid`;
}

function attribute(node: SwarmNode, key: string): string | undefined {
  const label = /^node\.labels\.(.+)$/.exec(key)?.[1];
  if (label !== undefined) return node.labels[label] ?? "";
  const ofEngine = /^engine\.labels\.(.+)$/.exec(key)?.[1];
  if (ofEngine !== undefined) return node.engineLabels?.[ofEngine] ?? "";
  const known: Record<string, string> = {
    "node.id": node.id,
    "node.hostname": node.hostname,
    "node.role": node.role,
    "node.ip": node.address,
    "node.platform.os": "linux",
    "node.platform.arch": "x86_64",
  };
  return known[key];
}
