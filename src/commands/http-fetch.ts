import type { Connection } from "../kernel/connection.ts";
import { HttpFailure, type HttpHeaders, type OpenResponse, requestHttp } from "../kernel/http.ts";
import type { Process } from "../kernel/process.ts";
import { addressesOf, dial } from "./dial.ts";

/** A URL as curl and wget take it apart. */
export interface Target {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Path and query as sent. */
  readonly path: string;
  /** `host`, or `host:port` when the port is not the scheme's. */
  readonly authority: string;
  readonly url: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

/** Why a URL cannot be used, in the words of curl's URL parser. */
export class UrlError extends Error {}

/** Reads a URL; without a scheme it is http. @param asIs whether dots in the path stay @throws UrlError */
export function parseTarget(text: string, asIs = false): Target {
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?([^#]*)/.exec(
    text,
  );
  const [, given = "http", user, hostText = "", portText, rest = ""] = match ?? [];
  const scheme = given.toLowerCase();
  if (hostText === "" && scheme !== "file") throw new UrlError("No host part in the URL");
  if (/\s/.test(text)) throw new UrlError("Malformed input to a URL function");
  if (portText !== undefined && portText !== "" && (!/^\d+$/.test(portText) || Number(portText) > 65535))
    throw new UrlError("Port number was not a decimal number between 0 and 65535");
  const usual = PORTS[scheme] ?? 80;
  const port = portText === undefined || portText === "" ? usual : Number(portText);
  const whole = rest === "" || rest.startsWith("?") ? `/${rest}` : rest;
  const path = asIs ? whole : withoutDots(whole);
  const authority = port === usual ? hostText : `${hostText}:${port}`;
  const host = hostText.replace(/^\[|\]$/g, "");
  return { scheme, user, host, port, path, authority, url: `${scheme}://${authority}${path}` };
}

/** A path whose `.` and `..` have been followed (RFC 3986, 5.2.4), as curl and GNU wget send it. */
function withoutDots(path: string): string {
  const [, names = "", query = ""] = /^([^?]*)(.*)$/s.exec(path) ?? [];
  const made: string[] = [];
  const parts = names.split("/").slice(1);
  for (const [i, part] of parts.entries()) {
    if (part === "..") made.pop();
    else if (part !== ".") made.push(part);
    if ((part === "." || part === "..") && i === parts.length - 1) made.push("");
  }
  return `/${made.join("/")}${query}`;
}

/** Where a redirect leads from here. @throws UrlError */
export function redirected(from: Target, location: string): Target {
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(location)) return parseTarget(location);
  if (location.startsWith("//")) return parseTarget(`${from.scheme}:${location}`);
  const base = `${from.scheme}://${from.authority}`;
  if (location.startsWith("/")) return parseTarget(base + location);
  const folder = from.path.replace(/\?.*$/, "").replace(/[^/]*$/, "");
  return parseTarget(`${base}${folder}${location}`);
}

export interface HttpCall {
  readonly method: string;
  readonly headers: HttpHeaders;
  readonly body?: string;
  readonly version?: string;
}

/** The address of a target's host; undefined when nobody knows the name. */
export const addressOfTarget = (process: Process, { host }: Target): string | undefined =>
  addressesOf(process, host)?.[0];

/**
 * Connects and asks; the caller reads the body and closes the connection.
 * @param how what ends it early: a signal, and ms to connect in
 * @throws DialError, HttpFailure
 */
export async function call(
  process: Process,
  target: Target,
  address: string,
  request: HttpCall,
  how: { readonly signal?: AbortSignal; readonly limit?: number | undefined } = {},
): Promise<{ readonly response: OpenResponse; readonly connection: Connection }> {
  const connection = await dial(process, address, target.port, how.limit);
  try {
    const response = await requestHttp(
      connection,
      { ...request, target: target.path, body: request.body ?? "" },
      how.signal ?? process.signal,
    );
    return { response, connection };
  } catch (error) {
    connection.close();
    throw error;
  }
}

export { HttpFailure };

/** The part of a path that a downloaded file is named after; "" when there is none. */
export function fileNameOf({ path }: Target): string {
  return decodeURIComponent(
    path
      .replace(/[?#].*$/, "")
      .replace(/^.*\//, "")
      .replace(/%(?![0-9a-fA-F]{2})/g, "%25"),
  );
}
