import { byteLength } from "../../kernel/bytes.ts";
import { type HttpFailure, headerOf, type OpenResponse, requestHttp } from "../../kernel/http.ts";
import { headText } from "../../kernel/http-message.ts";
import type { Process } from "../../kernel/process.ts";
import { HttpFailure as Failure, parseTarget, redirected, type Target, UrlError } from "../http-fetch.ts";
import { toolVersion } from "../tool-versions.ts";
import type { Connections, NumberedConnection } from "./connections.ts";
import type { CookieJar } from "./cookies.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlOptions } from "./curl-options.ts";
import type { CurlVersion } from "./curl-version.ts";
import { type CurlRequest, headersFor } from "./request.ts";
import type { TransferSummary } from "./write-out.ts";

const MAX_REDIRECTS = 50;

/** Who wants to hear of a transfer while it goes. */
export interface TransferListener {
  /** A connection is there. */
  connected(): Promise<void>;
  /** The body has come. */
  finished(): Promise<void>;
  /** The head of a response, each one on the way. @param notes what `-v` says before its empty line */
  head(response: OpenResponse, notes: string): Promise<void>;
  body(piece: string): Promise<void>;
  verbose(text: string): Promise<void>;
}

/** What transfers of one command line share. */
export interface TransferContext {
  readonly process: Process;
  readonly options: CurlOptions;
  readonly connections: Connections;
  readonly jar: CookieJar;
  readonly version: CurlVersion;
}

/** One URL, with its redirects. */
export class Transfer {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #connections: Connections;
  readonly #listener: TransferListener;
  readonly #jar: CookieJar;
  readonly #version: CurlVersion;
  readonly #started: number;
  /** Aborts when `-m` has passed. */
  readonly #late = new AbortController();
  summary: TransferSummary;

  constructor(context: TransferContext, listener: TransferListener, url: string, urlNumber: number) {
    this.#process = context.process;
    this.#options = context.options;
    this.#connections = context.connections;
    this.#jar = context.jar;
    this.#version = context.version;
    this.#listener = listener;
    this.#started = this.#process.machine.clock.now();
    this.summary = {
      ...{ url, urlNumber, effectiveUrl: url, method: "GET", scheme: "http", status: 0, httpVersion: "", headers: {} },
      ...{ headerSize: 0, size: 0, uploaded: 0, sent: 0, redirects: 0, redirectUrl: "", fileName: "", connections: 0 },
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

  async #follow(first: CurlRequest): Promise<void> {
    let request = first;
    let target = this.#parse(this.summary.url);
    if (request.query !== "")
      target = { ...target, path: `${target.path}${target.path.includes("?") ? "&" : "?"}${request.query}` };
    const upload = this.#options.value("upload-file");
    if (upload !== undefined && upload !== "-" && target.path.endsWith("/"))
      target = { ...target, path: target.path + upload.replace(/^.*\//, "") };
    const follows = this.#options.has("location") || this.#options.has("location-trusted");
    const limit = Number(this.#options.value("max-redirs") ?? MAX_REDIRECTS);
    for (let hop = 0; ; hop++) {
      this.#note({ effectiveUrl: target.url, method: request.method, scheme: target.scheme, redirects: hop });
      const { response, used } = await this.#ask(target, request);
      const { status, headers } = response;
      for (const cookie of setCookies(headers)) this.#jar.receive(target.host, cookie);
      const location = headerOf(headers, "location");
      const moves = status >= 300 && status < 400 && status !== 304 && location !== undefined;
      if (!moves || !follows) {
        if (moves) this.#note({ redirectUrl: this.#redirect(target, location).url });
        await this.#listener.head(response, "");
        await this.#receive(response, used, request);
        return;
      }
      await this.#leave(response, used);
      if (hop >= limit) throw new CurlError(47, `Maximum (${limit}) redirects followed`);
      target = this.#redirect(target, location);
      await this.#listener.verbose(`* Issue another request to this URL: '${target.url}'\n`);
      if (
        (status === 303 && request.method !== "HEAD") ||
        ((status === 301 || status === 302) && request.method === "POST")
      ) {
        const method = this.#options.has("request") ? request.method : "GET";
        request = { ...request, method, body: "", contentType: undefined };
      }
    }
  }

  /** Reads past the body of an answer that leads elsewhere. */
  async #leave(response: OpenResponse, used: NumberedConnection): Promise<void> {
    const length = headerOf(response.headers, "content-length");
    const ignoring = "* Ignoring the response-body\n";
    const { isSeven } = this.#version;
    await this.#listener.head(
      response,
      isSeven || length === "0" ? "" : ignoring + (length === undefined ? "" : "* setting size while ignoring\n"),
    );
    if (isSeven && length !== "0") await this.#listener.verbose(ignoring);
    for await (const piece of response.body) if (isSeven) await this.#listener.verbose(dataLine("{", piece));
    await this.#listener.verbose(this.#connections.release(used, response));
  }

  #parse(url: string): Target {
    try {
      const target = parseTarget(url, this.#options.has("path-as-is"));
      if (target.scheme !== "http" && target.scheme !== "https")
        throw new CurlError(1, this.#version.notSupported(target.scheme));
      return target;
    } catch (error) {
      throw this.#badUrl(error);
    }
  }

  #redirect(from: Target, location: string): Target {
    try {
      return redirected(from, location);
    } catch (error) {
      throw this.#badUrl(error);
    }
  }

  #badUrl(error: unknown): unknown {
    if (!(error instanceof UrlError)) return error;
    const why = error.message.startsWith("No host") ? this.#version.noHost : error.message;
    return new CurlError(3, this.#version.badUrl(why));
  }

  async #ask(target: Target, request: CurlRequest): Promise<{ response: OpenResponse; used: NumberedConnection }> {
    const used = await this.#connections.take(target, this.#options, {
      verbose: (text) => this.#listener.verbose(text),
      resolved: () => this.#note({ lookup: this.#elapsed() }),
    });
    const { connection, reused } = used;
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    this.#note({ localAddress, localPort, remoteAddress, remotePort, connect: this.#elapsed() });
    if (!reused) this.#note({ connections: this.summary.connections + 1 });
    await this.#listener.connected();
    if (target.scheme === "https" && !connection.secure) {
      connection.close();
      throw new CurlError(35, this.#version.badCertificate(toolVersion(this.#process.machine.files, "openssl")));
    }
    try {
      return { response: await this.#exchange(target, request, used), used };
    } catch (error) {
      if (reused && error instanceof Failure && error.reason !== "malformed") {
        // The other side hung up in the meantime.
        connection.close();
        await this.#listener.verbose("* Connection died, retrying a fresh connect (retry count: 1)\n");
        return this.#ask(target, request);
      }
      if (error instanceof Failure && error.reason === "empty")
        await this.#listener.verbose(
          `${this.#sentWords(request)}* Empty reply from server\n${this.#connections.drop(used)}`,
        );
      connection.close();
      throw error;
    }
  }

