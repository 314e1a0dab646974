import { contains, formatSubnet, masked, parseAddress, parseSubnet } from "../../engine/network/ipv4.ts";
import type { IpamConfig } from "../../engine/network/network.ts";
import { isIPv6 } from "../../engine/network/port-spec.ts";
import { CommandError } from "../command.ts";

/** What the flags of `docker network create` say about addresses. */
interface IpamFlags {
  readonly subnets: readonly string[];
  readonly ranges: readonly string[];
  readonly gateways: readonly string[];
  readonly auxiliary: Readonly<Record<string, string>>;
}

/**
 * Puts each range, gateway and auxiliary address to the subnet it is in (docker/cli, network/create.go,
 * createIPAMConfig).
 * @throws CommandError
 */
export function ipamConfig({ subnets, ranges, gateways, auxiliary }: IpamFlags): IpamConfig[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length)
    throw new CommandError("every ip-range or gateway must have a corresponding subnet");
  const configs: IpamConfig[] = [];
  for (const subnet of subnets) {
    for (const { Subnet } of configs) {
      if (holds(subnet, Subnet) || holds(Subnet, subnet))
        throw new CommandError("multiple overlapping subnet configuration is not supported");
    }
    checkPrefix(subnet);
    configs.push({ Subnet: subnet });
  }
  for (const text of ranges) {
    // pflag has read it as Go does: without the bits of the host.
    const parsed = parseSubnet(text);
    const range = parsed ? formatSubnet(masked(parsed)) : text;
    const home = configs.filter(({ Subnet }) => holds(Subnet, range));
    for (const config of home) {
      if (config.IPRange !== undefined)
        throw new CommandError(
          `cannot configure multiple ranges (${range}, ${config.IPRange}) on the same subnet (${config.Subnet})`,
        );
      config.IPRange = range;
    }
    if (home.length === 0) throw new CommandError(`no matching subnet for range ${range}`);
  }
  for (const gateway of gateways) {
    const home = configs.filter(({ Subnet }) => holds(Subnet, gateway));
    for (const config of home) {
      if (config.Gateway !== undefined)
        throw new CommandError(
          `cannot configure multiple gateways (${gateway}, ${config.Gateway}) for the same subnet (${config.Subnet})`,
        );
      config.Gateway = gateway;
    }
    if (home.length === 0) throw new CommandError(`no matching subnet for gateway ${gateway}`);
  }
  for (const [name, address] of Object.entries(auxiliary)) {
    if (address === "") continue;
    if (parseAddress(address) === undefined && !isIPv6(address))
      throw new CommandError(`ParseAddr("${address}"): unable to parse IP`);
    const home = configs.filter(({ Subnet }) => holds(Subnet, address));
    for (const config of home) config.AuxiliaryAddresses = { ...config.AuxiliaryAddresses, [name]: address };
    if (home.length === 0) throw new CommandError(`no matching subnet for aux-address ${address}`);
  }
  return configs;
}

/** Whether an address or the address of a block is in a block. @throws CommandError for a block that is none */
function holds(subnetText: string, text: string): boolean {
  checkPrefix(subnetText);
  const subnet = parseSubnet(subnetText);
  const address = parseAddress(text.split("/")[0] ?? "");
  return subnet !== undefined && address !== undefined && contains(subnet, address);
}

function checkPrefix(text: string): void {
  const [address = "", bits = ""] = text.split("/");
  if (parseSubnet(text) || (isIPv6(address) && /^\d+$/.test(bits))) return;
  throw new CommandError(`invalid subnet: invalid CIDR address: ${text}`);
}

/** Go's net.ParseIP, for flags that want an address. */
function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined || isIPv6(text);
}

/** What pflag says of a `--gateway` that is none. */
export const gatewayCheck = (value: string): string | undefined =>
  value.split(",").find((part) => !isAddress(part.trim())) === undefined
    ? undefined
    : `invalid string being converted to IP address: ${value}`;

/** What pflag says of an `--ip-range` that is none. */
export const rangeCheck = (value: string): string | undefined => {
  const bad = value.split(",").find((part) => !parseSubnet(part.trim()) && !/^[0-9a-f:]+\/\d+$/i.test(part.trim()));
  return bad === undefined ? undefined : `invalid string being converted to CIDR: ${bad.trim()}`;
};

/** What pflag says of an `--ip` that is none. */
export const addressCheck = (value: string): string | undefined =>
  isAddress(value) ? undefined : `failed to parse IP: "${value}"`;
