import { Cloud } from "../cloud/cloud.ts";
import { emptyCloudState } from "../cloud/cloud-state.ts";
import type { Engine } from "../engine/engine.ts";
import { Host } from "./host.ts";
import type { Lab } from "./lab.ts";
import type { HostState, LabState } from "./lab-state.ts";

/** The computer that runs the cloud's containers, in a network of its own. */
const CLOUD_HOST = { name: "azure", address: "10.92.0.4" } as const;

/** The cloud of a lab, and the computer it runs on. */
export interface LabCloud {
  readonly cloud: Cloud;
  /** Its part of the lab's state; nothing while nobody has used it. */
  snapshot(): Pick<LabState, "cloud" | "cloudHost">;
  /** Starts what was running when the lab was stored. */
  resume(): Promise<void>;
}

/** @param newHost the state of a computer just installed, made when the first container is to run */
export function openCloud(
  lab: Lab,
  state: Pick<LabState, "cloud" | "cloudHost">,
  newHost: (address: string) => HostState,
): LabCloud {
  const { clock, random, registries } = lab;
  let host = state.cloudHost && new Host(CLOUD_HOST.name, state.cloudHost, lab);
  const engine = (): Engine => {
    if (!host) {
      host = new Host(CLOUD_HOST.name, newHost(CLOUD_HOST.address), lab);
      host.install();
    }
    return host.engine;
  };
  const cloud = new Cloud(state.cloud ?? emptyCloudState(), { clock, random, registries, engine });
  const used = () => Object.values(cloud.state).some((part) => part === true || Object.keys(part).length > 0);
  return {
    cloud,
    snapshot: () => ({
      ...(used() ? { cloud: cloud.state } : {}),
      ...(host ? { cloudHost: host.snapshot() } : {}),
    }),
    resume: async () => host?.resume(),
  };
}
