import { SERVER } from "./release.ts";

const numberOf = (version: string) =>
  version.split(".").reduce((sum, part, index) => sum + Number(part) * (index === 0 ? 1000 : 1), 0);

/** Why this daemon does not speak a version of its API; undefined when it does (moby, api/server/middleware/version.go). */
export function unspokenVersion(asked: string): string | undefined {
  const refused = `client version ${asked} is too`;
  if (numberOf(asked) > numberOf(SERVER.apiVersion))
    return `${refused} new. Maximum supported API version is ${SERVER.apiVersion}`;
  if (numberOf(asked) < numberOf(SERVER.minApiVersion))
    return `${refused} old. Minimum supported API version is ${SERVER.minApiVersion}, please upgrade your client to a newer version`;
  return undefined;
}
