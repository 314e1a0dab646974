import { quote } from "../../engine/go-quote.ts";
import type { IpamConfig } from "../../engine/network/network.ts";
import { contains, formatSubnet, masked, parseAddress, parseSubnet } from "../../kernel/ipv4.ts";
import { contains6, isAddressText, parseAddress6, parseSubnet6 } from "../../kernel/ipv6.ts";
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
  const configs = new Map<string, IpamConfig>();
  for (const subnet of subnets) {
    for (const other of configs.keys()) {
      if (holds(subnet, other) || holds(other, subnet))
        throw new CommandError("multiple overlapping subnet configuration is not supported");
    }
    configs.set(subnet, { Subnet: prefixOf(subnet) });
  }
  const homes = (text: string, what: string): IpamConfig[] => {
    const found = [...configs].filter(([subnet]) => holds(subnet, text)).map(([, config]) => config);
    if (found.length === 0) throw new CommandError(`no matching subnet for ${what} ${text}`);
    return found;
  };
  for (const text of ranges) {
    // pflag has read it as Go does: without the bits of the host.
    const parsed = parseSubnet(text);
    const range = parsed ? formatSubnet(masked(parsed)) : text;
    for (const config of homes(range, "range")) {
      if (config.IPRange !== undefined)
        throw new CommandError(
          `cannot configure multiple ranges (${range}, ${config.IPRange}) on the same subnet (${config.Subnet})`,
        );
      config.IPRange = range;
    }
  }
  for (const gateway of gateways) {
    for (const config of homes(gateway, "gateway")) {
      if (config.Gateway !== undefined)
        throw new CommandError(
          `cannot configure multiple gateways (${gateway}, ${config.Gateway}) for the same subnet (${config.Subnet})`,
        );
      config.Gateway = gateway;
    }
  }
  for (const [name, address] of Object.entries(auxiliary)) {
    const problem = addressProblem(address);
    if (problem !== undefined) throw new CommandError(problem);
    for (const config of homes(address, "aux-address"))
      config.AuxiliaryAddresses = { ...config.AuxiliaryAddresses, [name]: address };
  }
  return [...configs.values()];
}

/** Whether an address or the address of a block is in a block. @throws CommandError for a block that is none */
function holds(subnetText: string, text: string): boolean {
  const [subnet, subnet6] = [parseSubnet(subnetText), parseSubnet6(subnetText)];
  if (!subnet && !subnet6) throw new CommandError(`invalid subnet: invalid CIDR address: ${subnetText}`);
  const bare = text.split("/")[0] ?? "";
  const [address, address6] = [parseAddress(bare), parseAddress6(bare)];
  if (subnet) return address !== undefined && contains(subnet, address);
  return subnet6 !== undefined && address6 !== undefined && contains6(subnet6, address6);
}

/** A block as it is sent: an address alone is a block of one. @throws CommandError */
function prefixOf(text: string): string {
  if (parseSubnet(text) || parseSubnet6(text)) return text;
  const problem = addressProblem(text);
  if (problem !== undefined) throw new CommandError(`invalid address: ${problem}`);
  return `${text}/${text.includes(":") ? 128 : 32}`;
}

/** What Go's netip.ParseAddr says of what is no address. */
export function addressProblem(text: string): string | undefined {
  if (isAddressText(text)) return undefined;
  const fail = (why: string, at = "") => `ParseAddr(${quote(text)}): ${why}${at === "" ? "" : ` (at ${quote(at)})`}`;
  if (/^[^.%]*:/.test(text)) return fail("unexpected character, want colon", text);
  if (!/^[^:%]*\./.test(text)) return fail("unable to parse IP");
  let fields = 0;
  let digits = "";
  for (const [i, char] of [...text].entries()) {
    if (/\d/.test(char)) {
      if (digits === "0") return fail("IPv4 field has octet with leading zero");
      digits += char;
      if (Number(digits) > 255) return fail("IPv4 field has value >255");
    } else if (char !== ".") return fail("unexpected character", text.slice(i));
    else {
      if (digits === "" || i === text.length - 1) return fail("IPv4 field must have at least one digit", text.slice(i));
      if (fields === 3) return fail("IPv4 address too long");
      fields++;
      digits = "";
    }
  }
  return fail("IPv4 address too short");
}

/** What pflag says of a `--gateway` that is none. */
export const gatewayCheck = (value: string): string | undefined =>
  value.split(",").find((part) => !isAddressText(part.trim())) === undefined
    ? undefined
    : `invalid string being converted to IP address: ${value}`;

/** What pflag says of an `--ip-range` that is none. */
export const rangeCheck = (value: string): string | undefined => {
  const bad = value.split(",").find((part) => !parseSubnet(part.trim()) && !/^[0-9a-f:]+\/\d+$/i.test(part.trim()));
  return bad === undefined ? undefined : `invalid string being converted to CIDR: ${bad.trim()}`;
};

/** What pflag says of an `--ip` that is none. */
export const addressCheck = (value: string): string | undefined =>
  isAddressText(value) ? undefined : `failed to parse IP: "${value}"`;
