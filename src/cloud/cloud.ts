import type { Engine } from "../engine/engine.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { LabRegistries } from "../registry/registry.ts";
import type { CloudState } from "./cloud-state.ts";

interface CloudPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly registries: LabRegistries;
  /** The engine that runs the cloud's containers, made when it is first needed. */
  readonly engine: () => Engine;
}

/**
 * A cloud beside the lab's hosts, with what Azure calls resource groups, container registries, container instances and
 * container apps. Rebuilt from Azure's documentation (learn.microsoft.com). Its operations are functions over it.
 */
export class Cloud {
  readonly state: CloudState;
  readonly ports: CloudPorts;

  constructor(state: CloudState, ports: CloudPorts) {
    this.state = state;
    this.ports = ports;
  }

  get clock(): Clock {
    return this.ports.clock;
  }

  /** The lab's time as Azure writes it: "2026-11-24T09:00:00.123456+00:00". */
  timestamp(): string {
    const micros = String(this.ports.random.below(1000)).padStart(3, "0");
    return `${new Date(this.clock.now()).toISOString().slice(0, 23)}${micros}+00:00`;
  }

  /** What a long operation takes, ms. */
  async work(ms: number, signal?: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal);
  }

  /** Letters and digits: a password, a token. */
  secret(length: number): string {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    return Array.from({ length }, () => letters.charAt(this.ports.random.below(letters.length))).join("");
  }

  /** A public address that nobody else in this cloud has. */
  newAddress(): string {
    const { containerGroups, apps } = this.state;
    const taken = new Set([...Object.values(containerGroups), ...Object.values(apps)].map(({ ip }) => ip));
    for (;;) {
      const address = `20.206.${this.ports.random.below(254) + 1}.${this.ports.random.below(254) + 1}`;
      if (!taken.has(address)) return address;
    }
  }
}

/** How a name is kept: Azure takes upper and lower case for the same. */
export const key = (...parts: string[]): string => parts.join("/").toLowerCase();
