import type { Service } from "./connection.ts";
import { type Credentials, ROOT } from "./filesystem.ts";
import { NetworkError } from "./network-error.ts";

export type Protocol = "tcp" | "udp";

/** A port that a program listens on. */
export interface Listener {
  readonly protocol: Protocol;
  /** `0.0.0.0` for all of IPv4, `::` for all of IPv6, `*` for both at once. */
  readonly address: string;
  readonly port: number;
  /** The process that listens, for `ss` and `netstat`. */
  readonly pid: number;
  close(): void;
}

/** A port of a program that is none of ours: nobody here opens or closes it. */
export type Daemon = Omit<Listener, "close"> & { readonly service: Service };

/** Whether an address is one of IPv6: it has a colon. */
export const isIPv6 = (address: string) => address.includes(":");
const isAny = (address: string) => address === "0.0.0.0" || address === "::" || address === "*";
const isOfFamily = (listens: string, address: string) => listens === "*" || isIPv6(listens) === isIPv6(address);
const asListener = (daemon: Daemon): Listener => ({ ...daemon, close: () => {} });

/** The sockets of one network namespace. */
export class SocketTable {
  /** What went over its connections since it is there, bytes. */
  readonly traffic = { received: 0, sent: 0 };
  /** Who was talked with or looked for, by address: when, and whether somebody was there. */
  readonly met = new Map<string, { readonly at: number; readonly reached: boolean }>();
  readonly #open = new Set<Listener & { readonly service: Service }>();
  /** The same by port: a host with thousands of published ports is asked about one at a time. */
  readonly #byPort = new Map<number, (Listener & { readonly service: Service })[]>();
  readonly #firstFreePort: number;
  readonly #daemons: () => readonly Daemon[];

  /**
   * @param firstFreePort net.ipv4.ip_unprivileged_port_start: the first port that anybody may listen on; 1024 on a
   *   computer, and 0 in a container, as Docker sets it
   * @param daemons what programs of the system listen at now, which are none of ours
   */
  constructor(firstFreePort = 0, daemons: () => readonly Daemon[] = () => []) {
    this.#firstFreePort = firstFreePort;
    this.#daemons = daemons;
  }

  /** @param options.user who asks; root unless told @throws NetworkError EADDRINUSE, EACCES */
  listen(
    port: number,
    service: Service,
    options: { protocol?: Protocol; address?: string; pid?: number; user?: Credentials } = {},
  ): Listener {
    const { protocol = "tcp", address = "0.0.0.0", pid = 0, user = ROOT } = options;
    if (port < this.#firstFreePort && user.uid !== 0) throw new NetworkError("EACCES", `${address}:${port}`);
    const there = this.#byPort.get(port) ?? [];
    const taken = this.listenersOn(port).some(
      (other) =>
        other.protocol === protocol &&
        isOfFamily(other.address, address) &&
        (other.address === address || isAny(other.address) || isAny(address)),
    );
    if (taken) throw new NetworkError("EADDRINUSE", `${address}:${port}`);
    const listener = {
      protocol,
      address,
      port,
      pid,
      service,
      close: () => {
        if (!this.#open.delete(listener)) return;
        const left = this.#byPort.get(port)?.filter((other) => other !== listener) ?? [];
        if (left.length > 0) this.#byPort.set(port, left);
        else this.#byPort.delete(port);
      },
    };
    this.#open.add(listener);
    this.#byPort.set(port, [...there, listener]);
    return listener;
  }

  /** In the order they began to listen. */
  listeners(): readonly Listener[] {
    return [...this.#daemons().map(asListener), ...this.#open];
  }

  /** Those of one port. */
  listenersOn(port: number): readonly Listener[] {
    const daemons = this.#daemons().filter((daemon) => daemon.port === port);
    const open = this.#byPort.get(port) ?? [];
    return daemons.length === 0 ? open : [...daemons.map(asListener), ...open];
  }

  /** The service that a connection to this address and port meets, if any. */
  serviceAt(port: number, address: string, protocol: Protocol = "tcp"): Service | undefined {
    const meets = (l: Pick<Listener, "protocol" | "port" | "address">) =>
      l.protocol === protocol &&
      l.port === port &&
      (l.address === address || (isAny(l.address) && isOfFamily(l.address, address)));
    return (this.#byPort.get(port)?.find(meets) ?? this.#daemons().find(meets))?.service;
  }
}
