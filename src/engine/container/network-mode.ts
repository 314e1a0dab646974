import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import type { ConfigRequest } from "./config.ts";
import type { HostConfig } from "./container.ts";
import { findContainer, requireContainer } from "./find.ts";

/**
 * What a container that shares a network, or the host's name, may not have of its own
 * (moby, runconfig/hostconfig_unix.go, validateNetMode).
 * @throws EngineError
 */
export function checkNetworkMode(config: ConfigRequest, hostConfig: Partial<HostConfig>): void {
  const { NetworkMode = "", Links, Dns, ExtraHosts, PortBindings = {}, PublishAllPorts } = hostConfig;
  const some = (list: readonly unknown[] | null | undefined) => (list?.length ?? 0) > 0;
  const refuse = (what: string) => invalid(`conflicting options: ${what}`);
  const named = (config.Hostname ?? "") !== "";
  if (/^container:?$/.test(NetworkMode))
    throw invalid("invalid network mode: invalid container format container:<name|id>");
  if (NetworkMode.startsWith("container:")) {
    if (named) throw refuse("hostname and the network mode");
    if (some(Links))
      throw refuse("container type network can't be used with links. This would result in undefined behavior");
    if (some(Dns)) throw refuse("dns and the network mode");
    if (some(ExtraHosts)) throw refuse("custom host-to-IP mapping and the network mode");
    if (Object.keys(PortBindings).length > 0 || PublishAllPorts)
      throw refuse("port publishing and the container type network mode");
    if (Object.keys(config.ExposedPorts ?? {}).length > 0)
      throw refuse("port exposing and the container type network mode");
  }
  if (hostConfig.UTSMode === "host" && named) throw refuse("hostname and the UTS mode");
  if (NetworkMode === "host" && some(Links))
    throw refuse("host type networking can't be used with links. This would result in undefined behavior");
}

/**
 * Networks that cannot be had beside others (moby, runconfig/errors.go).
 * @throws EngineError when a container is to be in the host's network, or in none, and in another
 */
export function checkTogether(mode: string, networks: readonly string[]): void {
  if (networks.length < 2) return;
  if (mode === "host")
    throw invalid(
      "container sharing network namespace with another container or host cannot be connected to any other network",
    );
  if (networks.includes("host"))
    throw invalid("cannot connect container to host network - container must be created in host network mode");
  if (networks.includes("none"))
    throw invalid("container cannot be connected to multiple networks with one of the networks in private (none) mode");
}

/** `container:name` with the id instead, where there is such a container (moby, adaptContainerSettings). */
export function networkModeById(engine: Engine, mode: string): string {
  const shared = /^container:(.+)$/.exec(mode)?.[1];
  const found = shared === undefined ? undefined : findContainer(engine, shared);
  return found ? `container:${found.id}` : mode;
}

/**
 * The modes of namespaces that another container lends, by its id (moby, adaptSharedNamespaceContainer).
 * @throws EngineError when there is no such container (moby, generateSecurityOpt)
 */
export function lentNamespaces(
  engine: Engine,
  { IpcMode, PidMode }: Pick<HostConfig, "IpcMode" | "PidMode">,
): Pick<HostConfig, "IpcMode" | "PidMode"> {
  const byId = (mode: string) => {
    const shared = /^container:(.+)$/.exec(mode)?.[1];
    return shared === undefined ? mode : `container:${requireContainer(engine, shared).id}`;
  };
  return { ...(IpcMode === undefined ? {} : { IpcMode: byId(IpcMode) }), PidMode: byId(PidMode) };
}

/** Why a container cannot share another's network (moby, getNetworkedContainer). */
export function cannotJoin(error: unknown): unknown {
  return error instanceof EngineError && error.status === 404
    ? new EngineError(500, `joining network namespace of container: ${error.message}`)
    : error;
}
