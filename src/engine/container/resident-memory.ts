import { commandName } from "../../kernel/command-name.ts";
import type { ProcessEntry } from "../../kernel/process-entry.ts";
import type { Container } from "./container.ts";

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
  [/java|logstash|elasticsearch/, 420 * MIB],
  [/bash/, 1.6 * MIB],
];
const SMALL = 0.5 * MIB;

/** Bytes that a program takes, as far as its name tells. */
export function residentBytes(args: readonly string[]): number {
  const line = args.join(" ");
  return Math.round(AT_REST.find(([pattern]) => pattern.test(line))?.[1] ?? SMALL);
}

/** Threads of programs that have several from their start, by their names. */
const THREADS: Readonly<Record<string, number>> = { "redis-server": 6, node: 7 };

/** How many tasks a process is for its control group: `docker stats` counts them. */
export const threadsOf = (args: readonly string[]): number => THREADS[commandName(args)] ?? 1;

/** What a container's processes take together: its limit keeps them below. */
export function residentMemory({ hostConfig: { Memory } }: Container, processes: readonly ProcessEntry[]): number {
  const sum = processes.reduce((total, { args }) => total + residentBytes(args), 0);
  return Memory > 0 ? Math.min(sum, Memory) : sum;
}
