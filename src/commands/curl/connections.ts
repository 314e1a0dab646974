import { type Connection, openConnection, type Service } from "../../kernel/connection.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { type HttpHeaders, headerOf } from "../../kernel/http.ts";
import type { Process } from "../../kernel/process.ts";
import { addressesOf, DialError, dial } from "../dial.ts";
import type { Target } from "../http-fetch.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlOptions } from "./curl-options.ts";
import type { CurlVersion } from "./curl-version.ts";

/** What listens on a Unix socket by its name; undefined when nothing does. */
export type UnixServices = (socket: string) => Service | undefined;

/** A connection of curl's, with the number that `-v` gives it. */
export interface NumberedConnection {
  readonly connection: Connection;
  readonly number: number;
  /** It has carried a request before. */
  readonly reused: boolean;
  readonly target: Target;
}

/** Told as things happen. */
export interface ConnectionListener {
  verbose(text: string): Promise<void>;
  /** The name has its addresses. */
  resolved(): void;
}

/** The connections of one run of curl: one that both sides left open carries the next request to the same place. */
export class Connections {
  readonly #process: Process;
  readonly #unix: UnixServices;
  readonly #version: CurlVersion;
  readonly #idle = new Map<string, { readonly connection: Connection; readonly number: number }>();
  #made = 0;

  constructor(process: Process, unix: UnixServices, version: CurlVersion) {
    this.#process = process;
    this.#unix = unix;
    this.#version = version;
  }

