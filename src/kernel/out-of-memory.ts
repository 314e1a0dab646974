import type { Machine } from "./machine.ts";
import { Killed } from "./signal.ts";

/** What a program of ours holds at most, bytes, whatever the computer it believes to be on has. */
const MOST = 384 * 1024 ** 2;

/**
 * A process wants to hold so many bytes: beyond what its control group may, the kernel kills it and counts that (Linux,
 * mm/memcontrol.c; there is no swap).
 * @throws Killed
 */
export function holdMemory(machine: Machine, bytes: number): void {
  if (bytes <= Math.min(machine.cgroup?.limits().memory ?? MOST, MOST)) return;
  machine.outOfMemory?.();
  throw new Killed("SIGKILL");
}