  async #exchange(target: Target, request: CurlRequest, { connection, reused }: NumberedConnection) {
    const version = this.#options.has("http1.0") ? "HTTP/1.0" : "HTTP/1.1";
    const { method, body } = request;
    const size = byteLength(body);
    const headers = headersFor(target, this.#options, request, this.#jar.for(target.host), size);
    const head = headText(`${method} ${target.path} ${version}`, headers);
    const user = headers.Authorization === undefined ? undefined : (this.#options.value("user") ?? target.user);
    const login = user === undefined ? "" : `* Server auth using Basic with user '${user.replace(/:.*$/s, "")}'\n`;
    const speaks = reused || this.#version.isSeven ? "" : "* using HTTP/1.x\n";
    await this.#listener.verbose(speaks + login + head.replace(/^(.*)\r\n/gm, "> $1\r\n"));
    if (body !== "" && this.#showsData) await this.#listener.verbose(dataLine("}", body));
    this.#note({ sent: this.summary.sent + byteLength(head) + size });
    const response = await requestHttp(
      connection,
      { method, target: target.path, version, headers, body },
      this.#signal,
    );
    this.#note({
      uploaded: size,
      status: response.status,
      httpVersion: response.version,
      headers: response.headers,
      headerSize: this.summary.headerSize + byteLength(response.head),
      firstByte: this.#elapsed(),
    });
    await this.#listener.verbose(this.#sentWords(request));
    return response;
  }

  /** What `-v` says of a request that has been sent. */
  #sentWords({ body }: CurlRequest): string {
    if (this.#version.isSeven) return "";
    return body === ""
      ? "* Request completely sent off\n"
      : `* upload completely sent off: ${byteLength(body)} bytes\n`;
  }

  /** Data is counted in `-v` where it is not to be seen. */
  get #showsData(): boolean {
    return !this.#process.stdout.isTTY || this.#options.outputs.length > 0;
  }

  async #receive(response: OpenResponse, used: NumberedConnection, request: CurlRequest): Promise<void> {
    const fails = response.status >= 400 && (this.#options.has("fail") || this.#options.has("fail-with-body"));
    const refusal = new CurlError(22, `The requested URL returned error: ${response.status}`);
    if (fails && this.#options.has("fail")) {
      await this.#listener.verbose(`* ${refusal.message}\n${this.#connections.drop(used, "closing")}`);
      throw refusal;
    }
    if (request.headOnly && request.method !== "HEAD") {
      // Whoever wants the head alone of another method than HEAD hangs up before the body.
      await this.#listener.verbose(this.#connections.drop(used));
      return;
    }
    try {
      for await (const piece of response.body) {
        this.#note({ size: this.summary.size + byteLength(piece), total: this.#elapsed() });
        if (this.#showsData) await this.#listener.verbose(dataLine("{", piece));
        await this.#listener.body(piece);
      }
    } catch (error) {
      used.connection.close();
      throw error;
    }
    this.#note({ total: this.#elapsed() });
    await this.#listener.finished();
    await this.#listener.verbose(this.#connections.release(used, response));
    if (fails) throw refusal;
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
    if (error instanceof Failure) return this.#failureOf(error);
    throw error;
  }

  #failureOf(failure: HttpFailure): CurlError {
    switch (failure.reason) {
      case "reset":
        return new CurlError(56, "Recv failure: Connection reset by peer");
      case "empty":
        return new CurlError(52, "Empty reply from server");
      case "malformed":
        return new CurlError(1, "Received HTTP/0.9 when not allowed");
      case "partial": {
        const length = Number(headerOf(this.summary.headers, "content-length") ?? 0);
        return new CurlError(18, this.#version.missing(length - this.summary.size));
      }
    }
  }
}

/** `-m` has passed. */
class Late extends Error {}

const dataLine = (sign: string, piece: string) => `${sign} [${byteLength(piece)} bytes data]\n`;

function setCookies(headers: Readonly<Record<string, string>>): string[] {
  const value = headerOf(headers, "set-cookie");
  return value === undefined ? [] : value.split(/, (?=[^;=]+=)/);
}
