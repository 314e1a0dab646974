import { contains, formatSubnet, sizeOf } from "../../kernel/ipv4.ts";
import { contains6, formatSubnet6, sizeOf6 } from "../../kernel/ipv6.ts";
import type { Engine } from "../engine.ts";
import { addressesInUse, attachments, ranges } from "./address.ts";
import { addressesInUse6, ranges6 } from "./address6.ts";
import type { IpamConfig, Network } from "./network.ts";

/** An entry of `GET /networks`. */
export interface NetworkSummary {
  Name: string;
  Id: string;
  Created: string;
  Scope: string;
  Driver: string;
  EnableIPv4: boolean;
  EnableIPv6: boolean;
  IPAM: { Driver: string; Options: Record<string, string> | null; Config: IpamConfig[] | null };
  Internal: boolean;
  Attachable: boolean;
  Ingress: boolean;
  ConfigFrom: { Network: string };
  ConfigOnly: boolean;
  Options: Record<string, string>;
  Labels: Record<string, string> | null;
}

/** A container in `docker network inspect`. */
export interface EndpointResource {
  Name: string;
  EndpointID: string;
  MacAddress: string;
  IPv4Address: string;
  IPv6Address: string;
}

/** `GET /networks/{id}`, in the order of tape 12. */
export interface NetworkInspect extends NetworkSummary {
  Containers: Record<string, EndpointResource>;
  Status: { IPAM: { Subnets?: Record<string, { IPsInUse: number; DynamicIPsAvailable: number | bigint }> } };
}

export function summarizeNetwork(network: Network): NetworkSummary {
  const { ipam } = network;
  return {
    Name: network.name,
    Id: network.id,
    Created: network.created,
    Scope: network.scope,
    Driver: network.driver,
    EnableIPv4: network.enableIPv4 ?? true,
    EnableIPv6: network.enableIPv6,
    IPAM: { Driver: ipam.driver, Options: ipam.options, Config: ipam.config },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom ?? "" },
    ConfigOnly: network.configOnly ?? false,
    Options: network.options,
    Labels: network.labels,
  };
}

/** A network with the running containers in it, by id, and how many of its addresses are in use. */
export function inspectNetwork(engine: Engine, network: Network): NetworkInspect {
  const containers = attachments(engine, network).map(({ container, endpoint }): [string, EndpointResource] => [
    container.id,
    {
      Name: container.name,
      EndpointID: endpoint.EndpointID,
      MacAddress: endpoint.MacAddress,
      IPv4Address: endpoint.IPAddress === "" ? "" : `${endpoint.IPAddress}/${endpoint.IPPrefixLen}`,
      IPv6Address:
        endpoint.GlobalIPv6Address === "" ? "" : `${endpoint.GlobalIPv6Address}/${endpoint.GlobalIPv6PrefixLen}`,
    },
  ]);
  return {
    ...summarizeNetwork(network),
    Containers: Object.fromEntries(containers),
    Status: { IPAM: addressStatus(engine, network) },
  };
}

/** moby, ipams/defaultipam, allocationStatus: all in use, and what the range that addresses are given from has left. */
function addressStatus(engine: Engine, network: Network): NetworkInspect["Status"]["IPAM"] {
  const blocks = ranges(network);
  const blocks6 = ranges6(network);
  if (blocks.length + blocks6.length === 0 || network.configOnly) return {};
  const used = [...addressesInUse(engine, network)];
  const status = blocks.map(({ subnet, range }) => [
    formatSubnet(subnet),
    {
      IPsInUse: used.filter((address) => contains(subnet, address)).length,
      DynamicIPsAvailable: sizeOf(range) - used.filter((address) => contains(range, address)).length,
    },
  ]);
  const used6 = [...addressesInUse6(engine, network)];
  const status6 = blocks6.map(({ subnet, range }) => [
    formatSubnet6(subnet),
    {
      IPsInUse: used6.filter((address) => contains6(subnet, address)).length,
      DynamicIPsAvailable: upTo64Bits(
        sizeOf6(range) - BigInt(used6.filter((address) => contains6(range, address)).length),
      ),
    },
  ]);
  return { Subnets: Object.fromEntries([...status, ...status6]) };
}

/** A count as the API writes it: it stops at what 64 bits hold, which is more than a number here holds exactly. */
function upTo64Bits(count: bigint): number | bigint {
  const most = 2n ** 64n - 1n;
  if (count > most) return most;
  return count > BigInt(Number.MAX_SAFE_INTEGER) ? count : Number(count);
}
