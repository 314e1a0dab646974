import { invalid, joined } from "../errors.ts";
import { contains, formatSubnet, masked, overlaps, parseAddress, parseSubnet } from "./ipv4.ts";
import type { IpamConfig } from "./network.ts";

/**
 * Looks for what is wrong with the blocks somebody asks for (moby, daemon/network.go, validateIpamConfig).
 * @throws EngineError with every problem on a line of its own
 */
export function checkIpam(configs: readonly IpamConfig[], enableIPv6: boolean): void {
  const problems = configs.flatMap((config) => problemsOf(config, enableIPv6));
  if (problems.length > 0) throw invalid(`invalid network config:\n${joined(problems)}`);
}

function problemsOf({ Subnet, IPRange, Gateway, AuxiliaryAddresses }: IpamConfig, enableIPv6: boolean): string[] {
  const subnet = parseSubnet(Subnet);
  if (!subnet) {
    if (Subnet.includes(":")) return [];
    return [`invalid subnet ${Subnet}: invalid CIDR block notation`];
  }
  const problems: string[] = [];
  const right = formatSubnet(masked(subnet));
  if (right !== Subnet) problems.push(`invalid subnet ${Subnet}: it should be ${right}`);
  if (IPRange !== undefined) {
    const range = parseSubnet(IPRange);
    if (!range) return [...problems, `invalid ip-range ${IPRange}: parent subnet is an IPv4 block`];
    if (range.bits < subnet.bits)
      problems.push(`invalid ip-range ${IPRange}: CIDR block is bigger than its parent subnet ${Subnet}`);
    const rightRange = formatSubnet(masked(range));
    if (rightRange !== IPRange) problems.push(`invalid ip-range ${IPRange}: it should be ${rightRange}`);
    if (!overlaps(subnet, range))
      problems.push(`invalid ip-range ${IPRange}: parent subnet ${Subnet} doesn't contain ip-range`);
  }
  const addressProblem = (text: string): string | undefined => {
    const address = parseAddress(text);
    if (address === undefined)
      return enableIPv6 || text.includes(":") ? "parent subnet is an IPv4 block" : "invalid address";
    return contains(subnet, address) ? undefined : `parent subnet ${Subnet} doesn't contain this address`;
  };
  const gateway = Gateway === undefined || Gateway === "" ? undefined : addressProblem(Gateway);
  if (gateway !== undefined) problems.push(`invalid gateway ${Gateway}: ${gateway}`);
  for (const [name, address] of Object.entries(AuxiliaryAddresses ?? {})) {
    const problem = addressProblem(address);
    if (problem !== undefined) problems.push(`invalid auxiliary address ${name}: ${problem}`);
  }
  return problems;
}
