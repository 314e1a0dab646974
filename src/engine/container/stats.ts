import { HARDWARE } from "../../kernel/hardware.ts";
import type { Engine } from "../engine.ts";
import { isRunning, requireContainer } from "./find.ts";

/** What `docker stats` shows of a container. */
export interface ContainerStats {
  readonly ID: string;
  readonly Name: string;
  /** Percent of one processor: programs of the lab wait most of the time, and are not metered. */
  readonly cpu: number;
  /** Bytes: what such programs take at rest on a real machine. */
  readonly memory: number;
  readonly limit: number;
  readonly pids: number;
  readonly running: boolean;
}

const MIB = 1024 * 1024;

/** Resident memory of programs at rest, bytes, by the start of their command line. */
const AT_REST: readonly (readonly [RegExp, number])[] = [
  [/^nginx/, 3.2 * MIB],
  [/redis-server/, 9.8 * MIB],
  [/python/, 17 * MIB],
  [/node/, 42 * MIB],
  [/postgres/, 12 * MIB],
  [/mongod/, 160 * MIB],
  [/httpd/, 7.5 * MIB],
  [/bash/, 1.6 * MIB],
];
const SMALL = 0.5 * MIB;

/** @throws EngineError */
export function containerStats(engine: Engine, ref: string): ContainerStats {
  const container = requireContainer(engine, ref);
  const processes = engine.live.get(container.id)?.machine.processes.list() ?? [];
  const memory = processes.reduce((sum, { args }) => {
    const line = args.join(" ");
    return sum + (AT_REST.find(([pattern]) => pattern.test(line))?.[1] ?? SMALL);
  }, 0);
  return {
    ID: container.id,
    Name: container.name,
    cpu: 0,
    memory: Math.min(memory, container.hostConfig.Memory || memory),
    limit: container.hostConfig.Memory || HARDWARE.memory,
    pids: processes.length,
    running: isRunning(container),
  };
}
