import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { fetchHttp, type HttpRequest, type HttpResponse, headerOf } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network.ts";
import type { Process } from "../../kernel/process.ts";
import type { Config, Location, Server, Settings } from "./config.ts";
import { autoindexPage, errorPage } from "./pages.ts";

/** A request and what answering it needs. */
export interface Asked {
  readonly request: HttpRequest;
  readonly client: string;
  readonly port: number;
}

export interface Site {
  readonly config: Config;
  readonly process: Process;
  /** "1.31.6" */
  readonly version: string;
  /** Writes to the error log: what follows "*1 ". */
  error(text: string): void;
}

type Answer = Pick<HttpResponse, "status" | "headers"> & { readonly body: string };

/** The response to a request, by the server and the location it is for. */
export async function respond(site: Site, asked: Asked): Promise<HttpResponse> {
  const server = serverFor(site.config, asked);
  const path = decoded(asked.request.target);
  const answer =
    path === undefined ? plainError(site, server.settings, 400) : await answerIn(site, server, asked, path);
  const product = server.settings.tokens ? `nginx/${site.version}` : "nginx";
  const { "Content-Type": type, ...more } = answer.headers;
  return {
    status: answer.status,
    headers: {
      Server: product,
      Date: new Date(site.process.machine.clock.now()).toUTCString(),
      ...(type === undefined ? {} : { "Content-Type": type }),
      "Content-Length": String(new TextEncoder().encode(answer.body).length),
      ...more,
      Connection: headerOf(asked.request.headers, "connection")?.toLowerCase() === "close" ? "close" : "keep-alive",
    },
    body: answer.body,
  };
}

/** By port, then by name; the first one, or the default one, for other names. */
function serverFor({ servers }: Config, { port, request }: Asked): Server {
  const here = servers.filter(({ ports }) => ports.includes(port));
  const host = (headerOf(request.headers, "host") ?? "").replace(/:\d+$/, "").toLowerCase();
  const named = here.find(({ names }) =>
    names.some((name) => name === host || (name.startsWith("*.") && host.endsWith(name.slice(1)))),
  );
  const chosen = named ?? here.find(({ isDefault }) => isDefault) ?? here[0];
  if (!chosen) throw new RangeError(`no server on port ${port}`);
  return chosen;
}

function decoded(target: string): string | undefined {
  try {
    return decodeURIComponent(target.split("?", 1)[0] ?? "/");
  } catch {
    return undefined;
  }
}

async function answerIn(site: Site, server: Server, asked: Asked, path: string): Promise<Answer> {
  const location = locationFor(server, path);
  const settings = location?.settings ?? server.settings;
  const answer = await answerWith(site, server, settings, location, asked, path);
  const page = settings.errorPages.get(answer.status);
  if (answer.status >= 400 && page !== undefined && page !== path) {
    const own = await answerIn(site, server, asked, page);
    if (own.status === 200) return { ...own, status: answer.status };
  }
  return answer.status < 400
    ? { ...answer, headers: { ...answer.headers, ...Object.fromEntries(settings.headers) } }
    : answer;
}

/** Exact, then regular expressions in order, then the longest prefix; `^~` is a prefix here. */
function locationFor({ locations }: Server, path: string): Location | undefined {
  const exact = locations.find(({ kind, match }) => kind === "exact" && match === path);
  if (exact) return exact;
  const regex = locations.find(({ pattern }) => pattern?.test(path));
  if (regex) return regex;
  return locations
    .filter(({ kind, match }) => kind === "prefix" && path.startsWith(match))
    .sort((a, b) => b.match.length - a.match.length)[0];
}

async function answerWith(
  site: Site,
  server: Server,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  path: string,
): Promise<Answer> {
  const { returns, proxyPass, tryFiles } = settings;
  if (returns) return returned(site, settings, asked, returns);
  if (proxyPass !== undefined) return proxied(site, settings, location, asked, proxyPass);
  if (asked.request.method !== "GET" && asked.request.method !== "HEAD") return plainError(site, settings, 405);
  if (tryFiles) {
    const { files } = site.process;
    const last = tryFiles.at(-1) ?? "";
    for (const candidate of tryFiles.slice(0, -1)) {
      const wanted = variables(candidate, asked, path);
      const full = filePath(settings, location, wanted);
      if (isKind(files, full, wanted.endsWith("/") ? "directory" : "file"))
        return fileAnswer(site, settings, location, asked, wanted);
    }
    if (/^=\d+$/.test(last)) return plainError(site, settings, Number(last.slice(1)));
    const next = variables(last, asked, path).split("?", 1)[0] ?? "/";
    return next === path ? fileAnswer(site, settings, location, asked, path) : answerIn(site, server, asked, next);
  }
  return fileAnswer(site, settings, location, asked, path);
}

function returned(
  site: Site,
  settings: Settings,
  asked: Asked,
  { status, text }: { readonly status: number; readonly text: string },
): Answer {
  const value = variables(text, asked, asked.request.target.split("?", 1)[0] ?? "/");
  if (status >= 300 && status < 400 && value !== "")
    return { ...plainError(site, settings, status), headers: { "Content-Type": "text/html", Location: value } };
  if (value === "" && status >= 300) return plainError(site, settings, status);
  return { status, headers: { "Content-Type": settings.defaultType }, body: value.replaceAll("\\n", "\n") };
}

