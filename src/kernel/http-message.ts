import { byteLength } from "./bytes.ts";
import type { Input } from "./stream.ts";

/** Header fields in the order and case they travel in. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** The value of a field, whatever its case. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** What came is no HTTP. */
export class HttpSyntaxError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "HttpSyntaxError";
  }
}

/** Reads HTTP messages from a connection: lines, then as many bytes as the head says. */
export class HttpReader {
  readonly #input: Input;
  readonly #signal: AbortSignal | undefined;
  #buffer = "";
  #ended = false;

  constructor(input: Input, signal?: AbortSignal) {
    this.#input = input;
    this.#signal = signal;
  }

  /** A line without its end; null when the connection ended before one. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#buffer.indexOf("\n");
      if (end >= 0) {
        const line = this.#buffer.slice(0, end).replace(/\r$/, "");
        this.#buffer = this.#buffer.slice(end + 1);
        return line;
      }
      if (!(await this.#more())) return null;
    }
  }

  /** Header fields up to the empty line. @throws HttpSyntaxError */
  async headers(): Promise<Record<string, string>> {
    const headers: Record<string, string> = {};
    for (let line = await this.line(); line !== null && line !== ""; line = await this.line()) {
      const cut = line.indexOf(":");
      if (cut <= 0) throw new HttpSyntaxError(`not a header: ${line}`);
      const name = line.slice(0, cut);
      const value = line.slice(cut + 1).trim();
      const before = headers[name];
      headers[name] = before === undefined ? value : `${before}, ${value}`;
    }
    return headers;
  }

  /** A body, piece by piece as it comes. @param whenUnsaid what a head without a length means */
  async *body(headers: HttpHeaders, whenUnsaid: "none" | "until the end"): AsyncGenerator<string, void, void> {
    const length = headerOf(headers, "content-length");
    if (headerOf(headers, "transfer-encoding")?.toLowerCase() === "chunked") yield* this.#chunks();
    else if (length !== undefined) yield* this.#bytes(Number(length));
    else if (whenUnsaid === "until the end") {
      for (;;) {
        if (this.#buffer !== "") yield this.#take(this.#buffer.length);
        if (!(await this.#more())) return;
      }
    }
  }

  async *#chunks(): AsyncGenerator<string, void, void> {
    for (;;) {
      const size = Number.parseInt((await this.line()) ?? "", 16);
      if (Number.isNaN(size)) throw new HttpSyntaxError("a chunk without a size");
      if (size === 0) break;
      yield* this.#bytes(size);
      await this.line();
    }
    await this.headers();
  }

  async *#bytes(count: number): AsyncGenerator<string, void, void> {
    let left = count;
    while (left > 0) {
      if (this.#buffer === "" && !(await this.#more()))
        throw new HttpSyntaxError(`the connection ended ${left} bytes early`);
      const piece = this.#take(prefixOf(this.#buffer, left));
      left -= byteLength(piece);
      yield piece;
    }
  }

  #take(length: number): string {
    const piece = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    return piece;
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const piece = await this.#input.read(this.#signal);
    if (piece === null) {
      this.#ended = true;
      return false;
    }
    this.#buffer += piece;
    return true;
  }
}

/** How many characters of a text make up to `bytes` bytes; at least one. */
function prefixOf(text: string, bytes: number): number {
  if (text.length <= bytes && byteLength(text) <= bytes) return text.length;
  let used = 0;
  let length = 0;
  for (const char of text) {
    used += byteLength(char);
    if (used > bytes && length > 0) break;
    length += char.length;
  }
  return length;
}

/** The lines of a message's head, ready to be sent. */
export function headText(first: string, headers: HttpHeaders): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${first}\r\n${lines.join("")}\r\n`;
}

export const REASONS: Readonly<Record<number, string>> = {
  100: "Continue",
  101: "Switching Protocols",
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  413: "Request Entity Too Large",
  415: "Unsupported Media Type",
  416: "Requested Range Not Satisfiable",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Time-out",
};
