import { findGroup } from "../commands/accounts.ts";
import { DOCKER_SOCKET, ServiceManager } from "../commands/systemd/service-manager.ts";
import type { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import type { Host } from "./host.ts";

/** A host's systemd: its units, and dockerd's socket. @param files the host's own, where sockets can be bound */
export function hostServices(host: Host, files: MountedFileSystem): ServiceManager {
  const { state, machine } = host;
  const { clock, processes } = machine;
  state.units ??= {};
  return new ServiceManager({
    files,
    clock,
    processes,
    bootedAt: () => state.bootedAt ?? 0,
    records: state.units,
    bindSocket: () => {
      if (files.exists(DOCKER_SOCKET)) files.unlink(DOCKER_SOCKET);
      files.bindSocket(DOCKER_SOCKET, "docker", 0o660);
      files.chown(DOCKER_SOCKET, 0, findGroup(files, "docker")?.gid ?? 0);
    },
    docker: {
      running: () => state.engine.stopped !== true,
      start: () => host.startDocker(),
      stop: () => host.stopDocker(),
    },
  });
}
