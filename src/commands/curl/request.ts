import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { openInput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import type { Target } from "../http-fetch.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlOptions } from "./curl-options.ts";
import { CurlVersion } from "./curl-version.ts";
import { makeForm } from "./form.ts";

/** What is sent: method, header fields and body. */
export interface CurlRequest {
  readonly method: string;
  /** Fields that were asked for; "" for one of curl's own that is not to be sent. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The kind of the body, where no field tells. */
  readonly contentType: string | undefined;
  /** How it calls itself, unless told otherwise. */
  readonly agent: string;
  /** For `-G`: what goes into the query. */
  readonly query: string;
  /** Only the head of the answer is wanted (`-I`), whatever the method's name. */
  readonly headOnly: boolean;
}

/** The text of a file; undefined when it cannot be read. */
export function fileText(process: Process, name: string): string | undefined {
  try {
    return process.files.readFile(resolvePath(process.cwd, name));
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Makes the request that the options describe, without what depends on the host. @throws CurlError */
export async function buildRequest(process: Process, options: CurlOptions): Promise<CurlRequest> {
  const headers: Record<string, string | undefined> = {};
  const isJson = options.has("json");
  if (isJson) Object.assign(headers, { "Content-Type": "application/json", Accept: "application/json" });
  for (const header of options.values("header")) setHeader(headers, header);
  const data: string[] = [];
  for (const { kind, text } of options.data) data.push(await dataOf(process, kind, text));
  const joined = data.join(isJson ? "" : "&");
  const inQuery = options.has("get");
  const headOnly = options.has("head");
  const whole = {
    headers,
    query: inQuery ? joined : "",
    agent: `curl/${CurlVersion.of(process.machine.files).number}`,
    headOnly,
  };
  const method = options.value("request");
  const form = [
    ...options.values("form").map((text) => ({ text, isPlain: false })),
    ...options.values("form-string").map((text) => ({ text, isPlain: true })),
  ];
  if (form.length > 0) {
    const { boundary, body } = makeForm(process, form, (name) => fileText(process, name));
    return { ...whole, method: method ?? "POST", body, contentType: `multipart/form-data; boundary=${boundary}` };
  }
  const upload = options.value("upload-file");
  if (upload !== undefined)
    return { ...whole, method: method ?? "PUT", body: await readFile(process, upload), contentType: undefined };
  const posts = options.data.length > 0 && !inQuery;
  return {
    ...whole,
    method: method ?? (headOnly ? "HEAD" : posts ? "POST" : "GET"),
    body: posts ? joined : "",
    contentType: posts ? "application/x-www-form-urlencoded" : undefined,
  };
}

/** The fields of a request to a host, in the order curl sends them. @param length the body's, bytes */
export function headersFor(
  target: Target,
  options: CurlOptions,
  request: CurlRequest,
  cookies: string,
  length: number,
): Record<string, string> {
  const user = options.value("user") ?? target.user;
  const agent = options.value("user-agent");
  const referer = options.value("referer");
  const range = options.value("range");
  const own: Record<string, string> = { Host: target.authority };
  if (range !== undefined) own.Range = `bytes=${range}`;
  if (user !== undefined) own.Authorization = `Basic ${btoa(user)}`;
  if (agent !== "") own["User-Agent"] = agent ?? request.agent;
  own.Accept = "*/*";
  if (options.has("compressed")) own["Accept-Encoding"] = "deflate, gzip, br, zstd";
  if (referer !== undefined) own.Referer = referer;
  if (cookies !== "") own.Cookie = cookies;
  const asked = Object.entries(request.headers);
  const askedFor = (name: string) => asked.find(([key]) => key.toLowerCase() === name.toLowerCase());
  // A field that is asked for stands where the asked ones stand; only Host keeps its place, at the top.
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    const instead = askedFor(name);
    if (!instead) all[name] = value;
    else if (name === "Host" && instead[1]) all[name] = instead[1];
  }
  for (const [name, value] of asked) {
    if (value !== undefined && name.toLowerCase() !== "host") all[name] = value;
  }
  if (length > 0 || request.contentType !== undefined) {
    if (!askedFor("Content-Length")) all["Content-Length"] = String(length);
    if (request.contentType !== undefined && !askedFor("Content-Type")) all["Content-Type"] = request.contentType;
  }
  return all;
}

/** `Name: value`; `Name:` takes curl's own away, `Name;` sends an empty one. */
function setHeader(headers: Record<string, string | undefined>, text: string): void {
  const cut = text.search(/[:;]/);
  if (cut <= 0) return;
  const name = text.slice(0, cut);
  const known = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
  const value = text.slice(cut + 1).trim();
  headers[known] = value === "" && text.charAt(cut) === ":" ? undefined : value;
}

/** curl's own way to escape: a space is a plus since 7.88. */
const escaped = (text: string) =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");

async function dataOf(process: Process, kind: string, text: string): Promise<string> {
  if (kind === "data-urlencode") {
    const match = /^([^=@]*)([=@]?)(.*)$/s.exec(text);
    const [, name = "", sign = "", rest = ""] = match ?? [];
    if (sign === "") return escaped(name);
    const value = escaped(sign === "@" ? await readFile(process, rest) : rest);
    return name === "" ? value : `${name}=${value}`;
  }
  if (kind === "data-raw" || !text.startsWith("@")) return text;
  const content = await readFile(process, text.slice(1));
  return kind === "data-binary" || kind === "json" ? content : content.replace(/[\r\n]/g, "");
}

async function readFile(process: Process, name: string): Promise<string> {
  try {
    return await readAll(name === "-" ? process.stdin : openInput(process, name));
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(26, "Failed to open/read local data from file/application");
    throw error;
  }
}
