import { HARDWARE } from "../../kernel/hardware.ts";
import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";
import { requireContainer } from "./find.ts";
import { residentMemory, threadsOf } from "./resident-memory.ts";
import { BLOCK, containerSizes } from "./size.ts";

/** What `docker stats` shows of a container. */
export interface ContainerStats {
  readonly ID: string;
  readonly Name: string;
  /** Milliseconds of processor time that its processes have taken so far. */
  readonly computed: number;
  /** How many processors it may keep busy. */
  readonly cpus: number;
  /** Bytes that came in over its network, and that went out. */
  readonly received: number;
  readonly sent: number;
  /** Bytes: what such programs take at rest on a real machine. */
  readonly memory: number;
  readonly limit: number;
  /** Bytes that its files took on the disk. What it reads was pulled just before: it comes from memory. */
  readonly written: number;
  readonly pids: number;
}

/** @throws EngineError */
export function containerStats(engine: Engine, ref: string): ContainerStats {
  const container = requireContainer(engine, ref);
  const live = engine.live.get(container.id);
  const processes = live?.machine.processes.list() ?? [];
  // The host's own network is not counted for a container in it.
  const traffic = container.hostConfig.NetworkMode === "host" ? undefined : live?.machine.network.sockets.traffic;
  return {
    ID: container.id,
    Name: container.name,
    computed: processes.reduce((sum, one) => sum + one.computed, 0),
    cpus: cpusOf(container),
    received: traffic?.received ?? 0,
    sent: traffic?.sent ?? 0,
    memory: residentMemory(container, processes),
    // Of one that does not run the daemon tells nothing, its limit neither.
    limit: live ? container.hostConfig.Memory || HARDWARE.memory : 0,
    written: live ? containerSizes(engine, container).SizeRw - BLOCK : 0,
    pids: processes.reduce((sum, { args }) => sum + threadsOf(args), 0),
  };
}

/** A limit (`--cpus`, or a quota and its period), or all there are. */
function cpusOf({ hostConfig: { NanoCpus, CpuQuota = 0, CpuPeriod = 0 } }: Container): number {
  const limit = NanoCpus > 0 ? NanoCpus / 1e9 : CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : HARDWARE.cpus;
  return Math.min(limit, HARDWARE.cpus);
}
