/** One network as a host keeps it: plain data. Endpoints live in the containers. */
export interface Network {
  id: string;
  name: string;
  created: string;
  scope: "local" | "swarm";
  driver: "bridge" | "host" | "null" | "overlay" | "macvlan" | "ipvlan";
  enableIPv6: boolean;
  ipam: {
    driver: string;
    options: Record<string, string> | null;
    config:
      | { Subnet: string; IPRange?: string; Gateway?: string; AuxiliaryAddresses?: Record<string, string> }[]
      | null;
  };
  internal: boolean;
  attachable: boolean;
  ingress: boolean;
  options: Record<string, string>;
  labels: Record<string, string>;
  /** The last address given out, so that the next is a fresh one, as Docker's allocator does. */
  lastAddress?: string;
}
