import type { Process } from "./process.ts";

/** Whether a process may do what a capability stands for ("NET_ADMIN"): root may, unless its container's root may not. */
export const holdsCapability = ({ user, machine }: Pick<Process, "user" | "machine">, name: string): boolean =>
  user.uid === 0 && (machine.capabilities?.has(name) ?? true);
