import type { Machine } from "../../kernel/machine.ts";

/** Who sent a machine's nginx its last signal with `nginx -s`: the master says so in its log. */
const senders = new WeakMap<Machine, number>();

/** Told right before the signal is sent. */
export const noteSender = (machine: Machine, pid: number): void => void senders.set(machine, pid);

/** Who sent the signal that came just now; nothing for one from outside the container, whose number nobody knows there. */
export function takeSender(machine: Machine): number | undefined {
  const pid = senders.get(machine);
  senders.delete(machine);
  return pid;
}
