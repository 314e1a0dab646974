import type { Cluster } from "../../swarm/cluster.ts";
import { predefinedNetwork } from "../../swarm/predefined-networks.ts";
import type { PayloadReference, Service, TaskSpec, UpdateConfig } from "../../swarm/service.ts";
import { durationString, humanDuration } from "../format/duration.ts";
import { binarySize } from "../format/size.ts";

/** `docker service inspect --pretty` (docker/cli, `cli/command/service/formatter.go`; tape 15 shows its tabs and blanks). */
export function prettyService(cluster: Cluster, service: Service, now: number): string {
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
    // The client's template knows no jobs.
    `Service Mode:${mode.kind === "replicated" ? "\tReplicated" : mode.kind === "global" ? "\tGlobal" : ""}`,
    ...(mode.kind === "replicated" ? [` Replicas:\t${mode.replicas}`] : []),
    ...updateStatusLines(service, now),
    "Placement:",
    ...(task.constraints.length > 0 ? [` Constraints:\t[${task.constraints.join(" ")}]`] : []),
    ...(task.preferences.length > 0 ? [` Preferences:   [${task.preferences.join(" ")}]`] : []),
    ...(task.maxReplicasPerNode > 0 ? [` Max Replicas Per Node:   ${task.maxReplicasPerNode}`] : []),
    ...updateLines("Update", spec.update),
    ...updateLines("Rollback", spec.rollback),
    "ContainerSpec:",
    ` Image:\t\t${task.image}`,
    ...(task.args ? [` Args:\t\t${task.args.join(" ")} `] : []),
    ...(task.env.length > 0 ? [` Env:\t\t${task.env.join(" ")} `] : []),
    ...(task.workdir === undefined ? [] : [` Dir:\t\t${task.workdir}`]),
    ...(task.fromStack && task.init === undefined ? [] : [` Init:\t\t${task.init ?? false}`]),
    ...(task.user === undefined ? [] : [` User: ${task.user}`]),
    ...optionLines(task),
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
    ...fileLines("Configs", task.configs),
    ...fileLines("Secrets", task.secrets),
    ...logLines(task),
    "Resources:",
    ...resourceLines("Reservations", task.reservations),
    ...resourceLines("Limits", task.limits, task.pidsLimit),
    ...(task.pidsLimit ? [`  PIDs:\t\t${task.pidsLimit}`] : []),
    ...(task.networks.length > 0
      ? [
          `Networks: ${task.networks.map(({ target }) => cluster.networks[target]?.name ?? predefinedNetwork(cluster, target) ?? target).join(" ")} `,
        ]
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
  const ports = service.ports.length > 0 ? " " : "";
  return lines.map((line) => title(line)).join("\n") + ports + healthText(task.healthcheck);
}

function updateStatusLines({ updateStatus: status }: Service, now: number): string[] {
  if (!status) return [];
  const ago = (moment: string) => `${humanDuration(now - Date.parse(moment))} ago`;
  return [
    "UpdateStatus:",
    ` State:\t\t${status.state}`,
    ` Started:\t${ago(status.startedAt)}`,
    ...(status.state === "completed" && status.completedAt ? [` Completed:\t${ago(status.completedAt)}`] : []),
    ` Message:\t${status.message}`,
  ];
}

function optionLines({ capAdd = [], capDrop = [], sysctls = {}, ulimits = [] }: TaskSpec): string[] {
  const some = (heading: string, lines: string[]) => (lines.length > 0 ? [heading, ...lines] : []);
  return [
    ...some("Capabilities:", [
      ...(capAdd.length > 0 ? [` Add: ${capAdd.join(", ")}`] : []),
      ...(capDrop.length > 0 ? [` Drop: ${capDrop.join(", ")}`] : []),
    ]),
    ...some(
      "SysCtls:",
      Object.entries(sysctls)
        .sort()
        .map(([key, value]) => ` ${key}${value === "" ? "" : `: ${value}`}`),
    ),
    ...some(
      "Ulimits:",
      ulimits.map(({ Name, Soft, Hard }) => ` ${Name}: ${Soft}:${Hard}`),
    ),
  ];
}

function fileLines(heading: string, files: readonly PayloadReference[]): string[] {
  if (files.length === 0) return [];
  return [`${heading}:`, ...files.flatMap(({ target, name }) => [` Target:\t${target}`, `  Source:\t${name}`])];
}

function logLines({ logDriver }: TaskSpec): string[] {
  if (!logDriver) return [];
  const options = Object.entries(logDriver.options).sort();
  return [
    "Log Driver:",
    ` Name:\t\t${logDriver.name}`,
    ...(options.length > 0 ? [" LogOpts:", ...options.map(([key, value]) => `  ${key}:       ${value}`)] : []),
    "",
  ];
}

/** It comes without a line of its own before it, as the template has it. */
function healthText(check: TaskSpec["healthcheck"]): string {
  if (!check) return "";
  const { Interval = 0, Retries = 0, StartPeriod = 0, Timeout = 0, Test } = check;
  const tests = Test.length > 0 ? `\n  Tests:${Test.map((text) => `\n\t Test = ${text}`).join("")} ` : "";
  return `\n Healthcheck:\n  Interval = ${durationString(Interval)}\n  Retries = ${Retries}\n  StartPeriod =\t${durationString(StartPeriod)}\n  Timeout =\t${durationString(Timeout)}${tests}`;
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

function resourceLines(
  kind: string,
  { nanoCpus, memory }: { nanoCpus?: number; memory?: number },
  pids?: number,
): string[] {
  if (!nanoCpus && !memory && !pids) return [];
  return [
    ` ${kind}:`,
    ...(!nanoCpus ? [] : [`  CPU:\t\t${nanoCpus / 1e9}`]),
    ...(!memory ? [] : [`  Memory:\t${binarySize(memory)}`]),
  ];
}
