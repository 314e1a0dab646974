import { byteLength } from "./bytes.ts";
import type { Connection } from "./connection.ts";
import { type HttpHeaders, HttpReader, HttpSyntaxError, headerOf, headText, REASONS } from "./http-message.ts";
import type { NetworkNamespace } from "./network.ts";
import type { Process } from "./process.ts";
import type { Listener } from "./socket-table.ts";
import { BrokenPipe } from "./stream.ts";

export { type HttpHeaders, headerOf } from "./http-message.ts";

export interface HttpRequest {
  readonly method: string;
  /** The path and query as sent: "/one/1?x=2". */
  readonly target: string;
  /** "HTTP/1.1" */
  readonly version: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Pieces are sent as they come. */
  readonly body: string | AsyncIterable<string>;
  /** "HTTP/1.1" unless told. */
  readonly version?: string;
  /** The usual words of the status unless told. */
  readonly reason?: string;
  /** Whether the length of a text is left for the end of the connection to tell. */
  readonly untilClosed?: boolean;
}

export type HttpHandler = (request: HttpRequest, connection: Connection) => HttpResponse | Promise<HttpResponse>;

export interface ServeOptions {
  /** All addresses unless told. */
  readonly address?: string;
  /** What to say to what is no HTTP; a bare 400 unless told. */
  readonly malformed?: (line: string, connection: Connection) => HttpResponse | Promise<HttpResponse>;
}

/**
 * Listens on a port and answers HTTP with `handler`, until the process ends or the listener is closed. The head says
 * what the handler says, and Content-Length when the body's length is known; connections stay open as HTTP/1.1 asks.
 * @throws NetworkError EADDRINUSE, EACCES
 */
export function serveHttp(process: Process, port: number, handler: HttpHandler, options: ServeOptions = {}): Listener {
  const { address, malformed } = options;
  const listener = process.machine.network.sockets.listen(
    port,
    (connection) => answerHttp(connection, handler, { signal: process.signal, ...(malformed ? { malformed } : {}) }),
    { pid: process.pid, user: process.user, ...(address === undefined ? {} : { address }) },
  );
  process.signal.addEventListener("abort", () => listener.close(), { once: true });
  return listener;
}

