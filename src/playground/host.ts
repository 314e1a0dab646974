import type { ServiceManager } from "../commands/systemd/service-manager.ts";
import { containerCgroups } from "../engine/container/cgroup.ts";
import { containerProcesses, signalContainerProcess } from "../engine/container/host-processes.ts";
import { resumeContainers } from "../engine/container/resume.ts";
import { saveContainerFiles } from "../engine/container/root-tree.ts";
import { loseDaemon, startDaemon, stopDaemon } from "../engine/daemon.ts";
import { Engine } from "../engine/engine.ts";
import { createDefaultNetworks } from "../engine/network/default-networks.ts";
import { hostRouter } from "../engine/network/host-router.ts";
import { proxyProcesses } from "../engine/network/proxy-processes.ts";
import { FileTree } from "../kernel/file-tree.ts";
import type { Machine } from "../kernel/machine.ts";
import { MountTable } from "../kernel/mount-table.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import type { Child } from "../kernel/process.ts";
import { ProcessTable } from "../kernel/process-table.ts";
import { mountPseudoFiles } from "../kernel/pseudo-files.ts";
import type { Listener } from "../kernel/socket-table.ts";
import { SystemSettings } from "../kernel/system-settings.ts";
import type { Tty } from "../kernel/tty.ts";
import { BOOT2DOCKER_USER, boot2dockerHost } from "../programs/rootfs/boot2docker-host.ts";
import { debianHost } from "../programs/rootfs/debian-host.ts";
import { networkRegistries } from "../registry/network-registries.ts";
import { dropSettledContainers } from "../swarm/agent.ts";
import { lockAfterStart } from "../swarm/lock.ts";
import { bootProcesses } from "./boot2docker.ts";
import { DOCKERD_PID, openApiPort } from "./docker-api-port.ts";
import { remountPseudoFiles } from "./host-boot.ts";
import { type LoginOptions, logIn } from "./host-login.ts";
import { cardName, hostNetwork } from "./host-network.ts";
import { hostServices } from "./host-services.ts";
import type { Lab } from "./lab.ts";
import type { HostState } from "./lab-state.ts";
import { programLookup } from "./program-lookup.ts";

/** How long a host has been on when a lab is opened. */
const UPTIME_MS = 47 * 60_000;

/** Processes a Debian that has just booted has already used up. */
const FIRST_PID = 600;

/** One computer of the lab: its disk, its processes and its Docker Engine. */
export class Host {
  readonly name: string;
  readonly state: HostState;
  readonly machine: Machine;
  readonly engine: Engine;
  /** Its systemd. */
  readonly services: ServiceManager;
  /** How often it has been switched off since the lab was opened: a shell of an earlier time is gone. */
  timesOff = 0;
  readonly #tree: FileTree;
  readonly #lab: Lab;
  readonly #mounts: MountTable;
  #apiPort: Listener | undefined;

  constructor(name: string, state: HostState, lab: Lab) {
    this.name = name;
    this.state = state;
    this.#lab = lab;
    const { boot2docker } = state;
    const system = boot2docker ? boot2dockerHost(name, boot2docker.release) : debianHost(name);
    this.#tree = FileTree.from([system], state.files, lab.clock);
    this.#mounts = new MountTable(this.#tree, { source: "/dev/vda1", type: "ext4" });
    const files = new MountedFileSystem(this.#mounts);
    const machine: Machine = {
      host: name,
      hostname: name,
      clock: lab.clock,
      random: lab.random,
      files,
      settings: new SystemSettings(),
      processes: new ProcessTable(FIRST_PID),
      network: hostNetwork(this, () => router),
      program: programLookup(lab, this),
      systemProcesses: () => [
        ...(boot2docker
          ? bootProcesses(state.bootedAt ?? 0, state.engine.stopped !== true)
          : this.services.systemProcesses()),
        ...containerProcesses(this.engine),
        ...proxyProcesses(this.engine, boot2docker ? DOCKERD_PID : this.services.pid("docker.service")),
      ],
      signalElsewhere: (pid, signal) => signalContainerProcess(this.engine, pid, signal),
      cgroups: () => containerCgroups(this.engine),
    };
    this.machine = machine;
    state.bootedAt ??= lab.clock.now() - UPTIME_MS;
    mountPseudoFiles(files.mounts, machine, state.bootedAt);
    this.services = hostServices(this, files);
    this.engine = new Engine(state.engine, {
      host: machine,
      address: state.address,
      registries: networkRegistries(lab.registries, machine),
      uplink: {
        resolve: (asked) => lab.resolve(asked),
        route: (address, port, protocol) => lab.uplink(this, address, port, protocol),
      },
    });
    const router = hostRouter(this.engine);
    this.#followApi();
  }

  /** The port of the Docker API is open on a boot2docker while its dockerd runs. */
  #followApi(): void {
    const { boot2docker, powered, engine } = this.state;
    const open = boot2docker !== undefined && powered && !engine.stopped;
    if (open) this.#apiPort ??= openApiPort(this.machine);
    else {
      this.#apiPort?.close();
      this.#apiPort = undefined;
    }
  }

