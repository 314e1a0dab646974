import type { FileSystem } from "../../kernel/filesystem.ts";

/** A machine that VirtualBox keeps, as docker-machine's driver sees it. */
export interface VirtualMachine {
  readonly name: string;
  readonly running: boolean;
  /** What the DHCP server of the host-only network gave it. */
  readonly address: string;
  /** Its disk, as root sees it. */
  readonly files: FileSystem;
  /** The version of the Docker that answers on it; undefined while none does. */
  readonly dockerVersion: string | undefined;
  /** Switches it on; resolves when its Docker runs. */
  powerOn(): Promise<void>;
  /** Presses its power button: it goes down in order. */
  shutDown(): Promise<void>;
  /** Pulls its plug. */
  powerOff(): Promise<void>;
  /** `/etc/init.d/docker restart` on it. */
  restartDocker(): Promise<void>;
  /** What its Docker says of itself besides: `docker info`'s Labels. */
  setLabels(labels: readonly string[]): void;
}

/** VirtualBox, as much of it as docker-machine asks for. */
export interface VirtualBox {
  find(name: string): VirtualMachine | undefined;
  /** Whether a computer of the lab has that name already, made here or not. */
  isTaken(name: string): boolean;
  /** Makes a machine that starts from boot2docker, switched off, with the next free address. @param release of boot2docker */
  create(name: string, release: string): VirtualMachine;
  /** Takes a machine and its disk away. */
  remove(name: string): Promise<void>;
  /** Whether the computer that docker-machine runs on reaches a machine of the host-only network. */
  reaches(machine: VirtualMachine): boolean;
}
