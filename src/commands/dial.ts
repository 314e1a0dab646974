import type { Connection } from "../kernel/connection.ts";
import { NetworkError, type NetworkErrorCode } from "../kernel/network-error.ts";
import type { Process } from "../kernel/process.ts";
import { isIPv6 } from "../kernel/socket-table.ts";

/** How long Linux tries before it gives up: three ARP requests, six SYNs. */
const UNREACHABLE_MS = 3060;
const TIMEOUT_MS = 133_000;

/** A connection could not be made, and what it took to find out. */
export class DialError extends Error {
  readonly code: NetworkErrorCode;
  readonly elapsed: number;

  constructor(code: NetworkErrorCode, elapsed: number) {
    super(code);
    this.name = "DialError";
    this.code = code;
    this.elapsed = elapsed;
  }
}

/**
 * Connects to an address, taking as long as it would take.
 * @param limit give up after so many ms
 * @throws DialError
 */
export async function dial(process: Process, address: string, port: number, limit = TIMEOUT_MS): Promise<Connection> {
  const { network } = process.machine;
  try {
    const connection = network.connect(address, port);
    await process.sleep(roundTrip(process, address));
    return connection;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const wait =
      error.code === "ETIMEDOUT" ? limit : error.code === "EHOSTUNREACH" ? Math.min(UNREACHABLE_MS, limit) : 0;
    await process.sleep(wait);
    const code = error.code === "EHOSTUNREACH" && limit < UNREACHABLE_MS ? "ETIMEDOUT" : error.code;
    throw new DialError(code, wait);
  }
}

/** ms of a round trip; a little when there is no telling. */
function roundTrip(process: Process, address: string): number {
  try {
    return process.machine.network.ping(address);
  } catch {
    return 0.1;
  }
}

/** Whether a machine's C library is musl, whose words for errors differ from glibc's. */
export const isMusl = ({ machine }: Process): boolean => machine.files.exists("/etc/alpine-release");

const GLIBC: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
  EACCES: "Permission denied",
  EADDRINUSE: "Address already in use",
};

const MUSL: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "Host is unreachable",
  ENETUNREACH: "Network unreachable",
  ETIMEDOUT: "Operation timed out",
  EACCES: "Permission denied",
  EADDRINUSE: "Address in use",
};

/** strerror, as this machine's C library says it. */
export function networkErrorText(process: Process, code: NetworkErrorCode): string {
  return (isMusl(process) ? MUSL : GLIBC)[code] ?? code;
}

/** What busybox says of a connection that could not be had: of IPv6 without the address (libbb/xconnect.c). */
export const notConnected = (address: string, why: string): string =>
  `can't connect to remote host${isIPv6(address) ? "" : ` (${address})`}: ${why}`;

/** The addresses of a name, or undefined when nobody knows it. */
export function addressesOf(process: Process, name: string): string[] | undefined {
  try {
    return process.machine.network.resolve(name);
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}

/**
 * What getaddrinfo says of a name nobody knows: a name with a dot would be asked of the Internet, which the lab is not
 * connected to.
 */
export function resolveErrorText(name: string): string {
  return isFar(name) ? "Temporary failure in name resolution" : "Name or service not known";
}

/** Whether a name would be asked of the Internet's servers. */
export const isFar = (name: string): boolean => name.replace(/\.$/, "").includes(".");

/** The usual names of ports, for messages. */
export const SERVICE_NAMES: Readonly<Record<number, string>> = {
  21: "ftp",
  22: "ssh",
  23: "telnet",
  25: "smtp",
  53: "domain",
  80: "http",
  110: "pop3",
  143: "imap2",
  443: "https",
  2375: "docker",
  3306: "mysql",
  5432: "postgresql",
  6379: "redis",
  8080: "http-alt",
  27017: "mongodb",
};
