import { byteLength } from "../kernel/bytes.ts";
import { type Connection, openConnection, type Service } from "../kernel/connection.ts";
import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { type HttpFailure, headerOf, type OpenResponse, requestHttp } from "../kernel/http.ts";
import type { Process } from "../kernel/process.ts";
import type { CookieJar } from "./curl-cookies.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlOptions } from "./curl-options.ts";
import { type CurlRequest, headersFor } from "./curl-request.ts";
import type { TransferSummary } from "./curl-write-out.ts";
import { addressesOf, DialError, dial } from "./dial.ts";
import { HttpFailure as Failure, parseTarget, redirected, type Target, UrlError } from "./http-fetch.ts";

const MAX_REDIRECTS = 50;

/** What listens on a Unix socket by its name; undefined when nothing does. */
export type UnixServices = (socket: string) => Service | undefined;

/** Who wants to hear of a transfer while it goes. */
export interface TransferListener {
  /** The head of a response, each one on the way. */
  head(response: OpenResponse): Promise<void>;
  body(piece: string): Promise<void>;
  verbose(text: string): Promise<void>;
}

/** One URL, with its redirects. */
export class Transfer {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #unix: UnixServices;
  readonly #listener: TransferListener;
  readonly #jar: CookieJar;
  readonly #started: number;
  /** Aborts when `-m` has passed. */
  readonly #late = new AbortController();
  summary: TransferSummary;

  constructor(
    process: Process,
    options: CurlOptions,
    unix: UnixServices,
    listener: TransferListener,
    jar: CookieJar,
    url: string,
  ) {
    this.#process = process;
    this.#options = options;
    this.#unix = unix;
    this.#listener = listener;
    this.#jar = jar;
    this.#started = process.machine.clock.now();
    this.summary = {
      ...{ url, effectiveUrl: url, method: "GET", scheme: "http", status: 0, httpVersion: "", headers: {} },
      ...{ headerSize: 0, size: 0, uploaded: 0, redirects: 0, redirectUrl: "", fileName: "" },
      ...{ remoteAddress: "", remotePort: 0, localAddress: "", localPort: 0 },
      ...{ lookup: 0, connect: 0, firstByte: 0, total: 0, exitCode: 0, error: "" },
    };
  }

  /** @throws CurlError */
  async run(request: CurlRequest): Promise<void> {
    const limit = Number(this.#options.value("max-time") ?? 0) * 1000;
    const cancel = limit > 0 ? this.#process.machine.clock.after(limit, () => this.#late.abort(new Late())) : () => {};
    try {
      await this.#follow(request);
    } catch (error) {
      const failure = this.#explain(error);
      this.#note({ exitCode: failure.code, error: failure.message });
      throw failure;
    } finally {
      cancel();
      this.#note({ total: this.#elapsed() });
    }
  }

  async #follow(request: CurlRequest): Promise<void> {
    let target = this.#parse(this.summary.url);
    if (request.query !== "")
      target = { ...target, path: `${target.path}${target.path.includes("?") ? "&" : "?"}${request.query}` };
    let { method, body } = request;
    const follows = this.#options.has("location") || this.#options.has("location-trusted");
    const limit = Number(this.#options.value("max-redirs") ?? MAX_REDIRECTS);
    for (let hop = 0; ; hop++) {
      this.#note({
        effectiveUrl: target.url,
        method,
        scheme: target.scheme,
        redirects: hop,
      });
      const { response, connection } = await this.#ask(target, { ...request, method, body });
      const { status, headers } = response;
      for (const cookie of setCookies(headers)) this.#jar.receive(target.host, cookie);
      const location = headerOf(headers, "location");
      const moves = status >= 300 && status < 400 && status !== 304 && location !== undefined;
      if (moves) this.#note({ redirectUrl: this.#redirect(target, location).url });
      await this.#listener.head(response);
      if (!moves || !follows) {
        await this.#receive(response, connection);
        return;
      }
      connection.close();
      if (hop >= limit) throw new CurlError(47, `Maximum (${limit}) redirects followed`);
      target = this.#redirect(target, location);
      await this.#listener.verbose(`* Issue another request to this URL: '${target.url}'\n`);
      if ((status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST")) {
        if (!this.#options.has("request")) method = "GET";
        body = "";
      }
    }
  }

  #parse(url: string): Target {
    try {
      const target = parseTarget(url);
      if (target.scheme !== "http" && target.scheme !== "https")
        throw new CurlError(1, `Protocol "${target.scheme}" not supported`);
      return target;
    } catch (error) {
      if (error instanceof UrlError) throw new CurlError(3, `URL rejected: ${error.message}`);
      throw error;
    }
  }

