import { formatSubnet, masked, parseAddress, parseSubnet } from "../../kernel/ipv4.ts";
import { firstOf6, formatSubnet6, isAddressText, parseAddress6, parseSubnet6 } from "../../kernel/ipv6.ts";
import { invalid, joined } from "../errors.ts";
import type { IpamConfig } from "./network.ts";

/**
 * Looks for what is wrong with the blocks somebody asks for (moby, api/types/network/ipam.go, ValidateIPAM).
 * @throws EngineError with every problem on a line of its own
 */
export function checkIpam(configs: readonly IpamConfig[], enableIPv6: boolean): void {
  const problems = configs.flatMap((config) => problemsOf(config, enableIPv6));
  if (problems.length > 0) throw invalid(`invalid network config:\n${joined(problems)}`);
}

/** A block of either family: its bits, its first address and how it should be written. */
interface Block {
  readonly family: "IPv4" | "IPv6";
  readonly bits: number;
  readonly first: bigint;
  readonly written: string;
}

function blockOf(text: string): Block | undefined {
  const four = parseSubnet(text);
  if (four) {
    const right = masked(four);
    return { family: "IPv4", bits: four.bits, first: BigInt(right.address), written: formatSubnet(right) };
  }
  const six = parseSubnet6(text);
  if (!six) return undefined;
  const first = firstOf6(six);
  return { family: "IPv6", bits: six.bits, first, written: formatSubnet6({ address: first, bits: six.bits }) };
}

/** Whether an address, or the first of a block, is in another block. */
function holds({ family, first, bits }: Block, address: bigint): boolean {
  return address >= first && address < first + (1n << BigInt((family === "IPv4" ? 32 : 128) - bits));
}

function problemsOf(config: IpamConfig, enableIPv6: boolean): string[] {
  const { Subnet, IPRange, Gateway = "", AuxiliaryAddresses } = config;
  const subnet = blockOf(Subnet);
  if (!subnet) return [`invalid subnet ${Subnet}: invalid CIDR block notation`];
  if (subnet.family === "IPv6" && !enableIPv6) return [];
  const problems: string[] = [];
  if (subnet.written !== Subnet) problems.push(`invalid subnet ${Subnet}: it should be ${subnet.written}`);
  if (IPRange !== undefined)
    problems.push(...rangeProblems(subnet, Subnet, IPRange).map((why) => `invalid ip-range ${IPRange}: ${why}`));
  const gateway = Gateway === "" ? undefined : addressProblem(subnet, Subnet, Gateway);
  if (gateway !== undefined) problems.push(`invalid gateway ${Gateway}: ${gateway}`);
  for (const [name, address] of Object.entries(AuxiliaryAddresses ?? {})) {
    const problem = addressProblem(subnet, Subnet, address);
    if (problem !== undefined) problems.push(`invalid auxiliary address ${name}: ${problem}`);
  }
  return problems;
}

function rangeProblems(subnet: Block, subnetText: string, text: string): string[] {
  const range = blockOf(text);
  if (!range) return ["invalid CIDR block notation"];
  if (range.family !== subnet.family) return [`parent subnet is an ${subnet.family} block`];
  const meet = holds(subnet, range.first) || holds(range, subnet.first);
  return [
    ...(range.bits < subnet.bits ? [`CIDR block is bigger than its parent subnet ${subnetText}`] : []),
    ...(range.written === text ? [] : [`it should be ${range.written}`]),
    ...(meet ? [] : [`parent subnet ${subnetText} doesn't contain ip-range`]),
  ];
}

function addressProblem(subnet: Block, subnetText: string, text: string): string | undefined {
  if (!isAddressText(text)) return "invalid address";
  const four = parseAddress(text);
  if ((four === undefined) !== (subnet.family === "IPv6")) return `parent subnet is an ${subnet.family} block`;
  const address = four === undefined ? (parseAddress6(text) ?? 0n) : BigInt(four);
  return holds(subnet, address) ? undefined : `parent subnet ${subnetText} doesn't contain this address`;
}
