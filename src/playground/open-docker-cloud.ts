import { resumeActions } from "../cloud/docker-cloud/actions.ts";
import { DockerCloud } from "../cloud/docker-cloud/docker-cloud.ts";
import type { CloudNode } from "../cloud/docker-cloud/state.ts";
import { emptyDockerCloudState } from "../cloud/docker-cloud/state.ts";
import { Host } from "./host.ts";
import type { Lab } from "./lab.ts";
import type { HostState, LabState } from "./lab-state.ts";

/** Docker Cloud of a lab, and the computers that are its nodes. */
export interface LabDockerCloud {
  readonly dockerCloud: DockerCloud;
  /** Its part of the lab's state; nothing while nobody has used it. */
  snapshot(): Pick<LabState, "dockerCloud" | "dockerCloudHosts">;
  /** Starts what was running when the lab was stored, and goes on with what was under way. */
  resume(): Promise<void>;
}

/** @param newHost the state of a computer just installed */
export function openLabDockerCloud(
  lab: Lab,
  state: Pick<LabState, "dockerCloud" | "dockerCloudHosts">,
  newHost: (address: string) => HostState,
): LabDockerCloud {
  const { clock, random } = lab;
  const hosts = new Map(
    Object.entries(state.dockerCloudHosts ?? {}).map(([uuid, host]) => [uuid, new Host(uuid, host, lab)] as const),
  );
  const engine = (node: CloudNode) => {
    let host = hosts.get(node.uuid);
    if (!host) {
      host = new Host(node.uuid, newHost(node.ip), lab);
      host.install();
      hosts.set(node.uuid, host);
    }
    return host.engine;
  };
  const discard = ({ uuid }: CloudNode) => {
    void hosts.get(uuid)?.powerOff();
    hosts.delete(uuid);
  };
  const load = async () => (await clock.hold(import("../cloud/docker-cloud/perform.ts"))).perform;
  const ports = { clock, random, engine, discard };
  const dockerCloud = new DockerCloud(state.dockerCloud ?? emptyDockerCloudState(), ports, load);
  const { state: own } = dockerCloud;
  const used = () => Object.values(own).some((part) => part === true || Object.keys(part).length > 0);
  return {
    dockerCloud,
    snapshot: () => ({
      ...(used() ? { dockerCloud: own } : {}),
      ...(hosts.size > 0
        ? { dockerCloudHosts: Object.fromEntries([...hosts].map(([uuid, host]) => [uuid, host.snapshot()])) }
        : {}),
    }),
    resume: async () => {
      for (const host of hosts.values()) await host.resume();
      resumeActions(dockerCloud);
    },
  };
}
