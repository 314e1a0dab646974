import type { Connection } from "../kernel/connection.ts";
import type { Machine } from "../kernel/machine.ts";
import type { Listener } from "../kernel/socket-table.ts";

/** Where dockerd listens with TLS for orders from other machines, when it is told to (docs.docker.com/engine/security/protect-access). */
export const API_PORT = 2376;

/** The number of dockerd's process, which `netstat -p` shows there. */
export const DOCKERD_PID = 2164;

/**
 * Opens the port of the Docker API on a machine. The lab's `docker` comes in by connectToDocker, with its certificates;
 * whoever else connects has none that dockerd accepts, and is sent away.
 */
export function openApiPort({ network }: Machine): Listener {
  const refuse = (connection: Connection): void => connection.close();
  return network.sockets.listen(API_PORT, Object.assign(refuse, { secure: true as const }), { pid: DOCKERD_PID });
}
