import { isIn, parseAddress } from "../../kernel/ipv4.ts";
import { isIn6, parseAddress6 } from "../../kernel/ipv6.ts";
import type { Engine } from "../engine.ts";
import { invalid, joined } from "../errors.ts";
import type { EndpointRequest } from "./endpoint.ts";
import { findNetwork } from "./find.ts";
import { isUserDefined, type Network } from "./network.ts";

/**
 * Whether what a new container is to have in its networks can be (moby, daemon/create.go, validateNetworkingConfig). A
 * network need not be there yet.
 * @throws EngineError with every problem of every network
 */
export function checkEndpoints(engine: Engine, requests: Readonly<Record<string, EndpointRequest>>): void {
  const problems = Object.entries(requests).flatMap(([name, request]) => {
    const why = endpointProblem(findNetwork(engine, name), name, request);
    return why === undefined ? [] : `invalid config for network ${name}: ${why}`;
  });
  if (problems.length > 0) throw invalid(joined(problems));
}

/** The same for one network that is there. @throws EngineError */
export function checkEndpoint(network: Network, request: EndpointRequest): void {
  const why = endpointProblem(network, network.name, request);
  if (why !== undefined) throw invalid(why);
}

/** moby, daemon/container_operations.go, validateEndpointSettings. */
function endpointProblem(network: Network | undefined, name: string, request: EndpointRequest): string | undefined {
  const { ip = "", ip6 = "", aliases = [], driverOpts = {} } = request;
  const problems: string[] = [];
  if (!isUserDefined({ name })) {
    if (ip !== "" || ip6 !== "") problems.push("user specified IP address is supported on user defined networks only");
    if (aliases.length > 0)
      problems.push("network-scoped alias is supported only for containers in user defined networks");
  }
  if (ip !== "" && (parseAddress(ip) === undefined || ip === "0.0.0.0")) problems.push(`invalid IPv4 address: ${ip}`);
  if (ip6 !== "" && !parseAddress6(ip6)) problems.push(`invalid IPv6 address: ${ip6}`);
  if (network) {
    const blocks = (network.ipam.config ?? []).map(({ Subnet }) => Subnet);
    if (ip !== "") problems.push(...rangeProblem(network, ip, (block) => isIn(block, ip)));
    if (ip6 !== "") problems.push(...rangeProblem(network, ip6, (block) => isIn6(block, ip6), blocks.filter(isBlock6)));
  }
  problems.push(...sysctlProblems(driverOpts["com.docker.network.endpoint.sysctls"]));
  return problems.length === 0 ? undefined : `invalid endpoint settings:\n${joined(problems)}`;
}

const isBlock6 = (block: string): boolean => block.includes(":");

/** Only in blocks that a person chose is an address to be had (moby, validateEndpointIPAddress). */
function rangeProblem(
  network: Network,
  address: string,
  isInside: (block: string) => boolean,
  blocks = (network.ipam.config ?? []).map(({ Subnet }) => Subnet).filter((block) => !isBlock6(block)),
): string[] {
  const chosen = blocks.filter((block) =>
    isBlock6(block) ? network.chosenSubnet6 : isUserDefined(network) && (network.chosenSubnet ?? true),
  );
  if (chosen.some(isInside)) return [];
  if (chosen.length > 0) return [`no configured subnet or ip-range contain the IP address ${address}`];
  return ["user specified IP address is supported only when connecting to networks with user configured subnets"];
}

function sysctlProblems(text: string | undefined): string[] {
  return (text?.split(",") ?? []).flatMap((sysctl) => {
    const [, family = "", , place = "", ...more] = sysctl.split(".");
    if (more.length > 0 && ["ipv4", "ipv6", "mpls"].includes(family) && /^ifname$/i.test(place)) return [];
    return `unrecognised network interface sysctl '${sysctl}'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4', 'ipv6' or 'mpls'`;
  });
}
