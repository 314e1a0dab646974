import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import type { HostConfig } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { isRunning, requireContainer } from "./find.ts";
import { checkRestartPolicy } from "./host-config-check.ts";
import { checkResources } from "./resource-check.ts";

/** Limits of the processor that exclude each other, whichever came first. */
const EXCLUSIVE = [
  ["NanoCpus", "CpuPeriod", "Nano CPUs cannot be updated as CPU Period"],
  ["NanoCpus", "CpuQuota", "Nano CPUs cannot be updated as CPU Quota"],
  ["CpuPeriod", "NanoCpus", "CPU Period cannot be updated as NanoCPUs"],
  ["CpuQuota", "NanoCpus", "CPU Quota cannot be updated as NanoCPUs"],
] as const;

/** Changes limits and the restart policy of a container, running or not. @throws EngineError */
export function updateContainer(engine: Engine, ref: string, change: Partial<HostConfig>): void {
  const container = requireContainer(engine, ref);
  const { hostConfig, status, id } = container;
  // What is asked is looked at by itself, then beside what the container has (moby, daemon/update.go, UpdateContainer).
  if (change.RestartPolicy) checkRestartPolicy(change.RestartPolicy);
  checkResources(change, { update: true });
  const fail = (message: string) => new EngineError(400, `Cannot update container ${id}: ${message}`);
  if (status === "removing" || status === "dead") throw fail('container is marked for removal and cannot be "update"');
  for (const [one, other, text] of EXCLUSIVE)
    if ((change[one] ?? 0) > 0 && (hostConfig[other] ?? 0) > 0)
      throw fail(`Conflicting options: ${text} has already been set`);
  if ((change.Memory ?? 0) > hostConfig.MemorySwap && !change.MemorySwap)
    throw fail(
      "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
    );
  if (hostConfig.AutoRemove && change.RestartPolicy && change.RestartPolicy.Name !== "no")
    throw fail("Restart policy cannot be updated because AutoRemove is enabled for the container");
  if (isRunning(container) && change.CpuShares === 1)
    throw fail("runc did not terminate successfully: exit status 1: the minimum allowed cpu-shares is 2");
  Object.assign(hostConfig, change);
  // Both 0 and what is below stand for no limit.
  if ((change.PidsLimit ?? 1) <= 0) hostConfig.PidsLimit = 0;
  emitContainerEvent(engine, container, "update");
}
