import { HARDWARE } from "../../kernel/hardware.ts";
import { invalid } from "../errors.ts";
import type { HostConfig } from "./container.ts";

/** The least memory that a container can start with. */
const LEAST_MEMORY = 6 * 1024 * 1024;

/**
 * Limits outside what the daemon takes (moby, daemon_unix.go, verifyPlatformContainerResources).
 * @param how whether they change those of a container, which may have what these need
 * @throws EngineError
 */
export function checkResources(hostConfig: Partial<HostConfig>, { update = false } = {}): void {
  checkMemory(hostConfig, update);
  checkProcessors(hostConfig);
  checkCpuset(hostConfig);
  const { BlkioWeight = 0 } = hostConfig;
  if (BlkioWeight > 0 && (BlkioWeight < 10 || BlkioWeight > 1000))
    throw invalid("Range of blkio weight is from 10 to 1000");
}

function checkMemory(
  { Memory = 0, MemorySwap = 0, MemoryReservation = 0 }: Partial<HostConfig>,
  update: boolean,
): void {
  if (Memory !== 0 && Memory < LEAST_MEMORY) throw invalid("Minimum memory limit allowed is 6MB");
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory)
    throw invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
  if (Memory === 0 && MemorySwap > 0 && !update)
    throw invalid("You should always set the Memory limit when using Memoryswap limit, see usage");
  if (MemoryReservation !== 0 && MemoryReservation < LEAST_MEMORY)
    throw invalid("Minimum memory reservation allowed is 6MB");
  if (Memory > 0 && MemoryReservation > Memory)
    throw invalid("Minimum memory limit can not be less than memory reservation limit, see usage");
}

function checkProcessors({ NanoCpus = 0, CpuPeriod = 0, CpuQuota = 0 }: Partial<HostConfig>): void {
  const { cpus } = HARDWARE;
  if (NanoCpus > 0 && CpuPeriod > 0) throw invalid("Conflicting options: Nano CPUs and CPU Period cannot both be set");
  if (NanoCpus > 0 && CpuQuota > 0) throw invalid("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
  if (NanoCpus < 0 || NanoCpus > cpus * 1e9)
    throw invalid(`range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`);
  if (CpuPeriod !== 0 && (CpuPeriod < 1000 || CpuPeriod > 1_000_000))
    throw invalid("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
  if (CpuQuota > 0 && CpuQuota < 1000) throw invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)");
}

/** `0-1,3`: processors, and nodes of memory, of which there is one. */
function checkCpuset({ CpusetCpus = "", CpusetMems = "" }: Partial<HostConfig>): void {
  const rules = [
    ["cpus", "CPUs", CpusetCpus, HARDWARE.cpus],
    ["mems", "memory nodes", CpusetMems, 1],
  ] as const;
  for (const [short, long, asked, count] of rules) {
    const highest = highestOf(asked);
    if (highest === undefined) throw invalid(`Invalid value ${asked} for cpuset ${short}: invalid format: ${asked}`);
    const available = count === 1 ? "0" : `0-${count - 1}`;
    if (highest >= count)
      throw invalid(`Requested ${long} are not available - requested ${asked}, available: ${available}`);
  }
}

/** The highest number of a list; -1 of an empty one, undefined of what is none. */
function highestOf(list: string): number | undefined {
  if (list === "") return -1;
  const numbers = list.split(",").map((part) => {
    const [, first = "", last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    return first === "" || Number(last) < Number(first) ? Number.NaN : Number(last);
  });
  return numbers.some(Number.isNaN) ? undefined : Math.max(...numbers);
}
