import { unspokenVersion } from "../engine/system/api-version.ts";
import { DaemonUnreachable } from "./command.ts";

/** @param asked what DOCKER_API_VERSION says @throws DaemonUnreachable in the daemon's words when it does not speak that */
export function requireApiVersion(asked: string): void {
  const refused = unspokenVersion(asked);
  if (refused !== undefined) throw new DaemonUnreachable(`Error response from daemon: ${refused}`);
}
