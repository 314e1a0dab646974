import type { Cloud } from "../cloud/cloud.ts";
import type { DockerCloud } from "../cloud/docker-cloud/docker-cloud.ts";
import { dockerCloudAddresses, dockerCloudRoute } from "../cloud/docker-cloud/public-names.ts";
import { cloudAddressOf, cloudRoute } from "../cloud/public-network.ts";
import { letsIn } from "../cloud/registries.ts";
import type { EngineState } from "../engine/engine.ts";
import type { Clock } from "../kernel/clock.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { Random } from "../kernel/random.ts";
import type { Route } from "../kernel/router.ts";
import type { Protocol } from "../kernel/socket-table.ts";
import { loadRootfs } from "../programs/rootfs/load-rootfs.ts";
import { Sites } from "../programs/sites/sites.ts";
import { createRegistries, type LabRegistries } from "../registry/registry.ts";
import { SwarmController } from "../swarm/controller.ts";
import { emptySwarmState, SwarmFabric } from "../swarm/fabric.ts";
import { overlayPort } from "../swarm/mesh.ts";
import { Host } from "./host.ts";
import { type HostState, LAB_VERSION, type LabState } from "./lab-state.ts";
import { type LabCloud, openCloud } from "./open-cloud.ts";
import { type LabDockerCloud, openLabDockerCloud } from "./open-docker-cloud.ts";

/** The hosts of a new lab and their addresses, as in the recordings. */
const FIRST_HOSTS = { manager1: "192.168.99.100", worker1: "192.168.99.101", worker2: "192.168.99.102" };

/** Round trip between two hosts on one switch, ms. */
const WIRE_LATENCY_MS = 0.35;

/** A few hosts, a registry, a network between them and a clock: everything below the terminal. */
export class Lab {
  readonly clock: Clock;
  readonly random: Random;
  readonly hosts = new Map<string, Host>();
  readonly registries: LabRegistries;
  readonly swarms: SwarmFabric;
  readonly #sites = new Sites();
  /** Whose shell a terminal opens, on every host: "root", or the ordinary user of the hosts, "dev". */
  user: string;
  readonly #cloud: LabCloud;
  readonly #dockerCloud: LabDockerCloud;
  readonly #controller: SwarmController;
  readonly #hostListeners = new Set<() => void>();

  private constructor(state: LabState, clock: Clock) {
    this.clock = clock;
    this.user = state.user ?? "root";
    this.random = new Random(state.random);
    this.registries = createRegistries({
      clock,
      state: state.registry,
      rootfs: loadRootfs,
      letsIn: (host, credentials, action) => letsIn(this.cloud, host, credentials, action),
    });
    this.swarms = new SwarmFabric({
      state: state.swarm,
      clock,
      random: this.random,
      engines: () => new Map([...this.hosts].map(([name, host]) => [name, host.engine])),
      reachable: (from, address) => this.#hostAt(from, address)?.engine,
    });
    for (const [name, host] of Object.entries(state.hosts)) this.hosts.set(name, new Host(name, host, this));
    for (const host of this.hosts.values()) this.#attach(host);
    this.#cloud = openCloud(this, state, (address) => newHostState(address, this.random));
    this.#dockerCloud = openLabDockerCloud(this, state, (address) => newHostState(address, this.random));
    this.#controller = new SwarmController(this.swarms);
  }

  /** A lab as it comes out of the box. The same seed gives the same ids. */
  static create(clock: Clock, seed = 2013): Lab {
    const random = Random.seeded(seed);
    const hosts = Object.entries(FIRST_HOSTS).map(([name, address]) => [name, newHostState(address, random)] as const);
    const lab = new Lab(
      {
        version: LAB_VERSION,
        now: clock.now(),
        random: random.state,
        hosts: Object.fromEntries(hosts),
        swarm: emptySwarmState(),
        registry: { repositories: {} },
      },
      clock,
    );
    for (const host of lab.hosts.values()) host.install();
    return lab;
  }

  /** A stored lab, with its running containers started again. The state becomes the lab's own. */
  static async open(state: LabState, clock: Clock): Promise<Lab> {
    const lab = new Lab(state, clock);
    for (const host of lab.hosts.values()) await host.resume();
    await lab.#cloud.resume();
    await lab.#dockerCloud.resume();
    lab.#controller.resume();
    return lab;
  }

  /** The whole lab as a plain value, its own copy. */
  snapshot(): LabState {
    return JSON.parse(JSON.stringify(this));
  }

