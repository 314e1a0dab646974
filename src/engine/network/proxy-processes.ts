import type { SystemProcess } from "../../kernel/machine.ts";
import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { gatewayEndpoint, innerAddress, portNumber, protocolOf } from "./published-ports.ts";

/** How far before a container's first process its docker-proxies are, and from one to the next: their threads have numbers too. */
const BEFORE = 40;
const THREADS = 7;

/**
 * The docker-proxies of a host: one for every address and port that is published (libnetwork, portmapper/proxy_linux.go).
 * @param dockerd the number of their parent
 */
export function proxyProcesses(engine: Engine, dockerd: number): SystemProcess[] {
  return [...engine.live.keys()].flatMap((id) => {
    const container = engine.state.containers[id];
    return container ? proxiesOf(engine, container, dockerd) : [];
  });
}

function proxiesOf(engine: Engine, container: Container, parent: number): SystemProcess[] {
  const endpoint = gatewayEndpoint(engine, container)?.endpoint;
  const published = Object.entries(container.ports).flatMap(([inner, bindings]) =>
    (bindings ?? []).map((binding) => ({ inner, ...binding })),
  );
  const first = container.pid - BEFORE - THREADS * published.length;
  return published.map(({ inner, HostIp: address, HostPort }, index) => {
    const protocol = protocolOf(inner);
    const line = `/usr/bin/docker-proxy -proto ${protocol} -host-ip ${address} -host-port ${HostPort} -container-ip ${endpoint ? innerAddress(endpoint, address) : ""} -container-port ${portNumber(inner)} -use-listen-fd`;
    return {
      ...{ pid: first + THREADS * index, parent, args: line.split(" "), uid: 0, resident: 4_096 },
      started: Date.parse(container.startedAt),
      listens: { address, port: Number(HostPort), protocol },
    };
  });
}
