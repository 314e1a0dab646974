import type { ConfigRequest } from "../engine/container/config.ts";
import type { Healthcheck, HostConfig } from "../engine/container/container.ts";

/** What a service may say of its containers beyond the everyday: all of it optional, as in the API's ContainerSpec. */
export interface ContainerOptions {
  groups?: string[];
  readOnly?: boolean;
  stopSignal?: string;
  healthcheck?: Healthcheck;
  /** "192.168.99.100 manager1", as swarmkit keeps them. */
  hosts?: string[];
  dns?: { nameservers: string[]; search: string[]; options: string[] };
  capAdd?: string[];
  capDrop?: string[];
  sysctls?: Record<string, string>;
  ulimits?: { Name: string; Hard: number; Soft: number }[];
  oomScoreAdj?: number;
  /** Most processes; 0 for no limit. */
  pidsLimit?: number;
  /** Bytes of swap; -1 for no limit. */
  swapBytes?: number;
  /** 0 to 100. */
  swappiness?: number;
  isolation?: string;
  logDriver?: { name: string; options: Record<string, string> };
  /** `file://x.json`, `registry://x`, `config://x`: for Windows. */
  credentialSpec?: string;
}

/** The part of a container's request that they are. */
export function optionsAsConfig(options: ContainerOptions): Partial<ConfigRequest> {
  return {
    ...(options.stopSignal === undefined ? {} : { StopSignal: options.stopSignal }),
    ...(options.healthcheck === undefined ? {} : { Healthcheck: options.healthcheck }),
  };
}

/** The part of its host configuration that they are. */
export function optionsAsHostConfig(options: ContainerOptions): Partial<HostConfig> {
  const { dns, hosts, logDriver, ulimits, sysctls } = options;
  return {
    ...(options.groups?.length ? { GroupAdd: options.groups } : {}),
    ...(options.readOnly ? { ReadonlyRootfs: true } : {}),
    ...(hosts?.length ? { ExtraHosts: hosts.map((line) => line.replace(/^(\S+)\s+(\S+)$/, "$2:$1")) } : {}),
    ...(dns?.nameservers.length ? { Dns: dns.nameservers } : {}),
    ...(dns?.search.length ? { DnsSearch: dns.search } : {}),
    ...(dns?.options.length ? { DnsOptions: dns.options } : {}),
    ...(options.capAdd?.length ? { CapAdd: options.capAdd } : {}),
    ...(options.capDrop?.length ? { CapDrop: options.capDrop } : {}),
    ...(sysctls && Object.keys(sysctls).length > 0 ? { Sysctls: sysctls } : {}),
    ...(ulimits?.length ? { Ulimits: ulimits } : {}),
    ...(options.credentialSpec ? { SecurityOpt: [`credentialspec=${options.credentialSpec}`] } : {}),
    ...(options.oomScoreAdj ? { OomScoreAdj: options.oomScoreAdj } : {}),
    ...(options.pidsLimit ? { PidsLimit: options.pidsLimit } : {}),
    ...(logDriver ? { LogConfig: { Type: logDriver.name, Config: logDriver.options } } : {}),
  };
}

/** What a service's containers are granted, as the API has it; nothing where its client says nothing of it. */
export function privilegesObject({ credentialSpec }: ContainerOptions, fromStack = false): Record<string, unknown> {
  if (!fromStack && !credentialSpec) return {};
  const [, source, value = ""] = /^(\w+):\/\/(.*)$/s.exec(credentialSpec ?? "") ?? [];
  const of = (kind: string) => (source === kind ? value : "");
  const CredentialSpec =
    source === undefined ? null : { Config: of("config"), File: of("file"), Registry: of("registry") };
  return { Privileges: { CredentialSpec, SELinuxContext: null, NoNewPrivileges: false } };
}

/** Their part of the API's ContainerSpec, in its order, nothing that is not said. */
export function optionsObject(options: ContainerOptions): {
  afterGrace: Record<string, unknown>;
  dns: Record<string, unknown>;
  last: Record<string, unknown>;
} {
  const { dns, hosts, ulimits, sysctls } = options;
  const list = (name: string, values: readonly unknown[] | undefined) => (values?.length ? { [name]: values } : {});
  return {
    afterGrace: {
      ...(options.healthcheck ? { Healthcheck: options.healthcheck } : {}),
      ...list("Hosts", hosts),
    },
    dns: {
      ...list("Nameservers", dns?.nameservers),
      ...list("Search", dns?.search),
      ...list("Options", dns?.options),
    },
    last: {
      ...(sysctls && Object.keys(sysctls).length > 0 ? { Sysctls: sysctls } : {}),
      ...list("CapabilityAdd", options.capAdd),
      ...list("CapabilityDrop", options.capDrop),
      ...list("Ulimits", ulimits),
      ...(options.oomScoreAdj ? { OomScoreAdj: options.oomScoreAdj } : {}),
    },
  };
}