  /** The same, sharing what it holds with the lab: for whoever writes it down at once. */
  toJSON(): LabState {
    return {
      version: LAB_VERSION,
      now: this.clock.now(),
      random: this.random.state,
      hosts: Object.fromEntries([...this.hosts].map(([name, host]) => [name, host.snapshot()])),
      swarm: this.swarms.state,
      registry: this.registries.state,
      ...(this.user === "root" ? {} : { user: this.user }),
      ...this.#cloud.snapshot(),
      ...this.#dockerCloud.snapshot(),
    };
  }

  /**
   * Adds a computer to the lab's network, with an operating system and a Docker of its own.
   * @param place what is not as with the first hosts: how it is cabled, whether it is on
   * @throws RangeError when there is one by that name
   */
  addHost(name: string, address: string, place: Partial<HostState> = {}): Host {
    if (this.hosts.has(name)) throw new RangeError(`there is a host ${name} already`);
    const state = { ...newHostState(address, this.random), ...place };
    if (!state.powered) state.engine.stopped = true;
    const host = new Host(name, state, this);
    this.hosts.set(name, host);
    this.#attach(host);
    host.install();
    this.reachabilityChanged();
    return host;
  }

  /** Takes a computer away for good, with its disk; one that runs loses its power first. */
  async removeHost(name: string): Promise<void> {
    const host = this.hosts.get(name);
    await host?.powerOff();
    this.hosts.delete(name);
    this.reachabilityChanged();
  }

  /** Makes a host's engine able to take part in a swarm. */
  #attach({ engine }: Host): void {
    this.swarms.attach(engine);
    engine.overlay = overlayPort(this.swarms, engine);
  }

  /** The cloud beside the lab's hosts. */
  get cloud(): Cloud {
    return this.#cloud.cloud;
  }

  /** Docker Cloud, with the lab's account. */
  get dockerCloud(): DockerCloud {
    return this.#dockerCloud.dockerCloud;
  }

  /** Tells the swarms that a host was switched on or off, cut or connected, or that its dockerd came or went. */
  reachabilityChanged(): void {
    this.swarms.reachabilityChanged();
    for (const listener of [...this.#hostListeners]) listener();
  }

  /** Calls `listener` after each of these changes; the returned function stops that. */
  onHostChange(listener: () => void): () => void {
    this.#hostListeners.add(listener);
    return () => this.#hostListeners.delete(listener);
  }

  /** Where the cable of `from` leads for an address that is not its own: other hosts and registries. @throws NetworkError */
  uplink(from: Host, address: string, port?: number, protocol?: Protocol): Route {
    if (!from.state.connected) throw new NetworkError(from.state.cardDown ? "ENETUNREACH" : "EHOSTUNREACH", address);
    const shown = { sourceAddress: from.state.address, latency: WIRE_LATENCY_MS };
    const host = this.#hostAt(from.name, address);
    if (host) {
      const route = host.machine.network.router.route(address, port, protocol);
      return route.hidesCaller ? { ...route, latency: route.latency + WIRE_LATENCY_MS } : { ...route, ...shown };
    }
    const cloud = cloudRoute(this.cloud, address, port, protocol);
    if (cloud) return cloud;
    const node = dockerCloudRoute(this.dockerCloud, address, port, protocol);
    if (node) return node;
    const sockets = this.registries.socketsAt(address) ?? this.#sites.socketsAt(address);
    if (sockets) return { sockets, port: port ?? 0, ...shown };
    if (address.startsWith("192.168.99.")) throw new NetworkError("EHOSTUNREACH", address);
    throw new NetworkError("ENETUNREACH", address);
  }

  /** Addresses of a name beyond `from`. @throws NetworkError ENOTFOUND */
  resolve(name: string): string[] {
    const host = this.hosts.get(name);
    // The host-only network that docker-machine's are in has no DNS.
    if (host && !host.state.boot2docker) return [host.state.address];
    const address = this.registries.addressOf(name) ?? this.#sites.addressOf(name) ?? cloudAddressOf(this.cloud, name);
    if (address !== undefined) return [address];
    const nodes = dockerCloudAddresses(this.dockerCloud, name);
    if (nodes.length > 0) return nodes;
    throw new NetworkError("ENOTFOUND", name);
  }

  #hostAt(from: string, address: string): Host | undefined {
    const caller = this.hosts.get(from);
    for (const host of this.hosts.values()) {
      if (host.state.address !== address || !host.state.powered) continue;
      if (host === caller || (host.state.connected && caller?.state.connected)) return host;
    }
    return undefined;
  }
}

function newHostState(address: string, random: Random): HostState {
  const engine: EngineState = {
    id: [8, 4, 4, 4, 12].map((length) => random.hex(length)).join("-"),
    containers: {},
    images: { images: {}, references: {}, layers: {} },
    networks: {},
    volumes: {},
    events: [],
  };
  return { address, powered: true, connected: true, files: {}, engine };
}
