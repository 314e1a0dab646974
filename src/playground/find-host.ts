import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";

/** The host that a name or an address means; the machines that docker-machine made have no name in any DNS. */
export function findHost(lab: Lab, name: string): Host | undefined {
  const named = lab.hosts.get(name);
  if (named && !named.state.boot2docker) return named;
  return [...lab.hosts.values()].find(({ state }) => state.address === name);
}

/** Whether two hosts reach each other, and the second is on. */
export function isReached(from: Host, to: Host): boolean {
  return to.state.powered && (to === from || (to.state.connected && from.state.connected));
}
