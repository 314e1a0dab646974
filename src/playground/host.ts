import { resumeContainers } from "../engine/container/resume.ts";
import { saveContainerFiles } from "../engine/container/root-tree.ts";
import { Engine } from "../engine/engine.ts";
import { createDefaultNetworks } from "../engine/network/default-networks.ts";
import { hostRouter } from "../engine/network/host-router.ts";
import { FileTree } from "../kernel/file-tree.ts";
import { MountTable } from "../kernel/mount-table.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import { type Child, type Machine, ProcessTable, type Program } from "../kernel/process.ts";
import { mountPseudoFiles } from "../kernel/pseudo-files.ts";
import type { Tty } from "../kernel/tty.ts";
import { debianHost } from "../programs/rootfs/debian-host.ts";
import { bash } from "../shell/bash.ts";
import type { Lab } from "./lab.ts";
import type { HostState } from "./lab-state.ts";
import { programLookup } from "./program-lookup.ts";

/** What root finds set after logging in. */
export const LOGIN_ENVIRONMENT = {
  HOME: "/root",
  LOGNAME: "root",
  USER: "root",
  SHELL: "/bin/bash",
  TERM: "xterm-256color",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
};

/** Where the course's files are, and where a login begins. */
export const COURSE_FOLDER = "/root/curso";

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
  readonly #tree: FileTree;

  constructor(name: string, state: HostState, lab: Lab) {
    this.name = name;
    this.state = state;
    this.#tree = FileTree.from([debianHost(name)], state.files, lab.clock);
    const files = new MountedFileSystem(new MountTable(this.#tree, { source: "/dev/vda1", type: "ext4" }));
    const machine: Machine = {
      host: name,
      hostname: name,
      clock: lab.clock,
      random: lab.random,
      files,
      processes: new ProcessTable(FIRST_PID),
      // The router needs the engine, which needs this machine: it is asked for only when somebody connects.
      network: new NetworkNamespace({
        interfaces: () => router.interfaces(),
        resolve: (asked) => router.resolve(asked),
        route: (address, port, protocol) => router.route(address, port, protocol),
        query: (asked) => router.query?.(asked) ?? router.resolve(asked),
        gateway: () => router.gateway?.(),
        nameserver: () => router.nameserver?.() ?? "127.0.0.1",
      }),
      program: programLookup(lab, this),
    };
    this.machine = machine;
    mountPseudoFiles(files.mounts, machine, lab.clock.now() - UPTIME_MS);
    this.engine = new Engine(state.engine, {
      host: machine,
      address: state.address,
      registries: lab.registries,
      uplink: {
        resolve: (asked) => lab.resolve(asked),
        route: (address, port, protocol) => lab.uplink(this, address, port, protocol),
      },
    });
    const router = hostRouter(this.engine);
  }

  /** What a fresh installation of Docker makes. */
  install(): void {
    createDefaultNetworks(this.engine);
  }

  /** Starts what was running when the lab was stored. */
  async resume(): Promise<void> {
    await resumeContainers(this.engine);
  }

  /**
   * Starts root's login shell (or what stands in for it) on a terminal.
   * @param env what the terminal brings along: its reader's language
   */
  login(tty: Tty, shell: Program = bash, env: Readonly<Record<string, string>> = {}): Child {
    return this.machine.processes.start(this.machine, shell, {
      args: ["-bash"],
      env: { ...LOGIN_ENVIRONMENT, ...env },
      cwd: COURSE_FOLDER,
      stdin: tty.input,
      stdout: tty.output,
      stderr: tty.output,
      tty,
      group: "new",
    });
  }

  snapshot(): HostState {
    saveContainerFiles(this.engine);
    return { ...this.state, files: this.#tree.toJSON() };
  }
}
