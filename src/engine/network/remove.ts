import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import { attachments } from "./address.ts";
import { emitNetworkEvent } from "./endpoint.ts";
import { networkFor } from "./find.ts";
import { isUserDefined } from "./network.ts";

/**
 * Removes a network of this host.
 * @throws EngineError when there is none, it is Docker's own, or a container runs in it (tape 12)
 */
export function removeNetwork(engine: Engine, ref: string): void {
  const network = networkFor(engine, ref);
  if (!isUserDefined(network))
    throw new EngineError(403, `${network.name} is a pre-defined network and cannot be removed`);
  const active = attachments(engine, network);
  if (active.length > 0) {
    const names = active.map(
      ({ container, endpoint }) => `name:"${container.name}" id:"${endpoint.EndpointID.slice(0, 12)}"`,
    );
    throw new EngineError(
      403,
      `error while removing network: network ${network.name} has active endpoints (${names.join(", ")})`,
    );
  }
  const dependent = Object.values(engine.state.networks).find(
    ({ configFrom }) => network.configOnly && configFrom === network.name,
  );
  if (dependent) throw conflict(`error while removing network: configuration network "${network.name}" is in use`);
  delete engine.state.networks[network.id];
  emitNetworkEvent(engine, network, "destroy");
}