/** Answers the requests of one connection, one after another, until either side has had enough. */
export async function answerHttp(
  connection: Connection,
  handler: HttpHandler,
  options: Pick<ServeOptions, "malformed"> & { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { signal, malformed } = options;
  const reader = new HttpReader(connection.input, signal);
  try {
    for (;;) {
      const request = await readRequest(reader);
      if (request === null) break;
      if (typeof request === "string") {
        const refusal = (await malformed?.(request, connection)) ?? {
          status: 400,
          headers: { Connection: "close" },
          body: "",
        };
        await sendResponse(connection, refusal, "GET", signal);
        break;
      }
      const response = await handler(request, connection);
      if (request.version === "HTTP/0.9") {
        await sendBody(connection, response, signal);
        break;
      }
      const open = await sendResponse(connection, response, request.method, signal);
      const asked = headerOf(request.headers, "connection")?.toLowerCase();
      if (!open || asked === "close" || (request.version !== "HTTP/1.1" && asked !== "keep-alive")) break;
    }
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
  } finally {
    connection.close();
  }
}

/** The next request; its first line when it is none; null at the end. */
async function readRequest(reader: HttpReader): Promise<HttpRequest | string | null> {
  const line = await reader.line();
  if (line === null) return null;
  const match = /^([A-Za-z]+) (\S+)(?: (HTTP\/1\.[01]))?$/.exec(line);
  if (!match) return line;
  const [, method = "", target = "", version = "HTTP/0.9"] = match;
  try {
    const headers = version === "HTTP/0.9" ? {} : await reader.headers();
    let body = "";
    for await (const piece of reader.body(headers, "none")) body += piece;
    return { method, target, version, headers, body };
  } catch (error) {
    if (error instanceof HttpSyntaxError) return line;
    throw error;
  }
}

/** The first HTTP knew no head: a file came, and the end. */
async function sendBody({ output }: Connection, { body }: HttpResponse, signal?: AbortSignal): Promise<void> {
  if (typeof body === "string") await output.write(body, signal);
  else for await (const piece of body) await output.write(piece, signal);
}

/** Sends a response; tells whether the connection can carry another. */
async function sendResponse(
  connection: Connection,
  response: HttpResponse,
  method: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const { status, body, version = "HTTP/1.1", reason = REASONS[status] ?? "" } = response;
  const bodiless = status === 204 || status === 304 || status < 200;
  const headers: Record<string, string> = { ...response.headers };
  const hasLength = headerOf(headers, "content-length") !== undefined;
  const streamed = typeof body !== "string";
  const chunked = streamed && !hasLength && version === "HTTP/1.1";
  if (!streamed && !bodiless && !hasLength && !response.untilClosed)
    headers["Content-Length"] = String(byteLength(body));
  if (chunked) headers["Transfer-Encoding"] = "chunked";
  const head = headText(`${version} ${status} ${reason}`, headers);
  const write = (text: string) => connection.output.write(text, signal);
  if (method === "HEAD" || bodiless) await write(head);
  else if (!streamed) await write(head + body);
  else {
    await write(head);
    for await (const piece of body) {
      if (piece !== "") await write(chunked ? `${byteLength(piece).toString(16)}\r\n${piece}\r\n` : piece);
    }
    if (chunked) await write("0\r\n\r\n");
  }
  const closing = headerOf(headers, "connection")?.toLowerCase() === "close";
  return !closing && version === "HTTP/1.1" && (!streamed || chunked || hasLength);
}

/** A response whose body is still coming. */
export interface OpenResponse {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: HttpHeaders;
  /** The head as it came, to its empty line. */
  readonly head: string;
  /** @throws HttpFailure when it ends early */
  readonly body: AsyncGenerator<string, void, void>;
}

/** Why a server that was reached gave no response. */
export class HttpFailure extends Error {
  readonly reason: "reset" | "empty" | "malformed" | "partial";

  constructor(reason: HttpFailure["reason"], message: string) {
    super(message);
    this.name = "HttpFailure";
    this.reason = reason;
  }
}

/**
 * Sends a request over a connection and reads the head of the response; the caller reads the body and closes.
 * @throws HttpFailure
 */
export async function requestHttp(
  connection: Connection,
  request: Partial<HttpRequest> & Pick<HttpRequest, "target">,
  signal?: AbortSignal,
): Promise<OpenResponse> {
  const { method = "GET", target, version = "HTTP/1.1", headers = {}, body = "" } = request;
  const all: Record<string, string> = { ...headers };
  if (body !== "" && headerOf(all, "content-length") === undefined) all["Content-Length"] = String(byteLength(body));
  try {
    await connection.output.write(headText(`${method} ${target} ${version}`, all) + body, signal);
  } catch (error) {
    if (error instanceof BrokenPipe) throw new HttpFailure("reset", "connection reset");
    throw error;
  }
  const reader = new HttpReader(connection.input, signal);
  try {
    for (;;) {
      const line = await reader.line();
      if (line === null) throw new HttpFailure("empty", "empty reply");
      const match = /^(HTTP\/\d\.\d) (\d{3}) ?(.*)$/.exec(line);
      if (!match) throw new HttpFailure("malformed", line);
      const [, answered = "", status = "", reason = ""] = match;
      const fields = await reader.headers();
      if (status === "100") continue;
      const bodiless = method === "HEAD" || status === "204" || status === "304";
      return {
        status: Number(status),
        reason,
        version: answered,
        headers: fields,
        head: headText(line, fields),
        body: bodiless ? nothingMore() : partly(reader.body(fields, "until the end")),
      };
    }
  } catch (error) {
    if (error instanceof HttpSyntaxError) throw new HttpFailure("malformed", error.message);
    throw error;
  }
}

async function* nothingMore(): AsyncGenerator<string, void, void> {}

async function* partly(pieces: AsyncGenerator<string, void, void>): AsyncGenerator<string, void, void> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof HttpSyntaxError) throw new HttpFailure("partial", error.message);
    throw error;
  }
}

/**
 * Fetches a URL, whole.
 * @param url "http://host:port/path"; only plain HTTP
 * @throws NetworkError when the host is not reached, HttpFailure when it does not answer
 */
export async function fetchHttp(
  network: NetworkNamespace,
  url: string,
  request: Partial<Omit<HttpRequest, "target">> = {},
  signal?: AbortSignal,
): Promise<HttpResponse & { readonly body: string }> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const [address = ""] = network.resolve(hostname.replace(/^\[|\]$/g, ""));
  const connection = network.connect(address, port === "" ? 80 : Number(port));
  try {
    const { body: pieces, ...head } = await requestHttp(
      connection,
      { ...request, target: pathname + search, headers: { Host: host, ...request.headers } },
      signal,
    );
    let body = "";
    for await (const piece of pieces) body += piece;
    return { ...head, body };
  } finally {
    connection.close();
  }
}
