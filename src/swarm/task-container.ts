import type { ConfigRequest } from "../engine/container/config.ts";
import type { CreateRequest } from "../engine/container/create.ts";
import type { Engine } from "../engine/engine.ts";
import type { EndpointRequest } from "../engine/network/endpoint.ts";
import { findNetwork } from "../engine/network/find.ts";
import type { Cluster } from "./cluster.ts";
import { optionsAsConfig, optionsAsHostConfig } from "./container-options.ts";
import { predefinedNetwork } from "./predefined-networks.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";
import { taskFiles } from "./task-files.ts";

/** How a task is called in a list, and its container on its node. */
export function taskName(service: Pick<Service, "spec">, task: Pick<Task, "slot" | "nodeId">): string {
  const slot = shownSlot(service, task);
  return `${service.spec.name}.${slot === 0 ? task.nodeId : slot}`;
}

/** A task's number as swarmkit has it: those of a job begin at 0. */
export function shownSlot({ spec }: Pick<Service, "spec">, { slot }: Pick<Task, "slot">): number {
  return spec.mode.kind === "replicated-job" ? slot - 1 : slot;
}

/** "nginx:latest@sha256:…" → "nginx:latest" */
export const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]+$/, "");

/** The container that a task is on its node (moby, daemon/cluster/executor/container/container.go). */
export function containerRequest(engine: Engine, cluster: Cluster, service: Service, task: Task): CreateRequest {
  const { spec } = task;
  const name = taskName(service, task);
  const places = placesOf(engine, cluster, task);
  const text = (template: string) => templated(template, cluster, service, task);
  const config: ConfigRequest = {
    Image: spec.image,
    Env: spec.env.map(text),
    ...(spec.command ? { Entrypoint: spec.command } : {}),
    ...(spec.args ? { Cmd: spec.args } : {}),
    ...(spec.hostname === undefined ? {} : { Hostname: text(spec.hostname) }),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.tty ? { Tty: true } : {}),
    ...optionsAsConfig(spec),
    Labels: {
      ...spec.labels,
      "com.docker.swarm.node.id": task.nodeId ?? "",
      "com.docker.swarm.service.id": service.id,
      "com.docker.swarm.service.name": service.spec.name,
      "com.docker.swarm.task": "",
      "com.docker.swarm.task.id": task.id,
      "com.docker.swarm.task.name": `${name}.${task.id}`,
    },
  };
  const [network = "bridge"] = Object.keys(places);
  const hostPorts = service.ports.filter(({ mode }) => mode === "host");
  return {
    name: `${name}.${task.id}`,
    config,
    hostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(
        hostPorts.map(({ targetPort, publishedPort, protocol }) => [
          `${targetPort}/${protocol}`,
          [{ HostIp: "", HostPort: publishedPort === 0 ? "" : String(publishedPort) }],
        ]),
      ),
      Memory: spec.limits.memory ?? 0,
      NanoCpus: spec.limits.nanoCpus ?? 0,
      Mounts: spec.mounts.map(({ Type, Source, ...rest }) => ({
        Type,
        ...(Source ? { Source: text(Source) } : {}),
        ...rest,
      })),
      ...(spec.init === undefined ? {} : { Init: spec.init }),
      ...optionsAsHostConfig(spec),
    },
    networks: places,
    givenFiles: taskFiles(cluster, spec, (content) => payloadTemplate(content, cluster, service, task)),
  };
}

/** Its place in every network: the address the managers chose, and its names there. */
function placesOf(engine: Engine, cluster: Cluster, task: Task): Record<string, EndpointRequest> {
  const places: Record<string, EndpointRequest> = {};
  for (const [networkId, address] of Object.entries(task.addresses)) {
    const network = cluster.networks[networkId];
    if (!network) continue;
    engine.state.networks[networkId] ??= structuredClone(network);
    const aliases = task.spec.networks.find(({ target }) => target === networkId)?.aliases ?? [];
    places[network.name] = { ip: address.split("/")[0] ?? "", ...(aliases.length > 0 ? { aliases } : {}) };
  }
  // Networks of one host ("host", a bridge by name) are no business of the managers.
  for (const { target, aliases } of task.spec.networks) {
    const name = cluster.networks[target] ? undefined : (predefinedNetwork(cluster, target) ?? target);
    const network = name === undefined ? undefined : findNetwork(engine, name);
    if (network) places[network.name] = aliases.length > 0 ? { aliases } : {};
  }
  return places;
}

/** `{{.Task.Slot}}` and its like (docs.docker.com, "Create services using templates"); other text stays. */
function templated(text: string, cluster: Cluster, service: Service, task: Task): string {
  if (!text.includes("{{")) return text;
  const node = cluster.nodes[task.nodeId ?? ""];
  const values: Record<string, string> = {
    ".Service.ID": service.id,
    ".Service.Name": service.spec.name,
    ".Node.ID": task.nodeId ?? "",
    ".Node.Hostname": node?.hostname ?? "",
    ".Node.Platform.OS": "linux",
    ".Node.Platform.Architecture": "x86_64",
    ".Task.ID": task.id,
    ".Task.Name": `${taskName(service, task)}.${task.id}`,
    ".Task.Slot": String(task.slot === 0 ? (task.nodeId ?? "") : task.slot),
  };
  return text
    .replace(/\{\{\s*(\.[A-Za-z.]+)\s*\}\}/g, (whole, key: string) => values[key] ?? whole)
    .replace(/\{\{\s*index\s+\.(Service|Node)\.Labels\s+"([^"]*)"\s*\}\}/g, (_, kind: string, key: string) =>
      kind === "Service" ? (service.spec.labels[key] ?? "") : (node?.labels[key] ?? ""),
    );
}

/**
 * The content of a config or a secret that is a template: it may ask for the task's variables and for its other files
 * besides; what it asks of its node is empty (swarmkit, template/context.go, PayloadContext, as Engine 28 fills it in).
 */
function payloadTemplate(content: string, cluster: Cluster, service: Service, task: Task): string {
  const env = new Map(task.spec.env.map((entry) => [entry.replace(/=.*$/s, ""), entry.replace(/^[^=]*=?/, "")]));
  const file = (kind: string, target: string) => {
    const references = kind === "secret" ? task.spec.secrets : task.spec.configs;
    const id = references.find((reference) => reference.target === target)?.id ?? "";
    return (kind === "secret" ? cluster.secrets : cluster.configs)[id]?.data ?? "";
  };
  const own = content
    .replace(/\{\{\s*\.Node\.(Hostname|Platform\.OS|Platform\.Architecture)\s*\}\}/g, "")
    .replace(/\{\{\s*(env|secret|config)\s+"([^"]*)"\s*\}\}/g, (_, kind: string, name: string) =>
      kind === "env" ? (env.get(name) ?? "") : file(kind, name),
    );
  return templated(own, cluster, service, task);
}