  #redirect(from: Target, location: string): Target {
    try {
      return redirected(from, location);
    } catch (error) {
      if (error instanceof UrlError) throw new CurlError(3, `URL rejected: ${error.message}`);
      throw error;
    }
  }

  async #ask(target: Target, request: CurlRequest): Promise<{ response: OpenResponse; connection: Connection }> {
    const connection = await this.#connect(target);
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    this.#note({ localAddress, localPort, remoteAddress, remotePort, connect: this.#elapsed() });
    if (target.scheme === "https" && !connection.secure) {
      connection.close();
      throw new CurlError(35, "TLS connect error: error:0A00010B:SSL routines::wrong version number");
    }
    const version = this.#options.has("http1.0") ? "HTTP/1.0" : "HTTP/1.1";
    const headers = headersFor(target, this.#options, request, this.#jar.for(target.host));
    if (request.body !== "" && headerOf(headers, "content-length") === undefined)
      headers["Content-Length"] = String(byteLength(request.body));
    // curl sends the kind of a body last.
    const type = headers["Content-Type"];
    if (type !== undefined) {
      delete headers["Content-Type"];
      headers["Content-Type"] = type;
    }
    await this.#listener.verbose(
      `* using HTTP/1.x\n> ${request.method} ${target.path} ${version}\n${Object.entries(headers)
        .map(([name, value]) => `> ${name}: ${value}\n`)
        .join("")}> \n`,
    );
    try {
      const response = await requestHttp(
        connection,
        { method: request.method, target: target.path, version, headers, body: request.body },
        this.#signal,
      );
      this.#note({
        uploaded: byteLength(request.body),
        status: response.status,
        httpVersion: response.version,
        headers: response.headers,
        headerSize: this.summary.headerSize + byteLength(response.head),
        firstByte: this.#elapsed(),
      });
      await this.#listener.verbose(
        request.body === ""
          ? "* Request completely sent off\n"
          : `* upload completely sent off: ${byteLength(request.body)} bytes\n`,
      );
      return { response, connection };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #connect(target: Target): Promise<Connection> {
    const path = this.#options.value("unix-socket");
    if (path !== undefined) return this.#connectUnix(target, path);
    const { host, port } = target;
    const addresses = this.#addresses(target);
    if (addresses === undefined) {
      await this.#listener.verbose(`* Could not resolve host: ${host}\n`);
      throw new CurlError(6, `Could not resolve host: ${host}`);
    }
    this.#note({ lookup: this.#elapsed() });
    if (!addresses.includes(host)) {
      const of = (six: boolean) => addresses.filter((address) => address.includes(":") === six).join(", ") || "(none)";
      await this.#listener.verbose(`* Host ${host}:${port} was resolved.\n* IPv6: ${of(true)}\n* IPv4: ${of(false)}\n`);
    }
    const began = this.#elapsed();
    const limits = [this.#options.value("connect-timeout"), this.#options.value("max-time")]
      .filter((text) => text !== undefined)
      .map((text) => Number(text) * 1000);
    const limit = limits.length > 0 ? Math.min(...limits) : undefined;
    let failure: DialError | undefined;
    for (const address of addresses) {
      const shown = address.includes(":") ? `[${address}]` : address;
      await this.#listener.verbose(`*   Trying ${shown}:${port}...\n`);
      try {
        const connection = await dial(this.#process, address, port, limit);
        await this.#listener.verbose(
          `* Established connection to ${host} (${address} port ${port}) from ${connection.localAddress} port ${connection.localPort} \n`,
        );
        return connection;
      } catch (error) {
        if (!(error instanceof DialError)) throw error;
        failure = error;
        const why = {
          ECONNREFUSED: "Connection refused",
          EHOSTUNREACH: "No route to host",
          ENETUNREACH: "Network is unreachable",
        };
        const text = Object.entries(why).find(([code]) => code === error.code)?.[1] ?? "Connection timed out";
        await this.#listener.verbose(`* connect to ${address} port ${port} failed: ${text}\n`);
      }
    }
    const took = Math.round(this.#elapsed() - began);
    if (failure?.code === "ETIMEDOUT" && limit !== undefined)
      throw new CurlError(28, `Connection timed out after ${took} milliseconds`);
    const message = `Failed to connect to ${target.host}:${port} after ${took} ms: Could not connect to server`;
    await this.#listener.verbose(`* ${message}\n* closing connection #0\n`);
    throw new CurlError(failure?.code === "ETIMEDOUT" ? 28 : 7, message);
  }

  #connectUnix({ host, port }: Target, path: string): Connection {
    const refused = () =>
      new CurlError(7, `Failed to connect to ${host}:${port} over ${path} after 0 ms: Could not connect to server`);
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
  #addresses({ host, port }: Target): string[] | undefined {
    for (const entry of this.#options.values("resolve")) {
      const [name, wanted, ...address] = entry.replace(/^\+/, "").split(":");
      if (name === host && Number(wanted) === port) return [address.join(":").replace(/^\[|\]$/g, "")];
    }
    if (host === "localhost" && !this.#options.has("ipv4"))
      return this.#options.has("ipv6") ? ["::1"] : ["::1", "127.0.0.1"];
    return addressesOf(this.#process, host);
  }

  async #receive(response: OpenResponse, connection: Connection): Promise<void> {
    const fails = response.status >= 400 && (this.#options.has("fail") || this.#options.has("fail-with-body"));
    try {
      if (fails && this.#options.has("fail")) {
        throw new CurlError(22, `The requested URL returned error: ${response.status}`);
      }
      for await (const piece of response.body) {
        this.#note({ size: this.summary.size + byteLength(piece), total: this.#elapsed() });
        await this.#listener.body(piece);
      }
      if (fails) throw new CurlError(22, `The requested URL returned error: ${response.status}`);
    } finally {
      connection.close();
    }
    const { host, port } = this.#parse(this.summary.effectiveUrl);
    const closes =
      response.version === "HTTP/1.0" || headerOf(response.headers, "connection")?.toLowerCase() === "close";
    await this.#listener.verbose(
      closes ? "* shutting down connection #0\n" : `* Connection #0 to host ${host}:${port} left intact\n`,
    );
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#process.signal, this.#late.signal]);
  }

  #elapsed(): number {
    return this.#process.machine.clock.now() - this.#started;
  }

  #note(change: Partial<TransferSummary>): void {
    this.summary = { ...this.summary, ...change };
  }

  /** @throws error itself when it is none of curl's */
  #explain(error: unknown): CurlError {
    if (error instanceof CurlError) return error;
    if (error instanceof Late)
      return new CurlError(
        28,
        `Operation timed out after ${Math.round(this.#elapsed())} milliseconds with ${this.summary.size} bytes received`,
      );
    if (error instanceof Failure) return failureOf(error, this.summary);
    throw error;
  }
}

/** `-m` has passed. */
class Late extends Error {}

function failureOf(failure: HttpFailure, { headers, size }: TransferSummary): CurlError {
  switch (failure.reason) {
    case "reset":
      return new CurlError(56, "Recv failure: Connection reset by peer");
    case "empty":
      return new CurlError(52, "Empty reply from server");
    case "malformed":
      return new CurlError(1, "Received HTTP/0.9 when not allowed");
    case "partial": {
      const length = Number(headerOf(headers, "content-length") ?? 0);
      return new CurlError(18, `end of response with ${length - size} bytes missing`);
    }
  }
}

function setCookies(headers: Readonly<Record<string, string>>): string[] {
  const value = headerOf(headers, "set-cookie");
  return value === undefined ? [] : value.split(/, (?=[^;=]+=)/);
}
