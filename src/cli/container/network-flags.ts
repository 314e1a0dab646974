import type { EndpointRequest } from "../../engine/network/endpoint.ts";
import { isUserDefined } from "../../engine/network/network.ts";
import { CommandError } from "../command.ts";
import { isAddress } from "../flag-checks.ts";
import type { Flags } from "../flags.ts";

/** The networks a new container is to join, and the first of them as its mode. */
interface NetworkRequest {
  readonly mode: string;
  readonly endpoints: Record<string, EndpointRequest>;
}

/**
 * Reads `--network` (also `name=x,alias=y,ip=z`), `--network-alias`, `--ip`, `--mac-address` and `--link`
 * (docker/cli, opts/network.go).
 * @throws CommandError
 */
export function networkFlags(flags: Flags): NetworkRequest {
  const given = [...flags.list("network"), ...flags.list("net")];
  const aliases = [...flags.list("network-alias"), ...flags.list("net-alias")];
  const links = flags.list("link");
  const endpoints: Record<string, EndpointRequest> = {};
  let mode = "bridge";
  for (const [index, text] of given.entries()) {
    const { name: written, ...request } = text.includes("=") ? advanced(text) : { name: text };
    // The daemon's default network is the bridge.
    const name = written === "default" ? "bridge" : written;
    if (index === 0) mode = name;
    if (name in endpoints) throw new CommandError(`network ${JSON.stringify(name)} is specified multiple times`);
    endpoints[name] = request;
  }
  checkCombinations(flags, given, Object.values(endpoints)[0] ?? {});
  const plain: EndpointRequest = {
    ...(flags.string("ip") === "" ? {} : { ip: flags.string("ip") }),
    ...(flags.string("ip6") === "" ? {} : { ip6: flags.string("ip6") }),
    ...(flags.string("mac-address") === "" ? {} : { mac: flags.string("mac-address") }),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(links.length === 0 || mode === "bridge" ? {} : { links }),
  };
  for (const [name, { aliases: own = [] }] of Object.entries({ ...endpoints, [mode]: { aliases: aliases } }))
    if (own.length > 0 && !isUserDefined({ name }))
      throw new CommandError("network-scoped aliases are only supported for user-defined networks");
  if (Object.keys(plain).length > 0 || mode in endpoints) endpoints[mode] = { ...endpoints[mode], ...plain };
  if (isShared(mode)) return { mode, endpoints: {} };
  return { mode, endpoints };
}

/** What is wrong with a `--network` in its long form. */
export function networkError(text: string): string | undefined {
  if (!text.includes("=")) return undefined;
  try {
    advanced(text);
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
  return undefined;
}

/** What may be said of a network once, or of one kind of them (docker/cli, container/opts.go, parseNetworkOpts). */
function checkCombinations(flags: Flags, given: readonly string[], first: EndpointRequest): void {
  const mac = flags.string("mac-address");
  if (mac !== "" && !MAC.test(mac.trim())) throw new CommandError(`${mac} is not a valid mac address`);
  const names = given.map((text) => (text.includes("=") ? advanced(text).name : text));
  if (names.some((name) => name.trim() === "")) throw new CommandError("no name set for network");
  const both = (flag: string, what: string) =>
    new CommandError(`conflicting options: cannot specify both --${flag} and per-network ${what}`);
  if (first.aliases && flags.list("network-alias").length > 0) throw both("network-alias", "alias");
  if (first.ip !== undefined && flags.string("ip") !== "") throw both("ip", "IPv4 address");
  if (first.ip6 !== undefined && flags.string("ip6") !== "") throw both("ip6", "IPv6 address");
  if (first.mac !== undefined && mac !== "") throw both("mac-address", "MAC address");
  const own = names.filter((name) => isUserDefined({ name }) && !isShared(name)).length;
  if (own > 0 && own < names.length)
    throw new CommandError("conflicting options: cannot attach both user-defined and non-user-defined network-modes");
}

/** Six, eight or twenty bytes, between colons or hyphens; or in fours between dots (Go's net.ParseMAC). */
const MAC =
  /^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}(?:(?:[0-9a-f]{2}\1){2}|(?:[0-9a-f]{2}\1){14})?[0-9a-f]{2}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,3}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){9})$/i;

const isShared = (mode: string) => mode.startsWith("container:");

function advanced(text: string): EndpointRequest & { name: string } {
  let name = "";
  const aliases: string[] = [];
  let ip: string | undefined;
  let ip6: string | undefined;
  let mac: string | undefined;
  let gwPriority: number | undefined;
  const driverOpts: Record<string, string> = {};
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) throw new CommandError(`invalid field ${field}`);
    const key = field.slice(0, cut).trim().toLowerCase();
    const value = field.slice(cut + 1).trim();
    switch (key) {
      case "name":
        name = value;
        break;
      case "alias":
        aliases.push(value);
        break;
      case "ip":
      case "ip6":
        if (!isAddress(value)) throw new CommandError(`ParseAddr(${JSON.stringify(value)}): unable to parse IP`);
        if (key === "ip") ip = value;
        else ip6 = value;
        break;
      case "mac-address":
        mac = value;
        break;
      case "gw-priority":
        if (!/^[+-]?\d+$/.test(value)) throw new CommandError(`invalid gw-priority (${value}): invalid syntax`);
        gwPriority = Number(value);
        break;
      case "driver-opt": {
        const at = value.indexOf("=");
        if (at < 0) throw new CommandError("invalid key value pair format in driver options");
        driverOpts[value.slice(0, at)] = value.slice(at + 1);
        break;
      }
      case "link-local-ip":
        break;
      default:
        throw new CommandError(`invalid field key ${key}`);
    }
  }
  if (name === "") throw new CommandError("network name/id is not specified");
  return {
    name,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(ip === undefined ? {} : { ip }),
    ...(ip6 === undefined ? {} : { ip6 }),
    ...(mac === undefined ? {} : { mac }),
    ...(gwPriority === undefined ? {} : { gwPriority }),
    ...(Object.keys(driverOpts).length > 0 ? { driverOpts } : {}),
  };
}
