import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { openInput } from "../kernel/open.ts";
import type { Process } from "../kernel/process.ts";
import { readAll } from "../kernel/stream.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlOptions } from "./curl-options.ts";
import type { Target } from "./http-fetch.ts";
import { toolVersion } from "./tool-versions.ts";

/** What is sent: method, header fields and body. */
export interface CurlRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** How it calls itself, unless told otherwise. */
  readonly agent: string;
  /** For `-G`: what goes into the query. */
  readonly query: string;
}

/** Makes the request that the options describe, without what depends on the host. @throws CurlError */
export async function buildRequest(process: Process, options: CurlOptions): Promise<CurlRequest> {
  const headers: Record<string, string> = {};
  const data: string[] = [];
  for (const { kind, text } of options.data) data.push(await dataOf(process, kind, text));
  const json = options.has("json");
  const joined = data.join(json ? "" : "&");
  const inQuery = options.has("get");
  let body = inQuery ? "" : joined;
  let method = options.has("head") ? "HEAD" : "GET";
  if (options.data.length > 0 && !inQuery) {
    method = "POST";
    headers["Content-Type"] = json ? "application/json" : "application/x-www-form-urlencoded";
    if (json) headers.Accept = "application/json";
  }
  const form = options.values("form");
  if (form.length > 0) {
    const boundary = `------------------------${process.machine.random.hex(22)}`;
    method = "POST";
    headers["Content-Type"] = `multipart/form-data; boundary=${boundary}`;
    body = `${form.map((part) => formPart(process, part, boundary)).join("")}--${boundary}--\r\n`;
  }
  const upload = options.value("upload-file");
  if (upload !== undefined) {
    method = "PUT";
    body = await readFile(process, upload, 26);
  }
  for (const header of options.values("header")) setHeader(headers, header);
  const agent = `curl/${toolVersion(process.machine.files, "curl")}`;
  return { method: options.value("request") ?? method, headers, body, agent, query: inQuery ? joined : "" };
}

/** The fields of a request to a host, in the order curl sends them. */
export function headersFor(
  target: Target,
  options: CurlOptions,
  request: CurlRequest,
  cookies: string,
): Record<string, string> {
  const user = options.value("user") ?? target.user;
  const agent = options.value("user-agent");
  const referer = options.value("referer");
  const all: Record<string, string> = { Host: target.authority };
  if (user !== undefined) all.Authorization = `Basic ${btoa(user)}`;
  if (agent !== "") all["User-Agent"] = agent ?? request.agent;
  all.Accept = "*/*";
  if (options.has("compressed")) all["Accept-Encoding"] = "deflate, gzip, br, zstd";
  if (referer !== undefined) all.Referer = referer;
  if (cookies !== "") all.Cookie = cookies;
  const range = options.value("range");
  if (range !== undefined) all.Range = `bytes=${range}`;
  for (const [name, value] of Object.entries(request.headers)) {
    const known = Object.keys(all).find((key) => key.toLowerCase() === name.toLowerCase());
    if (value === "") {
      if (known !== undefined) delete all[known];
    } else all[known ?? name] = value;
  }
  return all;
}

/** `Name: value`; `Name:` takes curl's own away, `Name;` sends an empty one. */
function setHeader(headers: Record<string, string>, text: string): void {
  const cut = text.search(/[:;]/);
  if (cut <= 0) return;
  const name = text.slice(0, cut);
  const known = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
  headers[known] = text.slice(cut + 1).trim();
}

async function dataOf(process: Process, kind: string, text: string): Promise<string> {
  if (kind === "data-urlencode") {
    const match = /^([^=@]*)([=@]?)(.*)$/s.exec(text);
    const [, name = "", sign = "", rest = ""] = match ?? [];
    if (sign === "") return encodeURIComponent(name);
    const value = encodeURIComponent(sign === "@" ? await readFile(process, rest, 26) : rest);
    return name === "" ? value : `${name}=${value}`;
  }
  if (kind === "data-raw" || !text.startsWith("@")) return text;
  const content = await readFile(process, text.slice(1), 26);
  return kind === "data-binary" || kind === "json" ? content : content.replace(/[\r\n]/g, "");
}

function formPart(process: Process, part: string, boundary: string): string {
  const cut = part.indexOf("=");
  const name = part.slice(0, cut);
  const [value = "", ...more] = part.slice(cut + 1).split(";");
  const type = more.find((option) => option.startsWith("type="))?.slice(5);
  let extra = "";
  let content = value;
  let kind = type;
  if (value.startsWith("@") || value.startsWith("<")) {
    content = readFileNow(process, value.slice(1));
    if (value.startsWith("@")) {
      extra = `; filename="${value.slice(1).replace(/^.*\//, "")}"`;
      kind ??= "application/octet-stream";
    }
  }
  const typeLine = kind === undefined ? "" : `Content-Type: ${kind}\r\n`;
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n${typeLine}\r\n${content}\r\n`;
}

async function readFile(process: Process, name: string, code: number): Promise<string> {
  try {
    return await readAll(name === "-" ? process.stdin : openInput(process, name));
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(code, "Failed to open/read local data from file/application");
    throw error;
  }
}

function readFileNow(process: Process, name: string): string {
  try {
    return process.files.readFile(resolvePath(process.cwd, name));
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(26, "Failed to open/read local data from file/application");
    throw error;
  }
}
