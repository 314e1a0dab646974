import type { Clock } from "../../kernel/clock.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import type { SystemProcess } from "../../kernel/machine.ts";
import type { ProcessTable } from "../../kernel/process-table.ts";
import { BOOTED } from "../ps/process-list.ts";
import { enablement, isMasked, readUnit, type UnitFile, unitNames } from "./unit-file.ts";

/** What systemd remembers of a unit since the boot; plain data, part of a host's snapshot. */
export interface UnitRecord {
  active: boolean;
  /** When it last became so, ms since the epoch. */
  since: number;
  pid: number;
  /** What it did before, the newest last. */
  history: UnitChange[];
}

export interface UnitChange {
  readonly at: number;
  readonly what: "started" | "stopped";
  readonly pid: number;
}

/** What the units of a host act on. */
interface ServicePorts {
  /** As root sees them. */
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly processes: ProcessTable;
  readonly bootedAt: () => number;
  /** By name: what differs from how a boot left it. */
  readonly records: Record<string, UnitRecord>;
  /** Makes the file of docker's socket anew. */
  readonly bindSocket: () => void;
  /** docker.service is the host's engine. */
  readonly docker: {
    readonly running: () => boolean;
    readonly start: () => Promise<void>;
    readonly stop: () => Promise<void>;
  };
}

/** A unit cannot be started; the message is systemctl's, without its beginning. */
export class UnitError extends Error {
  readonly status: number;

  constructor(message: string, status = 5) {
    super(message);
    this.name = "UnitError";
    this.status = status;
  }
}

export const DOCKER_SOCKET = "/run/docker.sock";

/** How long a service needs to be up, ms. */
const START_MS = 400;
const MAX_HISTORY = 20;

/** systemd on one host: which units run. */
export class ServiceManager {
  readonly #ports: ServicePorts;
  readonly #listeners = new Set<() => void>();
  readonly #starting = new Map<string, Promise<void>>();
  /** What docker is still busy with: a start waits for the end of a stop. */
  #busy: Promise<void> = Promise.resolve();

  constructor(ports: ServicePorts) {
    this.#ports = ports;
  }

  get files(): FileSystem {
    return this.#ports.files;
  }

  get bootedAt(): number {
    return this.#ports.bootedAt();
  }

  /** @throws UnitError when there is no such unit */
  unit(name: string): UnitFile {
    if (isMasked(this.files, name)) throw new UnitError(`Unit ${name} is masked.`, 1);
    const unit = readUnit(this.files, name);
    if (!unit) throw new UnitError(`Unit ${name} not found.`);
    return unit;
  }

  isActive(name: string): boolean {
    if (name === "docker.service") return this.#ports.docker.running();
    return this.#ports.records[name]?.active ?? this.#isSimulated(name);
  }

  /** Since when it is as it is. */
  since(name: string): number {
    return this.#ports.records[name]?.since ?? this.bootedAt;
  }

  pid(name: string): number {
    return this.#ports.records[name]?.pid ?? BOOTED.find(({ unit }) => unit === name)?.pid ?? 0;
  }

