import { resourceId } from "../../cloud/account.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { ContainerGroup } from "../../cloud/cloud-state.ts";
import type { Container } from "../../engine/container/container.ts";
import type { Json, JsonObject } from "./az-command.ts";
import { isObject } from "./output.ts";
import { nested } from "./registry-json.ts";

const TYPE = "Microsoft.ContainerInstance/containerGroups";

/** RFC 3339 as Azure writes it, to the second. */
const time = (text: string): string => `${text.slice(0, 19)}+00:00`;

/** The container of a group, as the cloud's engine has it. */
const containerOf = (cloud: Cloud, { containerId }: ContainerGroup): Container | undefined =>
  cloud.ports.engine().state.containers[containerId];

/**
 * A container group as Azure's REST API describes it (learn.microsoft.com, rest/api/container-instances).
 * @param view whether how it is now is told too: a list leaves it out
 */
export function containerGroupJson(cloud: Cloud, group: ContainerGroup, view = true): JsonObject {
  const { name, resourceGroup, location, image, cpu, memory, ports, command, environment, registry, tags } = group;
  const container = containerOf(cloud, group);
  return {
    containers: [
      {
        command: command.length > 0 ? command : null,
        environmentVariables: environment.map(({ name: variable, value, secure }) => ({
          name: variable,
          secureValue: null,
          value: secure ? null : value,
        })),
        image,
        instanceView: view && container ? instanceView(container, group) : null,
        livenessProbe: null,
        name,
        ports: ports.map(({ port, protocol }) => ({ port, protocol })),
        readinessProbe: null,
        resources: { limits: null, requests: { cpu, gpu: null, memoryInGb: memory } },
        volumeMounts: null,
      },
    ],
    diagnostics: null,
    dnsConfig: null,
    id: resourceId(resourceGroup, TYPE, name),
    identity: null,
    imageRegistryCredentials: registry
      ? [{ password: null, server: registry.server, username: registry.username }]
      : null,
    initContainers: [],
    instanceView: view && container ? { events: [], state: groupState(container) } : null,
    ipAddress: addressJson(group),
    location,
    name,
    osType: "Linux",
    provisioningState: "Succeeded",
    resourceGroup,
    restartPolicy: group.restartPolicy,
    sku: "Standard",
    tags: tags ?? {},
    type: TYPE,
    volumes: null,
    zones: null,
  };
}

function addressJson({ ip, fqdn, dnsNameLabel, ports }: ContainerGroup): Json {
  if (ip === undefined) return null;
  return {
    dnsNameLabel: dnsNameLabel ?? null,
    fqdn: fqdn ?? null,
    ip,
    ports: ports.map(({ port, protocol }) => ({ port, protocol })),
    type: "Public",
  };
}

/** What a group is called from outside: a container that ended well has succeeded. */
function groupState({ status, exitCode, manuallyStopped }: Container): string {
  if (status === "running" || status === "paused") return "Running";
  if (status === "restarting" || status === "created") return "Pending";
  if (manuallyStopped) return "Stopped";
  return exitCode === 0 ? "Succeeded" : "Failed";
}

function instanceView(container: Container, { events }: ContainerGroup): JsonObject {
  return {
    currentState: currentState(container),
    events: events.map(({ name, message, type, time: when }) => ({
      count: 1,
      firstTimestamp: time(when),
      lastTimestamp: time(when),
      message,
      name,
      type,
    })),
    previousState: container.restartCount > 0 ? terminated(container) : null,
    restartCount: container.restartCount,
  };
}

function currentState(container: Container): JsonObject {
  const { status, startedAt } = container;
  if (status === "running" || status === "paused")
    return { detailStatus: "", exitCode: null, finishTime: null, startTime: time(startedAt), state: "Running" };
  if (status === "restarting" || status === "created")
    return { detailStatus: "CrashLoopBackOff", exitCode: null, finishTime: null, startTime: null, state: "Waiting" };
  return terminated(container);
}

const terminated = ({ exitCode, startedAt, finishedAt }: Container): JsonObject => ({
  detailStatus: exitCode === 0 ? "Completed" : "Error",
  exitCode,
  finishTime: time(finishedAt),
  startTime: time(startedAt),
  state: "Terminated",
});

/** `--output table` of container groups (azure-cli, container/_format.py). */
export function containerGroupTable(answer: Json): Json {
  const rows: readonly Json[] = Array.isArray(answer) ? answer : [answer];
  return rows.filter(isObject).map((row) => {
    const containers = row.containers ?? null;
    const first = Array.isArray(containers) ? containers[0] : undefined;
    const requests = nested(nested(first, "resources"), "requests");
    const ports = nested(row.ipAddress, "ports");
    const numbers = Array.isArray(ports) ? ports.map((port) => String(nested(port, "port"))).join(",") : "";
    return {
      Name: row.name ?? null,
      ResourceGroup: row.resourceGroup ?? null,
      Status: nested(row.instanceView, "state") ?? row.provisioningState ?? null,
      Image: nested(first, "image"),
      "IP:ports": row.ipAddress ? `${String(nested(row.ipAddress, "ip"))}:${numbers}` : null,
      Network: nested(row.ipAddress, "type"),
      "CPU/Memory": `${decimal(nested(requests, "cpu"))} core/${decimal(nested(requests, "memoryInGb"))} gb`,
      OsType: row.osType ?? null,
      Location: row.location ?? null,
    };
  });
}

/** A number as Python writes a float. */
const decimal = (value: Json) => (typeof value === "number" && Number.isInteger(value) ? `${value}.0` : String(value));
