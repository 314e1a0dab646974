import type { Engine } from "../engine.ts";
import { type Descriptor, manifestDescriptor } from "../image/documents.ts";
import { commandOf } from "./config.ts";
import type {
  Container,
  ContainerConfig,
  EndpointSettings,
  HealthState,
  MountPoint,
  PortBinding,
} from "./container.ts";
import { NEVER } from "./create.ts";
import { requireContainer } from "./find.ts";
import { type HostConfigInspect, hostConfigInspect } from "./inspect-host-config.ts";
import { linksShown } from "./links.ts";
import { prepareFiles } from "./root-tree.ts";
import { containerSizes } from "./size.ts";

/** `GET /containers/{id}/json`, in the API's order (tape 04). */
export interface ContainerInspect {
  Id: string;
  Created: string;
  Path: string;
  Args: string[];
  State: {
    Status: Container["status"];
    Running: boolean;
    Paused: boolean;
    Restarting: boolean;
    OOMKilled: boolean;
    Dead: boolean;
    Pid: number;
    ExitCode: number;
    Error: string;
    StartedAt: string;
    FinishedAt: string;
    Health?: HealthState;
  };
  Image: string;
  ResolvConfPath: string;
  HostnamePath: string;
  HostsPath: string;
  LogPath: string;
  Name: string;
  RestartCount: number;
  Driver: string;
  Platform: string;
  MountLabel: string;
  ProcessLabel: string;
  AppArmorProfile: string;
  ExecIDs: string[] | null;
  HostConfig: HostConfigInspect;
  Storage: { RootFS: { Snapshot: { Name: string } } };
  SizeRw?: number;
  SizeRootFs?: number;
  Mounts: MountPoint[];
  Config: Omit<ContainerConfig, "Shell">;
  NetworkSettings: {
    SandboxID: string;
    SandboxKey: string;
    Ports: Record<string, PortBinding[] | null>;
    Networks: Record<string, EndpointSettings>;
  };
  ImageManifestDescriptor?: Descriptor & { platform: { architecture: string; os: string } };
}

/** @throws EngineError */
export async function inspectContainer(
  engine: Engine,
  ref: string,
  options: { readonly size?: boolean } = {},
): Promise<ContainerInspect> {
  const container = requireContainer(engine, ref);
  if (options.size) await prepareFiles(engine, container);
  const { id, status, config, sandboxId, health } = container;
  const [Path = "", ...Args] = commandOf(config);
  const stored = engine.state.images.images[container.image];
  const execs = [...(engine.live.get(id)?.execs ?? [])];
  // The daemon makes these files when the container first starts.
  const folder = `/var/lib/docker/containers/${id}`;
  const path = (name: string) => (container.startedAt === NEVER ? "" : `${folder}/${name}`);
  const { Shell: _, ...Config } = config;
  return {
    Id: id,
    Created: container.created,
    Path,
    Args,
    State: {
      Status: status,
      Running: status === "running" || status === "paused" || status === "restarting",
      Paused: status === "paused",
      Restarting: status === "restarting",
      OOMKilled: container.oomKilled,
      Dead: status === "dead",
      Pid: container.pid,
      ExitCode: container.exitCode,
      Error: container.error,
      StartedAt: container.startedAt,
      FinishedAt: container.finishedAt,
      ...(health ? { Health: health } : {}),
    },
    Image: container.image,
    ResolvConfPath: path("resolv.conf"),
    HostnamePath: path("hostname"),
    HostsPath: path("hosts"),
    LogPath: container.hostConfig.LogConfig.Type === "json-file" ? path(`${id}-json.log`) : "",
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: "overlayfs",
    Platform: "linux",
    MountLabel: "",
    ProcessLabel: "",
    AppArmorProfile: "",
    ExecIDs: execs.length > 0 ? execs : null,
    HostConfig: { ...hostConfigInspect(container.hostConfig), Links: linksShown(container) },
    Storage: { RootFS: { Snapshot: { Name: "overlayfs" } } },
    ...(options.size ? containerSizes(engine, container) : {}),
    Mounts: container.mounts,
    Config,
    NetworkSettings: {
      SandboxID: sandboxId,
      SandboxKey: sandboxId === "" ? "" : `/var/run/docker/netns/${sandboxId.slice(0, 12)}`,
      Ports: container.ports,
      Networks: container.networks,
    },
    ...(stored
      ? {
          ImageManifestDescriptor: {
            ...manifestDescriptor(stored.image),
            platform: { architecture: "amd64", os: "linux" },
          },
        }
      : {}),
  };
}
