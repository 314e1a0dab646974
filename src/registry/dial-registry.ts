import type { EngineError } from "../engine/errors.ts";
import { FileError } from "../kernel/filesystem.ts";
import type { Machine } from "../kernel/machine.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { type RegistryRequest, registryBehind, type ServedRegistry } from "./served-registry.ts";

const DAEMON_CONFIG = "/etc/docker/daemon.json";

/** What answers at a registry's name. */
export interface ReachedRegistry {
  /** Absent when a server answers that is no registry. */
  readonly registry: ServedRegistry | undefined;
  /** "https", or "http" where it need not be spoken to with TLS. */
  readonly scheme: string;
  /** Round trip, ms. */
  readonly latency: number;
  /** Notes a request in the registry's log. */
  tell(method: RegistryRequest["method"], target: string, status: number, bytes: number): void;
}

const REASONS: Partial<Record<NetworkError["code"], string>> = {
  ECONNREFUSED: "connect: connection refused",
  EHOSTUNREACH: "connect: no route to host",
  ENETUNREACH: "connect: network is unreachable",
  ETIMEDOUT: "i/o timeout",
};

/**
 * Connects a host's daemon to the registry of a name ("localhost:5000").
 * @param failure words for what the network answered
 * @throws EngineError when nobody listens there, or a registry without TLS is not among the insecure ones
 */
export function dialRegistry(
  machine: Machine,
  domain: string,
  failure: (scheme: string, reason: string) => EngineError,
): ReachedRegistry {
  const [, host = domain, written] = /^(.*?)(?::(\d+))?$/.exec(domain) ?? [];
  const insecure = isInsecure(machine, domain, host);
  const port = written === undefined ? (insecure ? 80 : 443) : Number(written);
  const scheme = insecure ? "http" : "https";
  let address = host;
  try {
    address = machine.network.resolve(host)[0] ?? host;
    const route = machine.network.router.route(address, port, "tcp");
    const service = route.sockets.serviceAt(route.port, route.address ?? address);
    if (!service) throw new NetworkError("ECONNREFUSED", domain);
    if (!service.secure && !insecure) throw failure("https", "http: server gave HTTP response to HTTPS client");
    const { registry, from = route.sourceAddress } = registryBehind(service, route.sourceAddress) ?? {};
    return {
      registry,
      scheme,
      latency: route.latency,
      tell: (method, target, status, bytes) => registry?.tell({ method, target, status, bytes, from }),
    };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why = REASONS[error.code];
    throw failure(
      scheme,
      why === undefined ? `dial tcp: lookup ${host}: no such host` : `dial tcp ${address}:${port}: ${why}`,
    );
  }
}

/** Whether a registry is spoken to without TLS: those of this host, and what `insecure-registries` of daemon.json lists. */
function isInsecure({ files }: Machine, domain: string, host: string): boolean {
  if (host === "localhost" || /^127\./.test(host)) return true;
  return insecureRegistries(files).some((listed) =>
    listed.includes("/") ? inSubnet(host, listed) : listed === domain || listed === host,
  );
}

function insecureRegistries(files: Machine["files"]): string[] {
  try {
    const config: unknown = JSON.parse(files.readFile(DAEMON_CONFIG));
    const listed = Object.getOwnPropertyDescriptor(Object(config), "insecure-registries")?.value;
    return Array.isArray(listed) ? listed.map(String) : [];
  } catch (error) {
    // Without a file there is no exception to the rule; a broken one keeps dockerd from starting, which is not asked here.
    if (error instanceof FileError || error instanceof SyntaxError) return [];
    throw error;
  }
}

function inSubnet(address: string, subnet: string): boolean {
  const [network = "", bits = "32"] = subnet.split("/");
  const [a, b] = [asNumber(address), asNumber(network)];
  if (a === undefined || b === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(a / size) === Math.floor(b / size);
}

function asNumber(address: string): number | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
