import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import type { HostConfig } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { checkRestartPolicy } from "./host-config-check.ts";
import { checkResources } from "./resource-check.ts";

/** Changes limits and the restart policy of a container, running or not. @throws EngineError */
export function updateContainer(engine: Engine, ref: string, change: Partial<HostConfig>): void {
  const container = requireContainer(engine, ref);
  const { hostConfig, status, id } = container;
  const fail = (message: string) => new EngineError(400, `Cannot update container ${id}: ${message}`);
  if (status === "removing" || status === "dead") throw fail('container is marked for removal and cannot be "update"');
  if (hostConfig.AutoRemove && change.RestartPolicy && change.RestartPolicy.Name !== "no")
    throw conflict("Restart policy cannot be updated because AutoRemove is enabled for the container");
  const next = { ...hostConfig, ...change };
  const swap = change.MemorySwap ?? hostConfig.MemorySwap;
  if (change.Memory && swap > 0 && change.Memory > swap && change.MemorySwap === undefined)
    throw fail(
      "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
    );
  checkRestartPolicy(next.RestartPolicy);
  checkResources(next);
  Object.assign(hostConfig, change);
  emitContainerEvent(engine, container, "update");
}
