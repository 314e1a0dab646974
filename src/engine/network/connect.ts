import type { Container } from "../container/container.ts";
import { isRunning, requireContainer } from "../container/find.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid, notFound } from "../errors.ts";
import { attachEndpoint, type EndpointRequest, joinable, newEndpoint, releaseEndpoint } from "./endpoint.ts";
import { checkEndpoint } from "./endpoint-check.ts";
import { findNetwork, networkFor } from "./find.ts";

/**
 * Connects a container to a network: one that runs at once, one that does not when it starts.
 * @throws EngineError (moby, daemon/container_operations.go, ConnectToNetwork)
 */
export function connectContainer(
  engine: Engine,
  networkRef: string,
  containerRef: string,
  request: EndpointRequest = {},
): void {
  const container = requireContainer(engine, containerRef);
  const network = joinable(engine, container, networkRef);
  if (container.status === "removing" || container.status === "dead")
    throw conflict(
      `container ${container.id} is marked for removal and cannot be connected to network ${network.name}`,
    );
  const mode = container.hostConfig.NetworkMode;
  if (mode.startsWith("container:"))
    throw invalid(
      "container sharing network namespace with another container or host cannot be connected to any other network",
    );
  checkEndpoint(network, request);
  if (mode !== "host" && network.driver === "host")
    throw invalid("cannot connect container to host network - container must be created in host network mode");
  if (mode === "host" && network.driver !== "host")
    throw invalid(
      "container sharing network namespace with another container or host cannot be connected to any other network",
    );
  if ((mode === "none" && Object.keys(container.networks).includes("none")) || network.driver === "null")
    throw invalid("container cannot be connected to multiple networks with one of the networks in private (none) mode");
  if (!isRunning(container)) {
    container.networks[network.name] = newEndpoint(request);
    return;
  }
  if ((container.networks[network.name]?.EndpointID ?? "") !== "")
    throw network.scope === "swarm"
      ? conflict(`${container.name} is already attached to network ${network.name}`)
      : new EngineError(403, `endpoint with name ${container.name} already exists in network ${network.name}`);
  attachEndpoint(engine, container, network.name, request);
}

/**
 * Takes a container out of a network.
 * @param force also when the container cannot be found
 * @throws EngineError when it is not in it
 */
export function disconnectContainer(engine: Engine, networkRef: string, containerRef: string, force = false): void {
  const container = disconnected(engine, networkRef, containerRef, force);
  // With force, a network that is gone is one that it is not in.
  const found = findNetwork(engine, networkRef);
  if (!found && force) throw notIn(container, `the network ${networkRef}`);
  const network = found ?? networkFor(engine, networkRef);
  const running = isRunning(container);
  if (running && network.driver === "host" && container.hostConfig.NetworkMode === "host")
    throw invalid("container cannot be disconnected from host network or connected to host network");
  const name = keyOf(engine, container, network.name, network.id);
  if (name === undefined) throw notIn(container, `${running ? "" : "the "}network ${network.name}`);
  releaseEndpoint(engine, container, name);
  delete container.networks[name];
}

const notIn = ({ id }: Container, what: string) => new EngineError(500, `container ${id} is not connected to ${what}`);

/** With force, a container that is not there is an endpoint that is not there (moby, ForceEndpointDelete). */
function disconnected(engine: Engine, networkRef: string, ref: string, force: boolean): Container {
  try {
    return requireContainer(engine, ref);
  } catch (error) {
    if (!force || !(error instanceof EngineError)) throw error;
    networkFor(engine, networkRef);
    throw notFound(`endpoint ${ref} not found`);
  }
}

/** The key of a network in a container's settings: its name, but what was asked for while it has not started yet. */
function keyOf(engine: Engine, container: Container, name: string, id: string): string | undefined {
  if (name in container.networks) return name;
  return Object.keys(container.networks).find((key) => findNetwork(engine, key)?.id === id);
}
