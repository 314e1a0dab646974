import { ApiFields, jsonBody } from "./api-fields.ts";
import type { ConfigRequest } from "./container/config.ts";
import type { HostConfig, PortBinding, RestartPolicy } from "./container/container.ts";
import { type CreateRequest, createContainer } from "./container/create.ts";
import type { Engine } from "./engine.ts";
import { invalid } from "./errors.ts";
import type { EndpointRequest } from "./network/endpoint.ts";

/**
 * `POST /containers/create`: the container that its body describes. Fields of the API that this engine has no use for are
 * read over, as a daemon reads over those it does not know.
 * @throws EngineError as the daemon refuses it
 */
export function createFromApi(
  engine: Engine,
  name: string | null,
  body: string,
  contentType: string | undefined,
): Promise<{ Id: string; Warnings: string[] }> {
  const sent = jsonBody(body, contentType);
  if (Object.keys(Object(sent)).every((key) => key === "HostConfig" || key === "NetworkingConfig"))
    throw invalid("config cannot be empty in order to create a container");
  const request = new ApiFields(sent, "CreateRequest");
  const networks = request
    .fields("NetworkingConfig")
    .map("EndpointsConfig", (value): EndpointRequest => endpointOf(new ApiFields(value, "EndpointSettings")));
  return createContainer(engine, {
    ...(name === null ? {} : { name }),
    config: configOf(request),
    hostConfig: hostConfigOf(request.fields("HostConfig")),
    ...(networks ? { networks } : {}),
  } satisfies CreateRequest);
}

const empty = () => ({});

function configOf(fields: ApiFields): ConfigRequest {
  return present<ConfigRequest>({
    Image: fields.text("Image") ?? "",
    Hostname: fields.text("Hostname") || undefined,
    Domainname: fields.text("Domainname"),
    User: fields.text("User"),
    AttachStdin: fields.flag("AttachStdin"),
    AttachStdout: fields.flag("AttachStdout"),
    AttachStderr: fields.flag("AttachStderr"),
    ExposedPorts: fields.map("ExposedPorts", empty),
    Tty: fields.flag("Tty"),
    OpenStdin: fields.flag("OpenStdin"),
    StdinOnce: fields.flag("StdinOnce"),
    Env: fields.texts("Env"),
    Cmd: fields.command("Cmd"),
    Entrypoint: fields.command("Entrypoint"),
    Volumes: fields.map("Volumes", empty),
    WorkingDir: fields.text("WorkingDir"),
    Labels: fields.map("Labels", String),
    StopSignal: fields.text("StopSignal"),
    StopTimeout: fields.number("StopTimeout"),
  });
}

function hostConfigOf(fields: ApiFields): Partial<HostConfig> {
  return present<Partial<HostConfig>>({
    Binds: fields.texts("Binds"),
    NetworkMode: fields.text("NetworkMode"),
    PortBindings: fields.map("PortBindings", bindingsOf),
    RestartPolicy: fields.has("RestartPolicy") ? restartPolicyOf(fields.fields("RestartPolicy")) : undefined,
    AutoRemove: fields.flag("AutoRemove"),
    VolumesFrom: fields.texts("VolumesFrom"),
    CapAdd: fields.texts("CapAdd"),
    CapDrop: fields.texts("CapDrop"),
    Dns: fields.texts("Dns"),
    ExtraHosts: fields.texts("ExtraHosts"),
    Links: fields.texts("Links"),
    Privileged: fields.flag("Privileged"),
    PublishAllPorts: fields.flag("PublishAllPorts"),
    ReadonlyRootfs: fields.flag("ReadonlyRootfs"),
    Memory: fields.number("Memory"),
    MemorySwap: fields.number("MemorySwap"),
    MemoryReservation: fields.number("MemoryReservation"),
    NanoCpus: fields.number("NanoCpus"),
    CpuShares: fields.number("CpuShares"),
    Tmpfs: fields.map("Tmpfs", String),
    Init: fields.flag("Init"),
  });
}

const POLICIES = ["always", "no", "on-failure", "unless-stopped"] as const;

/** @throws EngineError for one that there is not (moby, api/types/container/hostconfig.go, ValidateRestartPolicy) */
function restartPolicyOf(fields: ApiFields): RestartPolicy {
  const asked = fields.text("Name") || "no";
  const Name = POLICIES.find((policy) => policy === asked);
  if (!Name)
    throw invalid(
      `invalid restart policy: unknown policy '${asked}'; use one of 'always', 'no', 'on-failure', or 'unless-stopped'`,
    );
  return { Name, MaximumRetryCount: fields.number("MaximumRetryCount") ?? 0 };
}

function bindingsOf(value: unknown): PortBinding[] {
  return (Array.isArray(value) ? value : []).map((item: unknown) => {
    const binding = new ApiFields(item, "PortBinding");
    return { HostIp: binding.text("HostIp") ?? "", HostPort: binding.text("HostPort") ?? "" };
  });
}

function endpointOf(fields: ApiFields): EndpointRequest {
  return present<EndpointRequest>({
    ip: fields.fields("IPAMConfig").text("IPv4Address") || undefined,
    aliases: fields.texts("Aliases"),
    links: fields.texts("Links"),
    mac: fields.text("MacAddress") || undefined,
  });
}

/** Only the fields that were sent: an undefined one would hide what the image or the daemon says. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T;
function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
