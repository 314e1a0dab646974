import type { Cluster } from "../../swarm/cluster.ts";
import type { Service, UpdateConfig } from "../../swarm/service.ts";
import { durationString } from "../format/duration.ts";
import { binarySize } from "../format/size.ts";

/** `docker service inspect --pretty` (docker/cli, `cli/command/service/formatter.go`; tape 15 shows its tabs and blanks). */
export function prettyService(cluster: Cluster, service: Service): string {
  const { spec } = service;
  const { task, mode } = spec;
  const labels = Object.entries(spec.labels).sort();
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const lines = [
    `ID:\t\t${service.id}`,
    `Name:\t\t${spec.name}`,
    ...(labels.length > 0
      ? ["Labels:", ...labels.map(([key, value]) => ` ${key}${value === "" ? "" : `=${value}`}`)]
      : []),
    `Service Mode:\t${mode.kind === "replicated" ? "Replicated" : mode.kind === "global" ? "Global" : mode.kind === "global-job" ? "Global Job" : "Replicated Job"}`,
    ...(mode.kind === "replicated" ? [` Replicas:\t${mode.replicas}`] : []),
    ...(mode.kind === "replicated-job"
      ? [` Max Concurrent:\t${mode.concurrent}`, ` Total Completions:\t${mode.total}`]
      : []),
    ...(service.updateStatus
      ? [
          "UpdateStatus:",
          ` State:\t\t${service.updateStatus.state}`,
          ...(service.updateStatus.completedAt === undefined
            ? []
            : [` Completed:\t${service.updateStatus.completedAt}`]),
          ` Message:\t${service.updateStatus.message}`,
        ]
      : []),
    "Placement:",
    ...(task.constraints.length > 0 ? [` Constraints:\t[${task.constraints.join(" ")}]`] : []),
    ...(task.preferences.length > 0 ? [` Preferences:\t${task.preferences.map((text) => text).join(",")}`] : []),
    ...(task.maxReplicasPerNode > 0 ? [` Max Replicas Per Node:   ${task.maxReplicasPerNode}`] : []),
    ...updateLines("Update", spec.update),
    ...updateLines("Rollback", spec.rollback),
    "ContainerSpec:",
    ` Image:\t\t${task.image}`,
    ...(task.args ? [` Args:\t\t${task.args.join(" ")} `] : []),
    ...(task.env.length > 0 ? [` Env:\t\t${task.env.join(" ")} `] : []),
    ...(task.workdir === undefined ? [] : [` Dir:\t\t${task.workdir}`]),
    ` Init:\t\t${task.init ?? false}`,
    ...(task.user === undefined ? [] : [` User:\t\t${task.user}`]),
    ...(task.mounts.length > 0
      ? [
          "Mounts:",
          ...task.mounts.flatMap(({ Target, Source, ReadOnly, Type }) => [
            ` Target:\t${Target}`,
            `  Source:\t${Source ?? ""}`,
            `  ReadOnly:\t${ReadOnly ?? false}`,
            `  Type:\t\t${Type}`,
          ]),
        ]
      : []),
    "Resources:",
    ...resourceLines("Reservations", task.reservations),
    ...resourceLines("Limits", task.limits),
    ...(task.networks.length > 0
      ? [`Networks: ${task.networks.map(({ target }) => cluster.networks[target]?.name ?? target).join(" ")} `]
      : []),
    `Endpoint Mode:\t${spec.endpointMode}`,
    ...(service.ports.length > 0
      ? [
          "Ports:",
          ...service.ports.flatMap(({ publishedPort, protocol, targetPort, mode: publish }) => [
            ` PublishedPort = ${publishedPort}`,
            `  Protocol = ${protocol}`,
            `  TargetPort = ${targetPort}`,
            `  PublishMode = ${publish}`,
          ]),
        ]
      : []),
  ];
  return lines.map((line) => title(line)).join("\n");
}

function updateLines(kind: "Update" | "Rollback", config: UpdateConfig): string[] {
  return [
    `${kind}Config:`,
    ` Parallelism:\t${config.parallelism}`,
    ...(config.delay > 0 ? [` Delay:\t\t${durationString(config.delay)}`] : []),
    ` On failure:\t${config.failureAction}`,
    ` Monitoring Period: ${durationString(config.monitor)}`,
    ` Max failure ratio: ${config.maxFailureRatio}`,
    ` ${kind} order:${kind === "Update" ? "      " : "    "}${config.order}`,
  ];
}

function resourceLines(kind: string, { nanoCpus, memory }: { nanoCpus?: number; memory?: number }): string[] {
  if (nanoCpus === undefined && memory === undefined) return [];
  return [
    ` ${kind}:`,
    ...(nanoCpus === undefined ? [] : [`  CPU:\t\t${nanoCpus / 1e9}`]),
    ...(memory === undefined ? [] : [`  Memory:\t${binarySize(memory)}`]),
  ];
}
