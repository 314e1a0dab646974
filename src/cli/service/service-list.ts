import type { Engine } from "../../engine/engine.ts";
import { withoutDigest } from "../../swarm/agent.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import { requireManager } from "../../swarm/leadership.ts";
import type { PublishedPort, Service } from "../../swarm/service.ts";
import { isUpToDate, tasksOf } from "../../swarm/tasks.ts";
import type { ListFormat } from "../format/list.ts";

/** The columns of `docker service ls` and `docker stack services` (docker/cli, `cli/command/service/formatter.go`). */
export function serviceFormat(engine: Engine, table: string, short = true): ListFormat<Service> {
  const { cluster } = requireManager(engine);
  return {
    type: "*service.serviceContext",
    columns: {
      ID: { header: "ID", value: ({ id }) => (short ? id.slice(0, 12) : id) },
      Name: { header: "NAME", value: ({ spec }) => spec.name },
      Mode: { header: "MODE", value: ({ spec }) => spec.mode.kind.replace("-", " ") },
      Replicas: { header: "REPLICAS", value: (service) => replicas(cluster, service) },
      Image: { header: "IMAGE", value: ({ spec }) => withoutDigest(spec.task.image) },
      Ports: { header: "PORTS", value: ({ ports }) => portsText(ports) },
    },
    table,
    raw: "id: {{.ID}}\nname: {{.Name}}\nmode: {{.Mode}}\nreplicas: {{.Replicas}}\nimage: {{.Image}}\nports: {{.Ports}}\n",
    rawQuiet: "id: {{.ID}}",
  };
}

export const SERVICE_TABLE = "table {{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}";

/** `3/5`; for a job also how much of it is done (swarmkit, manager/controlapi/service.go, ListServiceStatuses). */
function replicas(cluster: Cluster, service: Service): string {
  const isJob = service.spec.mode.kind.endsWith("-job");
  // What an earlier run of a job did does not count.
  const tasks = tasksOf(cluster, service).filter((one) => !isJob || isUpToDate(service, one));
  const running = tasks.filter((one) => one.state === "running").length;
  const completed = tasks.filter(({ state }) => state === "complete").length;
  const wanted = tasks.filter(
    ({ desiredState, state }) => desiredState === "running" || (desiredState === "complete" && state !== "complete"),
  ).length;
  const { mode, task } = service.spec;
  switch (mode.kind) {
    case "replicated":
      return `${running}/${mode.replicas}${task.maxReplicasPerNode > 0 ? ` (max ${task.maxReplicasPerNode} per node)` : ""}`;
    case "global":
      return `${running}/${wanted}`;
    case "replicated-job":
      return `${running}/${mode.concurrent} (${completed}/${mode.total} completed)`;
    case "global-job":
      return `${running}/${wanted} (${completed}/${wanted + completed} completed)`;
  }
}

/** `*:8080->80/tcp`; ports that follow one another share a text, also several that lead to one. */
function portsText(ports: readonly PublishedPort[]): string {
  const sorted = ports
    .filter(({ publishedPort, mode }) => publishedPort !== 0 && mode === "ingress")
    .sort((a, b) => (a.protocol === b.protocol ? a.publishedPort - b.publishedPort : a.protocol < b.protocol ? -1 : 1));
  const ranges: { protocol: string; from: number; to: number; targetFrom: number; targetTo: number }[] = [];
  for (const { protocol, publishedPort, targetPort } of sorted) {
    const last = ranges.at(-1);
    const step = last && targetPort - last.targetTo;
    const follows =
      last?.protocol === protocol &&
      publishedPort - last.to <= 1 &&
      (step === 1 || (step === 0 && last.targetTo === last.targetFrom));
    // A row that leads to one port cannot go on as one that leads to several.
    const mixed = last && step === 1 && last.targetTo === last.targetFrom && last.to > last.from;
    if (last && follows && !mixed) Object.assign(last, { to: publishedPort, targetTo: targetPort });
    else
      ranges.push({ protocol, from: publishedPort, to: publishedPort, targetFrom: targetPort, targetTo: targetPort });
  }
  const span = (a: number, b: number) => (b > a ? `${a}-${b}` : `${a}`);
  return ranges
    .map(
      ({ protocol, from, to, targetFrom, targetTo }) =>
        `*:${span(from, to)}->${span(targetFrom, targetTo)}/${protocol}`,
    )
    .join(", ");
}
