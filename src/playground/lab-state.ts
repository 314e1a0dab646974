import type { CloudState } from "../cloud/cloud-state.ts";
import type { DockerCloudState } from "../cloud/docker-cloud/state.ts";
import type { UnitRecord } from "../commands/systemd/service-manager.ts";
import type { EngineState } from "../engine/engine.ts";
import type { TreeState } from "../kernel/file-tree.ts";
import type { RandomState } from "../kernel/random.ts";
import type { RegistryState } from "../registry/registry-state.ts";
import type { SwarmState } from "../swarm/swarm-state.ts";

/** Raised when a stored lab of an older form can no longer be read. */
export const LAB_VERSION = 1;

/** A whole lab as one plain value: what is stored, shared and undone. */
export interface LabState {
  version: typeof LAB_VERSION;
  /** The lab's time when this was taken, ms since the epoch. */
  now: number;
  random: RandomState;
  hosts: Record<string, HostState>;
  swarm: SwarmState;
  registry: RegistryState;
  /** Whose shell a terminal opens: root's unless told. */
  user?: string;
  /** What is in the cloud beside the lab; absent for nothing. */
  cloud?: CloudState;
  /** The computer that runs the cloud's containers; absent until there is one. */
  cloudHost?: HostState;
  /** What the lab's account has in Docker Cloud; absent for nothing. */
  dockerCloud?: DockerCloudState;
  /** The computers of its nodes, by UUID. */
  dockerCloudHosts?: Record<string, HostState>;
}

export interface HostState {
  /** In the network between the hosts: "192.168.99.100". */
  address: string;
  /** Of a second card that leads only to the outside, as a virtual machine of VirtualBox has ("10.0.2.15"): then that one is eth0. */
  natAddress?: string;
  /** Of a machine that docker-machine made: what it starts from, in place of the hosts' Debian. */
  boot2docker?: { readonly release: string };
  powered: boolean;
  /** False when its cable is pulled or its card is down: it runs, but reaches nobody. */
  connected: boolean;
  /** Whether it was told so itself (`ip link set eth0 down`): then its card is down, and no cable was pulled. */
  cardDown?: true;
  /** When it was last switched on, ms since the epoch. */
  bootedAt?: number;
  /** What systemd remembers of the units that are no longer as a boot left them. */
  units?: Record<string, UnitRecord>;
  /** What changed on its disk since it was installed. */
  files: TreeState;
  engine: EngineState;
}
