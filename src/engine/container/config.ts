import { invalid } from "../errors.ts";
import type { ImageConfig } from "../image/image.ts";
import type { ContainerConfig, Healthcheck, HostConfig } from "./container.ts";

/** What a request may leave out of the API's Config. */
export type ConfigRequest = Partial<ContainerConfig> & Pick<ContainerConfig, "Image">;

/**
 * What was asked for over what the image says (moby, daemon/commit.go, `merge`): the request's own variables come first,
 * and an entrypoint of one's own drops the image's command.
 * @throws EngineError when nothing says what to run
 */
export function mergeConfig(requested: ConfigRequest, image: ImageConfig, hostname: string): ContainerConfig {
  const ownEntrypoint = (requested.Entrypoint?.length ?? 0) > 0;
  const resetsEntrypoint = requested.Entrypoint?.length === 1 && requested.Entrypoint[0] === "";
  const entrypoint = ownEntrypoint ? requested.Entrypoint : image.Entrypoint;
  const command = requested.Cmd?.length ? requested.Cmd : ownEntrypoint ? null : (image.Cmd ?? null);
  const healthcheck = mergeHealthcheck(requested.Healthcheck, image.Healthcheck);
  const exposed = { ...image.ExposedPorts, ...requested.ExposedPorts };
  const volumes = { ...image.Volumes, ...requested.Volumes };
  const stopSignal = requested.StopSignal ?? image.StopSignal;
  if (!(resetsEntrypoint ? [] : (entrypoint ?? [])).length && !command?.length) throw invalid("no command specified");
  return {
    Hostname: requested.Hostname ?? hostname,
    Domainname: requested.Domainname ?? "",
    User: requested.User || (image.User ?? ""),
    AttachStdin: requested.AttachStdin ?? false,
    AttachStdout: requested.AttachStdout ?? false,
    AttachStderr: requested.AttachStderr ?? false,
    ...(Object.keys(exposed).length > 0 ? { ExposedPorts: exposed } : {}),
    Tty: requested.Tty ?? false,
    OpenStdin: requested.OpenStdin ?? false,
    StdinOnce: requested.StdinOnce ?? false,
    Env: mergeEnv(requested.Env ?? [], image.Env ?? []),
    Cmd: command,
    ...(healthcheck ? { Healthcheck: healthcheck } : {}),
    Image: requested.Image,
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: requested.WorkingDir || (image.WorkingDir ?? ""),
    Entrypoint: resetsEntrypoint ? null : (entrypoint ?? null),
    Labels: { ...image.Labels, ...requested.Labels },
    ...(stopSignal === undefined ? {} : { StopSignal: stopSignal }),
    ...(requested.StopTimeout === undefined ? {} : { StopTimeout: requested.StopTimeout }),
    ...(image.Shell === undefined ? {} : { Shell: image.Shell }),
  };
}

function mergeEnv(requested: readonly string[], image: readonly string[]): string[] {
  const own = new Set(requested.map(nameOf));
  return [...requested, ...image.filter((pair) => !own.has(nameOf(pair)))];
}

const nameOf = (pair: string) => pair.split("=", 1)[0] ?? "";

function mergeHealthcheck(requested?: Healthcheck, image?: Healthcheck): Healthcheck | undefined {
  if (!requested) return image;
  if (!image) return requested;
  const merged: Healthcheck = { ...image, ...requested };
  if (requested.Test.length === 0) merged.Test = image.Test;
  return merged;
}

/** What runs: entrypoint and command as one list. */
export function commandOf({ Entrypoint, Cmd }: Pick<ContainerConfig, "Entrypoint" | "Cmd">): string[] {
  return [...(Entrypoint ?? []), ...(Cmd ?? [])];
}

/** The API's HostConfig with what was asked for. */
export function mergeHostConfig(requested: Partial<HostConfig>): HostConfig {
  const memory = requested.Memory ?? 0;
  return {
    Binds: null,
    PortBindings: {},
    RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    AutoRemove: false,
    VolumesFrom: null,
    ConsoleSize: [0, 0],
    CapAdd: null,
    CapDrop: null,
    Dns: null,
    ExtraHosts: null,
    Links: null,
    PidMode: "",
    Privileged: false,
    PublishAllPorts: false,
    ReadonlyRootfs: false,
    ShmSize: 64 * 1024 * 1024,
    CpuShares: 0,
    Memory: 0,
    MemoryReservation: 0,
    NanoCpus: 0,
    PidsLimit: null,
    LogConfig: { Type: "json-file", Config: {} },
    ...requested,
    NetworkMode: normalNetworkMode(requested.NetworkMode),
    // Without a limit of its own, swap is as much again as memory (moby, daemon_unix.go, adaptContainerSettings).
    MemorySwap: requested.MemorySwap || memory * 2,
  };
}

const normalNetworkMode = (mode = "") => (mode === "" || mode === "default" ? "bridge" : mode);