  /** What it did since the boot, the oldest first. */
  history(name: string): readonly UnitChange[] {
    const record = this.#ports.records[name];
    const known = record?.history ?? [];
    const startedAtBoot = known[0] === undefined ? (record?.active ?? true) : known[0].what === "stopped";
    if (!startedAtBoot || !this.#isSimulated(name)) return known;
    const pid = BOOTED.find(({ unit }) => unit === name)?.pid ?? 0;
    return [{ at: this.bootedAt, what: "started", pid }, ...known];
  }

  /** The units that start this one when they are asked for: docker.socket for docker.service. */
  triggers(name: string): string[] {
    const socket = name.replace(/\.service$/, ".socket");
    return socket !== name && readUnit(this.files, socket) ? [socket] : [];
  }

  /** The processes of the services that run, and of systemd itself. */
  systemProcesses(): SystemProcess[] {
    return BOOTED.filter(({ unit }) => unit === undefined || this.isActive(unit)).map((process) => ({
      ...process,
      pid: process.unit === undefined ? process.pid : this.pid(process.unit),
      started: process.unit === undefined ? this.bootedAt : this.since(process.unit),
    }));
  }

  /** Starts a unit and what it needs. @throws UnitError */
  async start(name: string): Promise<void> {
    const unit = this.unit(name);
    if (this.isActive(name)) return;
    // Whoever asks while it starts waits for the same start.
    const starting = this.#starting.get(name) ?? this.#startNow(name, unit);
    this.#starting.set(name, starting);
    try {
      await starting;
    } finally {
      this.#starting.delete(name);
    }
  }

  async #startNow(name: string, unit: UnitFile): Promise<void> {
    for (const needed of [...unit.requires, ...unit.wants])
      if (readUnit(this.files, needed) && !isMasked(this.files, needed)) await this.start(needed);
    if (!this.#isSimulated(name)) throw new NotSimulated(name);
    if (unit.exec !== "") await this.#ports.clock.sleep(START_MS);
    const pid = unit.exec === "" ? 0 : this.#ports.processes.skip(1);
    if (name === "docker.socket") this.#ports.bindSocket();
    this.#note(name, "started", pid);
    if (name === "docker.service") await this.#docker("start");
  }

  /** Stops a unit and what needs it. @throws UnitError */
  async stop(name: string): Promise<void> {
    this.unit(name);
    if (!this.isActive(name)) return;
    for (const other of unitNames(this.files))
      if (this.isActive(other) && readUnit(this.files, other)?.requires.includes(name)) await this.stop(other);
    const pid = this.pid(name);
    if (name === "docker.service") await this.#docker("stop");
    this.#note(name, "stopped", pid);
  }

  /** Somebody connects to docker's socket: systemd starts dockerd for them, while the socket is its. */
  async activate(): Promise<void> {
    if (this.listens) await this.start("docker.service");
  }

  /** Whether systemd holds docker's socket open. */
  get listens(): boolean {
    return this.isActive("docker.socket") && !isMasked(this.files, "docker.service");
  }

  /** The host has started: what is enabled runs, the rest does not. */
  async boot(): Promise<void> {
    const { records } = this.#ports;
    for (const name of Object.keys(records)) delete records[name];
    // /run is empty at a boot: only a socket that listens is there.
    if (this.files.exists(DOCKER_SOCKET)) this.files.unlink(DOCKER_SOCKET);
    for (const name of unitNames(this.files)) {
      const unit = readUnit(this.files, name);
      if (!unit || this.#startsAtBoot(unit)) continue;
      records[name] = { active: false, since: this.bootedAt, pid: 0, history: [] };
    }
    if (this.isActive("docker.socket")) this.#ports.bindSocket();
    const docker = readUnit(this.files, "docker.service");
    if (docker && this.#startsAtBoot(docker)) await this.start("docker.service");
    this.#changed();
  }

  /** Calls `listener` after every change; the returned function stops that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #docker(what: "start" | "stop"): Promise<void> {
    this.#busy = this.#busy.then(() => this.#ports.docker[what]());
    return this.#busy;
  }

  #startsAtBoot(unit: UnitFile): boolean {
    const state = enablement(this.files, unit);
    return (state === "enabled" || state === "static") && this.#isSimulated(unit.name);
  }

  /** A unit of somebody's own has no program here that runs as a service. */
  #isSimulated(name: string): boolean {
    return name === "docker.socket" || BOOTED.some(({ unit }) => unit === name);
  }

  #note(name: string, what: UnitChange["what"], pid: number): void {
    const at = this.#ports.clock.now();
    const { records } = this.#ports;
    const history = [...(records[name]?.history ?? []), { at, what, pid }].slice(-MAX_HISTORY);
    records[name] = { active: what === "started", since: at, pid, history };
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A unit that is there, but that this lab runs nothing for. */
export class NotSimulated extends Error {
  readonly unit: string;

  constructor(unit: string) {
    super(unit);
    this.unit = unit;
  }
}
