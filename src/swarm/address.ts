import type { Engine } from "../engine/engine.ts";
import { invalid } from "../engine/errors.ts";

export const DEFAULT_PORT = 2377;

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Interfaces that Docker itself makes: a node is not advertised by them. */
const DOCKERS_OWN = /^(lo|docker0|docker_gwbridge|br-|veth)/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** `192.168.99.100:2376` → its parts, with swarm's port where there is none. */
export function hostPort(text: string): HostPort | undefined {
  const [, host, port] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  return host === undefined ? undefined : { host, port: port === undefined ? DEFAULT_PORT : Number(port) };
}

/**
 * The address that other nodes will use for this one: what was asked (an address or an interface), or the host's only
 * one (moby, daemon/cluster/listen_addr.go).
 * @throws EngineError when there is none, or several to choose from
 */
export function advertiseAddress(engine: Engine, asked: string | undefined, listenPort: number): HostPort {
  const interfaces = engine.ports.host.network.router.interfaces().filter(({ name }) => !DOCKERS_OWN.test(name));
  if (asked !== undefined && asked !== "") {
    const parts = hostPort(asked);
    const port = asked.includes(":") ? (parts?.port ?? listenPort) : listenPort;
    if (parts && IPV4.test(parts.host) && parts.host !== "0.0.0.0") return { host: parts.host, port };
    const card = interfaces.find(({ name }) => name === parts?.host);
    if (card) return { host: card.address, port };
    throw invalid("advertise address must be a non-zero IP address or network interface (with optional port number)");
  }
  const [only, second] = interfaces;
  if (!only) throw invalid("could not find the system's IP address");
  if (second) {
    const [here, there] = [`${only.address} on ${only.name}`, `${second.address} on ${second.name}`];
    throw invalid(
      `could not choose an IP address to advertise since this system has multiple addresses on different interfaces (${here} and ${there})`,
    );
  }
  return { host: only.address, port: listenPort };
}

/** The port a manager listens on: `0.0.0.0:2377` unless told. @throws EngineError when it is no address or interface of the host */
export function listenPort(engine: Engine, asked: string | undefined): number {
  if (asked === undefined || asked === "") return DEFAULT_PORT;
  const parts = hostPort(asked);
  const known =
    parts &&
    (IPV4.test(parts.host) || engine.ports.host.network.router.interfaces().some(({ name }) => name === parts.host));
  if (!parts || !known)
    throw invalid("listen address must be an IP address or network interface (with optional port number)");
  return parts.port;
}

/** Where a node's host really is, when it is advertised with an address that is none of its own. */
export function hostAddressOf(engine: Engine, advertised: string): { hostAddress?: string } {
  const own = engine.ports.host.network.router.interfaces().some(({ address }) => address === advertised);
  return own ? {} : { hostAddress: engine.ports.address };
}

/** What `--data-path-addr` may be: an address or an interface of this host. @throws EngineError */
export function checkDataPath(engine: Engine, asked: string | undefined): void {
  if (asked === undefined || asked === "" || (IPV4.test(asked) && asked !== "0.0.0.0")) return;
  const known = engine.ports.host.network.router.interfaces().some(({ name }) => name === asked);
  if (!known)
    throw invalid("data path address must be a non-zero IP address or network interface (without a port number)");
}
