import type { Container } from "./container.ts";

/** The number that a container's process has on its host; in the host's own PID namespace there is only one. */
export const hostPid = ({ pid: first, hostConfig }: Container, pid: number): number =>
  hostConfig.PidMode === "host" ? pid : first + pid - 1;

/** The number of the shim that containerd starts for a container: the parent of its first process. */
export const shimPid = ({ pid }: Container): number => pid - 24;
