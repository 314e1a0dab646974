import type { Engine } from "../engine/engine.ts";
import type { Network } from "../engine/network/network.ts";
import type { Cluster } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { requireManager } from "./leadership.ts";
import { said } from "./said.ts";
import type { TaskSpec } from "./service.ts";
import type { Task } from "./task.ts";
import { shownSlot } from "./task-container.ts";
import { bareTaskTemplate } from "./task-template.ts";

/** The managers give out versions one after another; the ingress network's is the first they make (recorded). */
const INGRESS_VERSION = 5;

/** A task as the API gives it (GET /tasks/{id}), in the API's order. @throws EngineError where this is no manager */
export function taskObject(engine: Engine, task: Task): Record<string, unknown> {
  const { cluster } = requireManager(engine);
  const service = cluster.services[task.serviceId];
  const since = isoOf(task.since);
  return {
    ID: task.id,
    Version: { Index: cluster.index },
    CreatedAt: task.createdAt,
    UpdatedAt: since,
    Labels: {},
    Spec: ownSpec(cluster, task.spec),
    ServiceID: task.serviceId,
    ...said({ Slot: service ? shownSlot(service, task) : task.slot, NodeID: task.nodeId }),
    Status: {
      Timestamp: since,
      State: task.state,
      ...said({ Message: task.message, Err: task.error }),
      ...containerStatus(engine, cluster, task),
      PortStatus: said({ Ports: portsOf(task) }),
    },
    DesiredState: task.desiredState,
    ...said({ NetworksAttachments: attachments(cluster, task) }),
    ...(service?.spec.mode.kind.endsWith("-job") ? { JobIteration: said({ Index: task.jobIteration }) } : {}),
    Volumes: null,
  };
}

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Of a task nothing is filled in that was not asked for, as of a service that is inspected. */
function ownSpec(cluster: Cluster, task: TaskSpec): Record<string, unknown> {
  const { Runtime: _, ...rest } = bareTaskTemplate(cluster, task);
  return rest;
}

/** What its node has told of its container. */
function containerStatus(engine: Engine, cluster: Cluster, task: Task): Record<string, unknown> {
  const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  if (task.containerId === undefined)
    // Its node tells of none that it could not make, either.
    return task.state === "rejected" ? { ContainerStatus: { ContainerID: "", PID: 0, ExitCode: 0 } } : {};
  const container = node && fabricOf(engine).engineOf(node)?.state.containers[task.containerId];
  const PID = task.state === "running" ? (container?.pid ?? 0) : 0;
  return { ContainerStatus: { ContainerID: task.containerId, PID, ExitCode: task.exitCode ?? 0 } };
}

const portsOf = ({ state, hostPorts = [] }: Task) =>
  (state === "running" ? hostPorts : []).map(({ protocol, targetPort, publishedPort }) => ({
    Protocol: protocol,
    TargetPort: targetPort,
    PublishedPort: publishedPort,
    PublishMode: "host",
  }));

function attachments(cluster: Cluster, task: Task): unknown[] {
  return Object.entries(task.addresses).flatMap(([id, address]) => {
    const network = cluster.networks[id];
    if (!network) return [];
    const { aliases = [] } = task.spec.networks.find(({ target }) => target === id) ?? {};
    return [{ Network: networkObject(network), Addresses: [address], ...said({ Aliases: aliases }) }];
  });
}

/** A network as the managers keep it. */
function networkObject({ id, name, created, labels, options, ipam, ...network }: Network): Record<string, unknown> {
  const vxlan = Object.entries(options).filter(([key]) => key.endsWith(".vxlanid_list"));
  return {
    ID: id,
    Version: { Index: INGRESS_VERSION },
    CreatedAt: created,
    UpdatedAt: created,
    Spec: {
      Name: name,
      Labels: labels ?? {},
      DriverConfiguration: said({ Name: network.ingress ? "" : network.driver }),
      ...said({ Internal: network.internal, Attachable: network.attachable, Ingress: network.ingress }),
      IPAMOptions: { Driver: said({ Name: network.ingress ? "" : ipam.driver }) },
      Scope: network.scope,
    },
    DriverState: { Name: network.driver, Options: Object.fromEntries(vxlan) },
    IPAMOptions: { Driver: { Name: ipam.driver }, Configs: ipam.config ?? [] },
  };
}