  /** What a fresh installation of Docker makes. */
  install(): void {
    createDefaultNetworks(this.engine);
  }

  /** Starts what was running when the lab was stored. */
  async resume(): Promise<void> {
    if (this.state.powered && !this.engine.state.stopped) await resumeContainers(this.engine);
  }

  /** Pulls the plug: its processes and containers are gone at once, and the others will notice. */
  async powerOff(): Promise<void> {
    if (!this.state.powered) return;
    this.state.powered = false;
    this.timesOff++;
    const lost = loseDaemon(this.engine);
    this.#followApi();
    this.#lab.reachabilityChanged();
    await lost;
    this.machine.processes.killAll();
  }

  /** Goes down in order, as `poweroff` does: containers are asked to stop before the power goes. */
  async shutDown(): Promise<void> {
    if (!this.state.powered) return;
    await this.stopDocker();
    await this.powerOff();
  }

  /** Switches it on: dockerd starts, with the containers that are to restart and the tasks that are still its own. */
  async powerOn(): Promise<void> {
    if (this.state.powered) return;
    this.state.powered = true;
    this.state.bootedAt = this.#lab.clock.now();
    if (this.state.cardDown) {
      // What `ip` set is forgotten at a boot; a cable stays pulled.
      delete this.state.cardDown;
      this.state.connected = true;
    }
    remountPseudoFiles(this.#mounts, this.machine, this.state.bootedAt);
    if (this.state.boot2docker) await this.startDocker();
    else await this.services.boot();
  }

  /** Cuts it from the network: what runs on it goes on, reaches nobody and is reached by nobody. */
  cutOff(): void {
    this.#connect(false);
  }

  /** Its cable is back, or its card is up. */
  reconnect(): void {
    delete this.state.cardDown;
    this.#connect(true);
  }

  /** `ip link set eth0 down`, said on it: the same as being cut off, by its own will. */
  setCardDown(): void {
    if (this.state.connected) this.state.cardDown = true;
    this.#connect(false);
  }

  /** dockerd ends in order (`systemctl stop docker`); its swarm notices. */
  async stopDocker(): Promise<void> {
    if (this.engine.state.stopped) return;
    const ended = stopDaemon(this.engine);
    this.#followApi();
    this.#lab.reachabilityChanged();
    await ended;
  }

  /** dockerd starts (`systemctl start docker`): containers that are to restart do, and its swarm hears it again. */
  async startDocker(): Promise<void> {
    if (!this.state.powered || !this.engine.state.stopped) return;
    await startDaemon(this.engine);
    this.#followApi();
    lockAfterStart(this.engine);
    await dropSettledContainers(this.engine);
    this.#lab.reachabilityChanged();
  }

  #connect(connected: boolean): void {
    if (this.state.connected === connected) return;
    this.state.connected = connected;
    this.#lab.reachabilityChanged();
  }

  /** The name of the card that the lab's network is on. */
  get cardName(): string {
    return cardName(this.state);
  }

  /**
   * Starts a login shell (or what stands in for it) on a terminal; on a host that is off, as soon as it is on.
   * @param how.shell runs instead of the user's own shell
   * @param how.env what the terminal brings along: its reader's language
   * @param how.user whose shell it is: the user of the lab's terminals, or boot2docker's own, unless told
   * @throws RangeError when the host has no such user
   */
  login(tty: Tty, how: LoginOptions = {}): Child {
    // A boot2docker's console is its user's, whoever the lab's is.
    const user = how.user ?? (this.state.boot2docker ? BOOT2DOCKER_USER.name : this.#lab.user);
    return logIn(this, tty, { ...how, user });
  }

  /** Its state as it is stored, with its disk and those of its containers. */
  snapshot(): HostState {
    saveContainerFiles(this.engine);
    return { ...this.state, files: this.#tree.toJSON() };
  }
}
