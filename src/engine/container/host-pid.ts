import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";
import { findContainer } from "./find.ts";

/**
 * The number that a container's process has on its host; in the host's own PID namespace there is only one. Where the
 * namespace is another container's, the numbers follow that one's.
 */
export function hostPid(engine: Engine, container: Container, pid: number): number {
  const { PidMode } = container.hostConfig;
  if (PidMode === "host") return pid;
  const owner = PidMode.startsWith("container:")
    ? findContainer(engine, PidMode.slice("container:".length))
    : undefined;
  return owner && owner.pid > 0 ? hostPid(engine, owner, pid) : container.pid + pid - 1;
}

/** The number of the shim that containerd starts for a container: the parent of its first process. */
export const shimPid = ({ pid }: Container): number => pid - 24;
