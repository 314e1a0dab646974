import { EngineError } from "../../../engine/errors.ts";
import { createNetwork } from "../../../engine/network/create.ts";
import { networkFor } from "../../../engine/network/find.ts";
import type { IpamConfig, Network } from "../../../engine/network/network.ts";
import { removeNetwork } from "../../../engine/network/remove.ts";
import type { Config } from "../config/config.ts";
import { ConfigurationError } from "../failures.ts";
import { isMap, listAt, mapAt, type PyMap, textAt, textDict as texts, truthy } from "../python/py-value.ts";
import { COMPOSE_VERSION, LABEL } from "./labels.ts";
import type { Session } from "./session.ts";

/** About what making or removing a network takes, ms (recording 20). */
const NETWORK_MS = 90;

/** Options that a driver sets by itself. */
const OWN_OPTIONS = [
  "com.docker.network.driver.overlay.vxlanid_list",
  "com.docker.network.windowsshim.hnsid",
  "com.docker.network.windowsshim.networkname",
];

/** A network of a project (compose/network.py). */
export class ProjectNetwork {
  readonly key: string;
  readonly #project: string;
  readonly #config: PyMap;

  constructor(project: string, key: string, config: PyMap) {
    this.#project = project;
    this.key = key;
    this.#config = config;
  }

  get external(): boolean {
    return truthy(this.#config.external);
  }

  /** As the engine knows it. */
  get name(): string {
    return textAt(this.#config, "name") ?? `${this.#project}_${this.key}`;
  }

  /** Makes it when it is not there. @throws ConfigurationError, EngineError */
  async ensure({ engine, logger }: Session): Promise<void> {
    const found = this.#find(engine);
    const driver = textAt(this.#config, "driver");
    if (this.external) {
      if (!found && driver !== "overlay")
        throw new ConfigurationError(
          `Network ${this.name} declared as external, but could not be found. Please create the network manually using \`docker network create ${this.name}\` and try again.`,
        );
      return;
    }
    if (found) {
      this.#compare(found, (text) => void logger.warning(text));
      return;
    }
    await logger.info(`Creating network "${this.name}" with ${driver ? `driver "${driver}"` : "the default driver"}`);
    createNetwork(engine, this.#request(driver));
    await engine.clock.sleep(NETWORK_MS);
  }

  /** @throws EngineError */
  async remove({ engine, logger }: Session): Promise<void> {
    if (this.external) {
      await logger.info(`Network ${this.name} is external, skipping`);
      return;
    }
    await logger.info(`Removing network ${this.name}`);
    if (!this.#find(engine)) {
      await logger.warning(`Network ${this.name} not found.`);
      return;
    }
    removeNetwork(engine, this.name);
    await engine.clock.sleep(NETWORK_MS);
  }

  #find(engine: Session["engine"]): Network | undefined {
    try {
      return networkFor(engine, this.name);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  get #options(): Record<string, string> {
    return texts(mapAt(this.#config, "driver_opts"));
  }

  #request(driver: string | undefined) {
    const ipam = mapAt(this.#config, "ipam");
    const config = listAt(ipam, "config").filter(isMap).map(ipamConfig);
    const labels = texts(mapAt(this.#config, "labels"));
    return {
      name: this.name,
      ...(driver === undefined ? {} : { driver }),
      options: this.#options,
      internal: truthy(this.#config.internal),
      enableIPv6: truthy(this.#config.enable_ipv6),
      attachable: true,
      ...("ipam" in this.#config ? { ipam: { driver: textAt(ipam, "driver") || "default", config } } : {}),
      labels: {
        ...labels,
        [LABEL.project]: this.#project,
        [LABEL.network]: textAt(this.#config, "name") ?? this.key,
        [LABEL.version]: COMPOSE_VERSION,
      },
    };
  }

  /** What cannot be changed in place must not differ. @throws ConfigurationError */
  #compare(remote: Network, warn: (text: string) => void): void {
    const changed = (what: string) =>
      new ConfigurationError(`Network "${this.name}" needs to be recreated - ${what} has changed`);
    const { driver, internal, enable_ipv6: ipv6, ipam } = this.#config;
    if (truthy(driver) && driver !== remote.driver) throw changed("driver");
    const options = this.#options;
    for (const key of new Set([...Object.keys(remote.options ?? {}), ...Object.keys(options)]))
      if (!OWN_OPTIONS.includes(key) && remote.options?.[key] !== options[key]) throw changed(`option "${key}"`);
    const subnets = isMap(ipam) ? listAt(ipam, "config").filter(isMap).map(ipamConfig) : [];
    const theirs = (remote.ipam.config ?? []).map(({ Subnet }) => Subnet);
    if (subnets.length > 0 && subnets.length !== theirs.length) throw changed("IPAM configs");
    if (subnets.some(({ Subnet }) => !theirs.includes(Subnet))) throw changed("IPAM config subnet");
    if (typeof internal === "boolean" && internal !== remote.internal) throw changed("internal");
    if (typeof ipv6 === "boolean" && ipv6 !== remote.enableIPv6) throw changed("enable_ipv6");
    const own = texts(mapAt(this.#config, "labels"));
    for (const key of new Set([...Object.keys(remote.labels ?? {}), ...Object.keys(own)]))
      if (!key.startsWith("com.docker.") && remote.labels?.[key] !== own[key])
        warn(`Network ${this.name}: label "${key}" has changed. It may need to be recreated.`);
  }
}

function ipamConfig(config: PyMap): IpamConfig {
  const gateway = textAt(config, "gateway");
  const range = textAt(config, "ip_range");
  const addresses = texts(mapAt(config, "aux_addresses"));
  return {
    Subnet: textAt(config, "subnet") ?? "",
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(range === undefined ? {} : { IPRange: range }),
    ...(Object.keys(addresses).length > 0 ? { AuxiliaryAddresses: addresses } : {}),
  };
}

/** What a service wants of its networks, by key; nothing when it has another mode. */
export function attachmentsOf(service: PyMap): Readonly<Record<string, PyMap>> {
  if ("network_mode" in service) return {};
  const networks = isMap(service.networks) ? service.networks : { default: null };
  return Object.fromEntries(Object.entries(networks).map(([key, value]) => [key, isMap(value) ? value : {}]));
}

/** All networks that the files declare, and the default one. */
export function declaredNetworks(project: string, { networks }: Config): Map<string, ProjectNetwork> {
  const all = { ...networks, ...("default" in networks ? {} : { default: {} }) };
  return new Map(
    Object.entries(all).map(([key, config]) => [key, new ProjectNetwork(project, key, isMap(config) ? config : {})]),
  );
}

/**
 * Those that services are in. Of the others it is told.
 * @param warn once, with all of them
 */
export function usedNetworks(
  declared: ReadonlyMap<string, ProjectNetwork>,
  { services }: Config,
  warn: (text: string) => void,
): ProjectNetwork[] {
  const used = new Set(services.flatMap(({ config }) => Object.keys(attachmentsOf(config))));
  const unused = [...declared.keys()].filter((key) => !used.has(key) && key !== "default");
  if (unused.length > 0) warn(`Some networks were defined but are not used by any service: ${unused.join(", ")}`);
  return [...used].flatMap((key) => declared.get(key) ?? []);
}
