import { socketsOf } from "../engine/network/published-ports.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Route } from "../kernel/router.ts";
import type { Protocol } from "../kernel/socket-table.ts";
import type { Cloud } from "./cloud.ts";
import type { Workload } from "./cloud-state.ts";

/** A round trip to a data centre of the cloud, ms. */
const LATENCY_MS = 38;

/** Whom a container takes for its caller: the cloud's load balancer. */
const BALANCER = "10.92.0.4";

/** The address of a public name of the cloud, if it is one. */
export function cloudAddressOf(cloud: Cloud, name: string): string | undefined {
  const asked = name.toLowerCase();
  const { containerGroups, apps } = cloud.state;
  return [...Object.values(containerGroups), ...Object.values(apps)].find(({ fqdn }) => fqdn === asked)?.ip;
}

/**
 * The way to a public address of the cloud: only the ports that were opened lead to a container.
 * @returns undefined when the address is none of the cloud's
 * @throws NetworkError ETIMEDOUT for a port that is not open, as a firewall does that says nothing
 */
export function cloudRoute(cloud: Cloud, address: string, port?: number, protocol?: Protocol): Route | undefined {
  const group = Object.values(cloud.state.containerGroups).find(({ ip }) => ip === address);
  if (group) {
    const open = group.ports.some((one) => one.port === port && one.protocol.toLowerCase() === (protocol ?? "tcp"));
    if (!open) throw new NetworkError("ETIMEDOUT", address);
    return toWorkload(cloud, group, address, port ?? 0);
  }
  // In Azure the apps of an environment share one address, and are told apart by the name that was asked for. A route
  // knows no names: here each app has its own.
  const app = Object.values(cloud.state.apps).find(({ ip }) => ip === address);
  if (!app?.ingress) return undefined;
  if (port !== 80) throw new NetworkError("ETIMEDOUT", address);
  return toWorkload(cloud, app, address, app.ingress.targetPort);
}

function toWorkload(cloud: Cloud, { containerId }: Workload, address: string, port: number): Route {
  const engine = cloud.ports.engine();
  const container = engine.state.containers[containerId];
  const sockets = container && socketsOf(engine, container);
  if (!sockets || !container) throw new NetworkError("ETIMEDOUT", address);
  const inside = Object.values(container.networks).find(({ IPAddress }) => IPAddress !== "")?.IPAddress;
  return {
    sockets,
    port,
    sourceAddress: BALANCER,
    latency: LATENCY_MS,
    ...(inside === undefined ? {} : { address: inside }),
  };
}
