import { SERVER } from "../engine/system/release.ts";
import { DaemonUnreachable } from "./command.ts";

const numberOf = (version: string) =>
  version.split(".").reduce((sum, part, index) => sum + Number(part) * (index === 0 ? 1000 : 1), 0);

/**
 * The API version that DOCKER_API_VERSION asks for, which the daemon has or has not (moby,
 * api/server/middleware/version.go).
 * @throws DaemonUnreachable in the daemon's words
 */
export function requireApiVersion(asked: string): void {
  const refuse = (why: string) => {
    throw new DaemonUnreachable(`Error response from daemon: client version ${asked} is too ${why}`);
  };
  if (numberOf(asked) > numberOf(SERVER.apiVersion))
    refuse(`new. Maximum supported API version is ${SERVER.apiVersion}`);
  if (numberOf(asked) < numberOf(SERVER.minApiVersion))
    refuse(
      `old. Minimum supported API version is ${SERVER.minApiVersion}, please upgrade your client to a newer version`,
    );
}