  /** An open connection to the target, or a new one. @throws CurlError 6, 7, 28, 45 */
  async take(target: Target, options: CurlOptions, listener: ConnectionListener): Promise<NumberedConnection> {
    const place = placeOf(target);
    const idle = this.#idle.get(place);
    if (idle) {
      this.#idle.delete(place);
      const again = this.#version.isRecent ? "Reusing existing" : "Re-using existing";
      await listener.verbose(
        this.#version.isSeven
          ? `* Re-using existing connection #${idle.number} with host ${target.host}\n`
          : `* ${again} ${target.scheme}: connection with host ${target.host}\n`,
      );
      return { ...idle, reused: true, target };
    }
    const connection = await this.#open(target, options, listener);
    return { connection, number: this.#made++, reused: false, target };
  }

  /** Keeps a connection whose answer has been read, or closes it. Tells what becomes of it, for `-v`. */
  release(used: NumberedConnection, { version, headers }: { readonly version: string; readonly headers: HttpHeaders }) {
    const { connection, number, target } = used;
    const closes = version === "HTTP/1.0" || headerOf(headers, "connection")?.toLowerCase() === "close";
    if (closes) return this.drop(used);
    this.#idle.set(placeOf(target), { connection, number });
    const host = this.#version.isRecent ? `${target.host}:${target.port}` : target.host;
    return `* Connection #${number} to host ${host} left intact\n`;
  }

  /** Closes one that cannot be used again. */
  drop({ connection, number }: NumberedConnection, verb = "shutting down"): string {
    connection.close();
    return this.#version.isSeven ? `* Closing connection ${number}\n` : `* ${verb} connection #${number}\n`;
  }

  closeAll(): void {
    for (const { connection } of this.#idle.values()) connection.close();
    this.#idle.clear();
  }

  async #open(target: Target, options: CurlOptions, listener: ConnectionListener): Promise<Connection> {
    const path = options.value("unix-socket");
    if (path !== undefined) return this.#openUnix(target, path);
    const version = this.#version;
    const { host, port } = target;
    const addresses = this.#addresses(target, options);
    if (addresses === undefined) {
      const missing = `* Could not resolve host: ${host}\n`;
      await listener.verbose(
        version.isRecent
          ? `${missing.repeat(2)}* Could not resolve: ${host}:${port}\n* closing connection #${this.#made}\n`
          : missing +
              (version.isSeven
                ? `* Closing connection ${this.#made}\n`
                : `* shutting down connection #${this.#made}\n`),
      );
      throw new CurlError(6, `Could not resolve host: ${host}`);
    }
    listener.resolved();
    if (!version.isSeven && !addresses.includes(host)) {
      const of = (six: boolean) => addresses.filter((address) => address.includes(":") === six).join(", ") || "(none)";
      await listener.verbose(`* Host ${host}:${port} was resolved.\n* IPv6: ${of(true)}\n* IPv4: ${of(false)}\n`);
    }
    this.#checkInterface(target, options);
    const limits = [options.value("connect-timeout"), options.value("max-time")]
      .filter((text) => text !== undefined)
      .map((text) => Number(text) * 1000);
    const limit = limits.length > 0 ? Math.min(...limits) : undefined;
    const { clock } = this.#process.machine;
    const began = clock.now();
    let failure: DialError | undefined;
    for (const address of addresses) {
      const shown = address.includes(":") ? `[${address}]` : address;
      await listener.verbose(`*   Trying ${shown}:${port}...\n`);
      try {
        const connection = await dial(this.#process, address, port, limit);
        await listener.verbose(this.#connected(host, address, port, connection));
        return connection;
      } catch (error) {
        if (!(error instanceof DialError)) throw error;
        failure = error;
        const text = WORDS[error.code] ?? "Connection timed out";
        const from = version.isSeven
          ? ""
          : ` from ${this.#ownAddress(address)} port ${this.#process.machine.random.below(28232) + 32768}`;
        await listener.verbose(`* connect to ${address} port ${port}${from} failed: ${text}\n`);
      }
    }
    const took = Math.round(clock.now() - began);
    if (failure?.code === "ETIMEDOUT" && limit !== undefined)
      throw new CurlError(
        28,
        version.isSeven
          ? version.notConnected(host, port, took, "Timeout was reached")
          : `Connection timed out after ${took} milliseconds`,
      );
    const message = version.notConnected(host, port, took);
    const closing = version.isSeven ? `* Closing connection ${this.#made}\n` : `* closing connection #${this.#made}\n`;
    await listener.verbose(`* ${message}\n${closing}`);
    throw new CurlError(failure?.code === "ETIMEDOUT" ? 28 : 7, message);
  }

  #connected(host: string, address: string, port: number, { localAddress, localPort }: Connection): string {
    if (this.#version.isSeven) return `* Connected to ${host} (${address}) port ${port} (#${this.#made})\n`;
    if (!this.#version.isRecent) return `* Connected to ${host} (${address}) port ${port}\n`;
    return `* Established connection to ${host} (${address} port ${port}) from ${localAddress} port ${localPort} \n`;
  }

  /** The address that a call to another one comes from. */
  #ownAddress(address: string): string {
    if (address.includes(":")) return "::1";
    if (address.startsWith("127.")) return "127.0.0.1";
    try {
      return this.#process.machine.network.router.route(address).sourceAddress;
    } catch {
      return "0.0.0.0";
    }
  }

  #checkInterface({ host, port }: Target, options: CurlOptions): void {
    const asked = options.value("interface");
    if (asked === undefined) return;
    const cards = this.#process.machine.network.router.interfaces();
    if (cards.some(({ name, address }) => name === asked || address === asked)) return;
    throw new CurlError(45, this.#version.notConnected(host, port, 0, "Failed binding local connection end"));
  }

  #openUnix({ host, port }: Target, path: string): Connection {
    const refused = () =>
      new CurlError(
        7,
        `Failed to connect to ${host}:${port} over ${path} after 0 ms: ${this.#version.couldNotConnect}`,
      );
    const { files, cwd } = this.#process;
    try {
      const full = resolvePath(cwd, path);
      const { socket } = files.stat(full);
      const service = socket === undefined || !files.allows(full, 2) ? undefined : this.#unix(socket);
      if (!service) throw refused();
      const nowhere = { address: "", port: 0 };
      return openConnection(service, { client: nowhere, server: nowhere });
    } catch (error) {
      if (error instanceof FileError) throw refused();
      throw error;
    }
  }

  /** `--resolve`, both loopback addresses for localhost, or what the machine's resolver says. */
  #addresses({ host, port }: Target, options: CurlOptions): string[] | undefined {
    for (const entry of options.values("resolve")) {
      const [name, wanted, ...address] = entry.replace(/^\+/, "").split(":");
      if (name === host && Number(wanted) === port) return [address.join(":").replace(/^\[|\]$/g, "")];
    }
    if (host === "localhost" && !options.has("ipv4")) return options.has("ipv6") ? ["::1"] : ["::1", "127.0.0.1"];
    return addressesOf(this.#process, host);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
};

const placeOf = ({ scheme, host, port }: Target) => `${scheme}://${host}:${port}`;
