/**
 * Providers, regions, node types and availability zones as Docker Cloud listed them. DigitalOcean's are those of its API
 * documentation and its client's tests, with the regions that came until 2018; of the others a part, with the names that
 * the providers themselves gave. Their order is that of the tests, then by provider.
 */
export interface NodeType {
  readonly name: string;
  readonly label: string;
  readonly provider: string;
  /** Gigabytes of memory and processors of such a node. */
  readonly memory: number;
  readonly cpus: number;
}

export interface Region {
  readonly name: string;
  readonly label: string;
  readonly provider: string;
  /** Names of the node types that are to be had there. */
  readonly nodeTypes: readonly string[];
  readonly zones: readonly string[];
}

export interface Provider {
  readonly name: string;
  readonly label: string;
}

export const PROVIDERS: readonly Provider[] = [
  { name: "digitalocean", label: "Digital Ocean" },
  { name: "aws", label: "Amazon Web Services" },
  { name: "azure", label: "Microsoft Azure" },
  { name: "packet", label: "Packet" },
];

type TypeRow = readonly [name: string, label: string, memory: number, cpus: number];

const TYPES: Readonly<Record<string, readonly TypeRow[]>> = {
  digitalocean: [
    ["512mb", "512MB", 0.5, 1],
    ["1gb", "1GB", 1, 1],
    ["2gb", "2GB", 2, 2],
    ["4gb", "4GB", 4, 2],
    ["8gb", "8GB", 8, 4],
    ["16gb", "16GB", 16, 8],
    ["32gb", "32GB", 32, 12],
    ["48gb", "48GB", 48, 16],
    ["64gb", "64GB", 64, 20],
  ],
  aws: [
    ["t2.nano", "t2.nano", 0.5, 1],
    ["t2.micro", "t2.micro", 1, 1],
    ["t2.small", "t2.small", 2, 1],
    ["t2.medium", "t2.medium", 4, 2],
    ["t2.large", "t2.large", 8, 2],
    ["m4.large", "m4.large", 8, 2],
    ["m4.xlarge", "m4.xlarge", 16, 4],
  ],
  azure: [
    ["basic_a0", "Basic A0", 0.75, 1],
    ["basic_a1", "Basic A1", 1.75, 1],
    ["basic_a2", "Basic A2", 3.5, 2],
  ],
  packet: [
    ["baremetal_0", "Type 0", 8, 4],
    ["baremetal_1", "Type 1", 32, 4],
  ],
};

/** Small ones only: the first data centre of Amsterdam never got the large droplets (tests/fake_api.py). */
const SMALL = ["512mb", "1gb", "2gb", "4gb", "8gb", "16gb"];

type RegionRow = readonly [name: string, label: string, zones?: string, types?: readonly string[]];

const REGION_ROWS: Readonly<Record<string, readonly RegionRow[]>> = {
  digitalocean: [
    ["ams1", "Amsterdam 1", "", SMALL],
    ["sfo1", "San Francisco 1"],
    ["nyc2", "New York 2"],
    ["ams2", "Amsterdam 2"],
    ["sgp1", "Singapore 1"],
    ["lon1", "London 1"],
    ["nyc3", "New York 3"],
    ["ams3", "Amsterdam 3"],
    ["nyc1", "New York 1"],
    ["fra1", "Frankfurt 1"],
    ["tor1", "Toronto 1"],
    ["sfo2", "San Francisco 2"],
    ["blr1", "Bangalore 1"],
  ],
  aws: [
    ["us-east-1", "US East (N. Virginia)", "abcde"],
    ["us-west-1", "US West (N. California)", "ab"],
    ["us-west-2", "US West (Oregon)", "abc"],
    ["eu-west-1", "EU (Ireland)", "abc"],
    ["eu-central-1", "EU (Frankfurt)", "ab"],
    ["ap-southeast-1", "Asia Pacific (Singapore)", "ab"],
    ["ap-southeast-2", "Asia Pacific (Sydney)", "abc"],
    ["ap-northeast-1", "Asia Pacific (Tokyo)", "ac"],
    ["sa-east-1", "South America (São Paulo)", "ac"],
  ],
  azure: [
    ["eastus", "East US"],
    ["westus", "West US"],
    ["northeurope", "North Europe"],
    ["westeurope", "West Europe"],
    ["brazilsouth", "Brazil South"],
  ],
  packet: [
    ["ewr1", "Parsippany, NJ"],
    ["sjc1", "Sunnyvale, CA"],
    ["ams1", "Amsterdam, NL"],
  ],
};

export const NODE_TYPES: readonly NodeType[] = PROVIDERS.flatMap(({ name: provider }) =>
  (TYPES[provider] ?? []).map(([name, label, memory, cpus]) => ({ name, label, provider, memory, cpus })),
);

export const REGIONS: readonly Region[] = PROVIDERS.flatMap(({ name: provider }) =>
  (REGION_ROWS[provider] ?? []).map(([name, label, zones = "", types]) => ({
    ...{ name, label, provider },
    nodeTypes: types ?? (TYPES[provider] ?? []).map(([type]) => type),
    zones: [...zones].map((letter) => `${name}${letter}`),
  })),
);

/** A provider's region, undefined when the provider has none of that name. @param provider "aws" */
export function findRegion(provider: string, name: string): Region | undefined {
  return REGIONS.find((one) => one.provider === provider && one.name === name);
}

/** A provider's type of node, undefined when the provider has none of that name. */
export function findNodeType(provider: string, name: string): NodeType | undefined {
  return NODE_TYPES.find((one) => one.provider === provider && one.name === name);
}
