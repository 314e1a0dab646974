import type { Machine } from "../../kernel/machine.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { NetworkNamespace } from "../../kernel/network.ts";
import { mountPseudoFiles, type SharedMemory } from "../../kernel/pseudo-files.ts";
import { SystemSettings } from "../../kernel/system-settings.ts";
import type { Engine } from "../engine.ts";
import { conflict } from "../errors.ts";
import { containerRouter } from "../network/container-router.ts";
import { mountedFiles } from "../volume/mount.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { containerCgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { cannotJoin } from "./network-mode.ts";
import { pidNamespace } from "./pid-namespace.ts";

/** The namespaces of a container that is about to run. `prepareFiles` must have been awaited. */
export function containerMachine(engine: Engine, container: Container): Machine {
  const { host } = engine.ports;
  const { hostConfig } = container;
  const files = mountedFiles(engine, container);
  files.mounts.capabilities = capabilitiesOf(hostConfig);
  const machine: Machine = {
    host: host.host,
    container: container.id,
    hostname: container.hostConfig.UTSMode === "host" ? host.hostname : container.config.Hostname,
    clock: engine.clock,
    random: engine.random,
    files,
    network: networkOf(engine, container),
    ...pidNamespace(engine, container),
    cgroup: containerCgroup(engine, container),
    capabilities: files.mounts.capabilities,
    noNewPrivileges: (hostConfig.SecurityOpt ?? []).some((option) =>
      /^no-new-privileges(?:[:=](?:true|1|t))?$/i.test(option),
    ),
    seccomp: !hostConfig.Privileged && !hostConfig.SecurityOpt?.includes("seccomp=unconfined"),
    settings: settingsOf(engine, container),
    outOfMemory: () => {
      container.oomKilled = true;
      emitContainerEvent(engine, container, "oom");
    },
    limits: hostConfig.Ulimits ?? [],
    program: (name) => host.program(name),
  };
  mountPseudoFiles(files.mounts, machine, bootTime(engine), sharedMemory(engine, container));
  return machine;
}

/**
 * The kernel's settings: those that Docker gives a network of its own, and what `--sysctl` says. Only who has all
 * privileges may change them later (moby, daemon/pkg/oci/defaults.go, ReadonlyPaths).
 */
function settingsOf(engine: Engine, { hostConfig }: Container): SystemSettings {
  const { settings } = engine.ports.host;
  const shared = hostConfig.NetworkMode === "host";
  const values = {
    ...(shared ? {} : { "net.ipv4.ip_unprivileged_port_start": "0", "net.ipv4.ping_group_range": "0\t2147483647" }),
    ...hostConfig.Sysctls,
  };
  return new SystemSettings({ ...(settings ? { host: settings } : {}), values, readOnly: !hostConfig.Privileged });
}

/** What `--ipc` and `--shm-size` make of /dev/shm (moby, daemon/container_operations_unix.go, setupIPCDirs). */
function sharedMemory(engine: Engine, { hostConfig }: Container): SharedMemory | null {
  const { IpcMode = "", ShmSize } = hostConfig;
  if (IpcMode === "none") return null;
  const donor = IpcMode === "host" ? engine.ports.host : engine.live.get(IpcMode.replace("container:", ""))?.machine;
  return donor?.files instanceof MountedFileSystem
    ? { lender: donor.files.mounts }
    : ShmSize
      ? { capacity: ShmSize }
      : {};
}

/** When the host under the container booted, ms since the epoch: containers share its kernel, and its uptime. */
function bootTime(engine: Engine): number {
  const { files } = engine.ports.host;
  const seconds = files.exists("/proc/uptime") ? Number.parseFloat(files.readFile("/proc/uptime")) : 0;
  return engine.clock.now() - seconds * 1000;
}

/** A network namespace of its own, the host's, or another container's. @throws EngineError when that one does not run */
function networkOf(engine: Engine, container: Container): NetworkNamespace {
  const { NetworkMode } = container.hostConfig;
  if (NetworkMode === "host") return engine.ports.host.network;
  const shared = /^container:(.+)$/.exec(NetworkMode)?.[1];
  if (shared === undefined)
    return new NetworkNamespace(containerRouter(engine, container), undefined, () => engine.clock.now());
  const other = joined(engine, shared);
  const live = engine.live.get(other.id);
  if (!live)
    throw conflict(
      `cannot join network namespace of a non running container: container ${other.name} is ${other.status}`,
    );
  return live.machine.network;
}

function joined(engine: Engine, ref: string): Container {
  try {
    return requireContainer(engine, ref);
  } catch (error) {
    throw cannotJoin(error);
  }
}