async function proxied(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  proxyPass: string,
): Promise<Answer> {
  const { request } = asked;
  const [, host = "", path = ""] = /^http:\/\/([^/]+)(\/.*)?$/.exec(proxyPass) ?? [];
  const addresses = site.config.upstreams.get(host) ?? [host];
  const turn = site.process.machine.random.below(addresses.length);
  const target = path === "" ? request.target : path + request.target.slice(location?.match.length ?? 0);
  const url = `http://${addresses[turn] ?? host}${target}`;
  try {
    const sent = Object.fromEntries(
      settings.proxyHeaders.map(([name, value]) => [name, variables(value, asked, request.target)]),
    );
    const response = await fetchHttp(
      site.process.machine.network,
      url,
      { method: request.method, body: request.body, headers: { Host: host, Connection: "close", ...sent } },
      site.process.signal,
    );
    const kept = Object.entries(response.headers).filter(
      ([name]) => !/^(server|date|connection|content-length|transfer-encoding)$/i.test(name),
    );
    const headers = Object.fromEntries(
      kept.map(([name, value]) => [name.replace(/^content-type$/i, "Content-Type"), String(value)]),
    );
    return { status: response.status, headers, body: response.body };
  } catch (error) {
    const reason =
      error instanceof NetworkError && error.code === "ECONNREFUSED"
        ? "connect() failed (111: Connection refused) while connecting to upstream"
        : "connect() failed (113: No route to host) while connecting to upstream";
    site.error(`${reason}, ${about(asked)}, upstream: "${url}", ${hostOf(asked)}`);
    return plainError(site, settings, 502);
  }
}

function fileAnswer(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  path: string,
): Answer {
  const { files } = site.process;
  const full = filePath(settings, location, path);
  const fail = (status: number, text: string) => {
    site.error(`${text}, ${about(asked)}, ${hostOf(asked)}`);
    return plainError(site, settings, status);
  };
  try {
    if (files.stat(full.replace(/(?<=.)\/+$/, "")).kind === "directory") {
      if (!path.endsWith("/")) return redirect(site, settings, asked, path);
      const index = settings.index.find((name) => isKind(files, `${full}/${name}`, "file"));
      if (index !== undefined) return fileAnswer(site, settings, location, asked, `${path}${index}`);
      if (settings.autoindex)
        return { status: 200, headers: { "Content-Type": "text/html" }, body: autoindexPage(files, full, path) };
      return fail(403, `directory index of "${full.replace(/\/*$/, "/")}" is forbidden`);
    }
    const { mtime, size } = files.stat(full);
    const ending = full.slice(full.lastIndexOf(".") + 1);
    return {
      status: 200,
      headers: {
        "Content-Type": site.config.types.get(ending) ?? settings.defaultType,
        "Last-Modified": new Date(mtime).toUTCString(),
        ETag: `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`,
        "Accept-Ranges": "bytes",
      },
      body: files.readFile(full),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === "EACCES") return fail(403, `open() "${full}" failed (13: ${error.message})`);
    return fail(404, `open() "${full}" failed (2: No such file or directory)`);
  }
}

function redirect(site: Site, settings: Settings, asked: Asked, path: string): Answer {
  const host = headerOf(asked.request.headers, "host") ?? "localhost";
  const headers = {
    "Content-Type": "text/html",
    Location: `http://${host.replace(/:\d+$/, "")}${asked.port === 80 ? "" : `:${asked.port}`}${path}/`,
  };
  return { ...plainError(site, settings, 301), headers };
}

function plainError({ version }: Site, { tokens }: Settings, status: number): Answer {
  return {
    status,
    headers: { "Content-Type": "text/html" },
    body: errorPage(status, tokens ? `nginx/${version}` : "nginx"),
  };
}

function filePath({ root, alias }: Settings, location: Location | undefined, path: string): string {
  const rest = alias === undefined ? path : path.slice(location?.match.length ?? 0);
  const full = resolvePath("/etc/nginx", `${alias ?? root}/${rest}`);
  return path.endsWith("/") ? `${full === "/" ? "" : full}/` : full;
}

function isKind(files: FileSystem, path: string, kind: string): boolean {
  return files.exists(path) && files.stat(path).kind === kind;
}

function variables(text: string, { request, client, port }: Asked, path: string): string {
  const query = request.target.includes("?") ? request.target.slice(request.target.indexOf("?") + 1) : "";
  const host = headerOf(request.headers, "host") ?? "localhost";
  const values: Record<string, string> = {
    uri: path,
    document_uri: path,
    request_uri: request.target,
    args: query,
    query_string: query,
    is_args: query === "" ? "" : "?",
    host: host.replace(/:\d+$/, ""),
    http_host: host,
    remote_addr: client,
    proxy_add_x_forwarded_for: client,
    scheme: "http",
    server_port: String(port),
    request_method: request.method,
    http_user_agent: headerOf(request.headers, "user-agent") ?? "",
  };
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => values[name] ?? all);
}

const about = ({ client, request }: Asked) =>
  `client: ${client}, server: localhost, request: "${request.method} ${request.target} ${request.version}"`;
const hostOf = ({ request }: Asked) => `host: "${headerOf(request.headers, "host") ?? ""}"`;
