import type { Clock } from "../kernel/clock.ts";
import type { Layer as FileLayer } from "../kernel/layer.ts";
import type { Machine } from "../kernel/machine.ts";
import type { Random } from "../kernel/random.ts";
import type { Route, Router } from "../kernel/router.ts";
import type { Protocol } from "../kernel/socket-table.ts";
import type { TreeState } from "../kernel/tree-state.ts";
import type { Container } from "./container/container.ts";
import { ContainerIndex } from "./container/container-index.ts";
import type { LiveContainer } from "./container/live-container.ts";
import type { EngineEvent } from "./event.ts";
import type { Image, ImageStore } from "./image/image.ts";
import { EndpointIndex } from "./network/endpoint-index.ts";
import type { Network } from "./network/network.ts";
import type { Plugin } from "./plugin/plugin.ts";
import type { Volume } from "./volume/volume.ts";

/** Everything a Docker host remembers: plain data, part of the lab's snapshot. */
export interface EngineState {
  /** A UUID: `docker info`'s ID. */
  id: string;
  containers: Record<string, Container>;
  images: ImageStore;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  /** Installed plugins, by id; unset until there is one. */
  plugins?: Record<string, Plugin>;
  /** The newest, at most MAX_EVENTS. */
  events: EngineEvent[];
  /** The last host port given to `-P` or `-p 80`: the next is the one after it. */
  lastPort?: number;
  /** The last one given of each range that was asked for, by "8000-8010". */
  lastInRange?: Record<string, number>;
  /** What dockerd was started with as `--label`: "provider=virtualbox". */
  labels?: string[];
  /** Set while dockerd does not run: nothing answers at its socket. */
  stopped?: true;
  /** The identity of this host in a swarm; undefined outside one; `locked` after a start, until the key is given. Owned by `swarm/`. */
  swarm?: {
    nodeId: string;
    clusterId: string;
    locked?: true;
    /** A join that nobody has answered yet; and why the last try failed. */
    joining?: { remote: string; token: string; advertiseAddr?: string; listenAddr?: string };
    error?: string;
  };
}

const MAX_EVENTS = 256;

/** A repository as `docker search` lists it. */
export interface SearchResult {
  readonly name: string;
  readonly description: string;
  readonly stars: number;
  readonly official: boolean;
}

/** Who somebody is to a registry. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** Where images come from and go to. `reference` is full: "docker.io/library/nginx:latest". */
export interface Registries {
  /** @throws EngineError in the daemon's words when there is no such image, registry or permission */
  find(reference: string, credentials?: RegistryCredentials): Promise<Image>;
  /** Keeps an image pushed there; @throws EngineError */
  store(
    reference: string,
    image: Image,
    files: (diffId: string) => TreeState | undefined,
    credentials?: RegistryCredentials,
  ): Promise<void>;
  /** The tags of a repository. @throws EngineError */
  tags(repository: string, credentials?: RegistryCredentials): Promise<string[]>;
  /** Whether a repository already holds a layer. */
  has(repository: string, digest: string): Promise<boolean>;
  /** Shows a registry who somebody is. @throws EngineError when it does not answer, or lets them not in */
  login(host: string, credentials: RegistryCredentials): Promise<void>;
  /** Whether somebody may push to a repository. @throws EngineError when not */
  mayPush(reference: string, credentials?: RegistryCredentials): Promise<void>;
  /** Names of public repositories, as people write them, for Tab. */
  names(): Promise<string[]>;
  /** Public repositories whose name holds `term`, as far as this playground knows them. */
  search(term: string): Promise<SearchResult[]>;
  /** The content of a layer that a registry knows, by diffId, for a container's files. */
  layer(diffId: string): FileLayer | undefined;
  /** Loads what `layer` will need for this image (module chunks are fetched when first used). */
  prepare(image: Image): Promise<void>;
}

/** What a swarm adds to how a host's containers reach each other. */
export interface OverlayPort {
  /** Addresses of a service, task or container name in a swarm network. */
  resolve(networkId: string, name: string): string[];
  /** The way to an address (a task's or a service's virtual one) in a swarm network. */
  route(networkId: string, address: string, port?: number, protocol?: Protocol): Route | undefined;
  /** A free address in a swarm network, for a container that is no task; undefined when this node may not ask for one. */
  allocate?(networkId: string): string | undefined;
  /** The network of the swarm that a container made by hand may join, by name or id. @throws EngineError when it is not attachable */
  attach?(ref: string): Network | undefined;
  /** Every address given out in a swarm network, on any node. */
  addresses?(networkId: string): string[];
  /** Where the routing mesh takes a connection to a published port of any node. */
  ingress(port: number, protocol: Protocol): Route | undefined;
}

/** What an engine needs from the lab around it. */
export interface EnginePorts {
  /** The host itself: its clock, chance, files, sockets and processes. */
  readonly host: Machine;
  /** The host's own address in the lab's network ("192.168.99.100"). */
  readonly address: string;
  readonly registries: Registries;
  /** The way to everything beyond this host: other hosts, registries. */
  readonly uplink: Pick<Router, "resolve" | "route">;
}

/** dockerd on one host. Its operations are functions over it: `listContainers(engine, …)`. */
export class Engine {
  readonly state: EngineState;
  readonly ports: EnginePorts;
  /** What runs: not part of the state, made anew from it when a lab is opened. By container id. */
  readonly live = new Map<string, LiveContainer>();
  /** Finds a container of the state; containers come into it and leave it here. */
  readonly containers: ContainerIndex;
  /** Finds who is in a network. */
  readonly endpoints: EndpointIndex;
  overlay: OverlayPort | undefined;
  readonly #eventListeners = new Set<(event: EngineEvent) => void>();

  constructor(state: EngineState, ports: EnginePorts) {
    this.state = state;
    this.ports = ports;
    this.containers = new ContainerIndex(state.containers);
    this.endpoints = new EndpointIndex(Object.values(state.containers));
  }

  get clock(): Clock {
    return this.ports.host.clock;
  }

  get random(): Random {
    return this.ports.host.random;
  }

  get hostname(): string {
    return this.ports.host.hostname;
  }

  /** The lab's time as the API writes it: RFC 3339 with nanoseconds, trailing zeros dropped as Go does. */
  timestamp(): string {
    const ms = this.clock.now();
    const nanos = `${String(Math.floor(ms) % 1000).padStart(3, "0")}${String(this.random.below(1_000_000)).padStart(6, "0")}`;
    const fraction = nanos.replace(/0+$/, "");
    return `${new Date(ms).toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}Z`;
  }

  /** Records an event and tells who watches (`docker events`). */
  emit(event: Pick<EngineEvent, "Type" | "Action" | "Actor"> & { scope?: EngineEvent["scope"] }): void {
    const full: EngineEvent = { scope: "local", ...event, time: this.clock.now() };
    this.state.events.push(full);
    if (this.state.events.length > MAX_EVENTS) this.state.events.splice(0, this.state.events.length - MAX_EVENTS);
    for (const listener of [...this.#eventListeners]) listener(full);
  }

  /** Calls `listener` for every event; the returned function stops that. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }
}
