import type { Cgroup, CgroupLimits } from "../../kernel/cgroup.ts";
import { HARDWARE } from "../../kernel/hardware.ts";
import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";
import { hostPid } from "./host-pid.ts";
import { residentMemory } from "./resident-memory.ts";

/** The control group of a container, which runc makes with the cgroupfs driver (moby, daemon/oci_linux.go, WithCgroups). */
export function containerCgroup(engine: Engine, container: Container): Cgroup {
  const processes = () => engine.live.get(container.id)?.machine.processes.list() ?? [];
  return {
    path: `${container.hostConfig.CgroupParent?.replace(/\/$/, "") || "/docker"}/${container.id}`,
    isRoot: container.hostConfig.CgroupnsMode === "private",
    limits: () => limitsOf(container),
    use: () => ({
      memory: residentMemory(container, processes()),
      pids: processes().map(({ pid }) => hostPid(engine, container, pid)),
      cpu: processes().reduce((sum, { computed }) => sum + computed * 1e6, 0),
      frozen: container.status === "paused",
    }),
  };
}

/** Those of all containers of a host that run. */
export const containerCgroups = (engine: Engine): Cgroup[] =>
  [...engine.live.keys()].flatMap((id) => {
    const container = engine.state.containers[id];
    return container ? [containerCgroup(engine, container)] : [];
  });

/** What the flags of `docker run` ask of the kernel (runc, libcontainer/cgroups/fs). */
function limitsOf({ hostConfig }: Container): CgroupLimits {
  const { Memory, MemorySwap, MemoryReservation, NanoCpus, PidsLimit, CpuShares } = hostConfig;
  const cpuPeriod = hostConfig.CpuPeriod || 100_000;
  const quota = NanoCpus > 0 ? Math.round((NanoCpus * cpuPeriod) / 1e9) : hostConfig.CpuQuota;
  return {
    memory: Memory || undefined,
    memoryReservation: MemoryReservation || undefined,
    // As much swap as memory, unless told; -1 is without limit.
    memoryAndSwap: MemorySwap > 0 ? MemorySwap : MemorySwap === 0 && Memory > 0 ? Memory * 2 : undefined,
    swappiness: hostConfig.MemorySwappiness ?? 60,
    cpuShares: CpuShares || 1024,
    cpuPeriod,
    cpuQuota: quota && quota > 0 ? quota : undefined,
    cpus: hostConfig.CpusetCpus ?? `0-${HARDWARE.cpus - 1}`,
    pids: PidsLimit !== null && PidsLimit > 0 ? PidsLimit : undefined,
  };
}
