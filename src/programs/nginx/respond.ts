import { byteLength } from "../../kernel/bytes.ts";
import { type HttpResponse, headerOf } from "../../kernel/http.ts";
import { condition, cut, rangesOf } from "./conditional.ts";
import type { Config, Location, Server, Settings } from "./config.ts";
import { absolute, fileAnswer, filePath, isKind } from "./files.ts";
import { statusWords } from "./pages.ts";
import { normalPath } from "./path.ts";
import { proxied } from "./proxy.ts";
import { type Answer, type Asked, about, hostOf, plainError, type Site, variables } from "./site.ts";

/** What is sent, and by whose settings: they say where it is logged. */
export interface Responded {
  readonly response: HttpResponse & { readonly body: string };
  readonly settings: Settings;
  readonly serverName: string;
}

/** How often a request may be sent on to another location (NGX_HTTP_MAX_URI_CHANGES). */
const MOST_TURNS = 10;

/** The response to a request, by the server and the location it is for. */
export async function respond(site: Site, unnamed: Omit<Asked, "serverName">): Promise<Responded> {
  const server = serverFor(site.config, unnamed);
  const asked: Asked = { ...unnamed, serverName: server.names[0] ?? "" };
  const refused = refusal(asked);
  const path = normalPath(asked.request.target);
  const { answer, settings, uri } =
    refused !== undefined || path === undefined
      ? { answer: plainError(site, server.settings, refused ?? 400), settings: server.settings, uri: "/" }
      : await answerIn(site, server, asked, path, 0);
  return { response: sent(site, settings, asked, answer, uri), settings, serverName: asked.serverName };
}

/** What is wrong with a request before its path is looked at (ngx_http_request.c). */
function refusal({ request, line }: Asked): number | undefined {
  if (line !== undefined) return /^[A-Z_-]+ \S+ HTTP\/([2-9]|\d\d)/.test(line) ? 505 : 400;
  const host = headerOf(request.headers, "host");
  if (host === undefined ? request.version === "HTTP/1.1" : host === "" || /[\s/,]/.test(host)) return 400;
  if (!/^[A-Z_-]+$/.test(request.method)) return 400;
  if (request.target.length > 8000) return 414;
  return request.method === "TRACE" || request.method === "CONNECT" ? 405 : undefined;
}

/** An answer with its fields in the order in which nginx sends them (ngx_http_header_filter_module.c). */
function sent(site: Site, settings: Settings, asked: Asked, given: Answer, uri: string): Responded["response"] {
  let answer = given;
  const { request } = asked;
  const conditional = condition(request, answer);
  if (conditional === 304) answer = { ...answer, status: 304, body: "" };
  else if (conditional !== undefined) answer = plainError(site, settings, conditional);
  const added = Object.fromEntries(
    settings.headers
      .filter(({ always }) => always || ADDED_TO.has(answer.status))
      .map(({ name, value }) => [name, variables(value, asked, uri)]),
  );
  const ranges = conditional === undefined ? rangesOf(request, answer) : undefined;
  const ranged = answer.status === 200 && answer.etag !== undefined && ranges === undefined;
  if (ranges === "none") {
    const whole = byteLength(answer.body);
    answer = { ...plainError(site, settings, 416), listed: { "Content-Range": `bytes */${whole}` } };
  } else if (ranges) answer = cut(answer, ranges, () => String(site.boundary()).padStart(20, "0"));
  const { status, type, body, location, modified, etag, listed, text, closes } = answer;
  const bodiless = status === 304 || status === 204;
  const asks = headerOf(request.headers, "connection")?.toLowerCase();
  const open =
    !closes &&
    request.method !== "TRACE" &&
    (request.version === "HTTP/1.1" ? asks !== "close" : asks === "keep-alive");
  // A place without a server comes before Connection, made whole; one that names its server stands in the list.
  const local = location?.startsWith("/") === true;
  const charset =
    text && settings.charset !== undefined && /^(text\/(?!event)|application\/(javascript|rss\+xml)$)/.test(type ?? "");
  return {
    status,
    reason: statusWords(status),
    headers: {
      Server: settings.tokens ? `nginx/${site.version}` : "nginx",
      Date: new Date(site.process.machine.clock.now()).toUTCString(),
      ...(type === undefined || bodiless
        ? {}
        : { "Content-Type": charset ? `${type}; charset=${settings.charset}` : type }),
      ...(bodiless ? {} : { "Content-Length": String(byteLength(body)) }),
      ...(modified === undefined ? {} : { "Last-Modified": new Date(modified).toUTCString() }),
      ...(local ? { Location: absolute(asked, location ?? "") } : {}),
      Connection: open ? "keep-alive" : "close",
      ...(location !== undefined && !local ? { Location: location } : {}),
      ...(etag === undefined ? {} : { ETag: etag }),
      ...listed,
      ...added,
      ...(ranged ? { "Accept-Ranges": "bytes" } : {}),
    },
    body,
  };
}

/** The answers that `add_header` without "always" goes with. */
const ADDED_TO: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** By port, then by name: the exact one, the longest with a `*` before or after, a regular expression; or the default one. */
function serverFor({ servers }: Config, { port, request }: Omit<Asked, "serverName">): Server {
  const here = servers.filter(({ ports, ports6 }) => ports.includes(port) || ports6.includes(port));
  const host = (headerOf(request.headers, "host") ?? "").replace(/:\d+$/, "").toLowerCase();
  const fits = (name: string) =>
    name === host ||
    (name.startsWith("*.") && host.endsWith(name.slice(1))) ||
    (name.startsWith(".") && (host === name.slice(1) || host.endsWith(name))) ||
    (name.endsWith(".*") && host.startsWith(name.slice(0, -1)));
  const chosen =
    here.find(({ names }) => names.includes(host)) ??
    here.find(({ names }) => names.some(fits)) ??
    here.find(({ names }) => names.some((name) => name.startsWith("~") && new RegExp(name.slice(1)).test(host))) ??
    here.find(({ isDefault }) => isDefault) ??
    here[0];
  if (!chosen) throw new RangeError(`no server on port ${port}`);
  return chosen;
}

interface Answered {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly uri: string;
}

async function answerIn(site: Site, server: Server, asked: Asked, path: string, turns: number): Promise<Answered> {
  if (turns > MOST_TURNS) {
    site.error(`rewrite or internal redirection cycle while processing "${path}", ${about(asked)}${hostOf(asked)}`);
    return { answer: plainError(site, server.settings, 500), settings: server.settings, uri: path };
  }
  const again = (next: string) => answerIn(site, server, asked, next, turns + 1);
  // The server's own `rewrite` and `return` come before any location.
  const early = rewritten(server.settings, path);
  if (early?.moved)
    return { answer: moved(site, server.settings, asked, early.moved, early.to), settings: server.settings, uri: path };
  if (server.settings.returns)
    return {
      answer: returned(site, server.settings, asked, server.settings.returns, path),
      settings: server.settings,
      uri: path,
    };
  const uri = early?.to ?? path;
  const location = locationFor(server, uri);
  const settings = location?.settings ?? server.settings;
  const done = await answerWith(site, settings, location, asked, uri, again);
  if ("settings" in done) return done;
  const page = settings.errorPages.get(done.status);
  if (page !== undefined && page.uri !== uri && done.status >= 300) {
    if (!page.uri.startsWith("/")) return { answer: moved(site, settings, asked, 302, page.uri), settings, uri };
    const own = await again(variables(page.uri, asked, uri));
    // A file that stands for an error has no date and takes no ranges.
    const status = page.status ?? (own.answer.status === 200 ? done.status : own.answer.status);
    const { modified, ...bare } = own.answer;
    const answer = status === 200 ? own.answer : bare;
    return { ...own, answer: { ...answer, status } };
  }
  return { answer: done, settings, uri };
}

/** Exact, then the longest prefix where it is final, then regular expressions in order, then that prefix. */
function locationFor({ locations }: Server, path: string): Location | undefined {
  const exact = locations.find(({ kind, match }) => kind === "exact" && match === path);
  if (exact) return exact;
  const prefix = locations
    .filter(({ kind, match }) => kind === "prefix" && path.startsWith(match))
    .sort((a, b) => b.match.length - a.match.length)[0];
  if (prefix?.final) return prefix;
  return locations.find(({ pattern }) => pattern?.test(path)) ?? prefix;
}

async function answerWith(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  path: string,
  again: (next: string) => Promise<Answered>,
): Promise<Answer | Answered> {
  const { returns, proxyPass, tryFiles } = settings;
  const { request } = asked;
  if (location) {
    const changed = rewritten(settings, path);
    if (changed?.moved) return moved(site, settings, asked, changed.moved, changed.to);
    if (changed?.last) return again(changed.to);
    if (changed) return answerWith(site, { ...settings, rewrites: [] }, location, asked, changed.to, again);
    if (returns) return returned(site, settings, asked, returns, path);
  }
  const size = byteLength(request.body);
  if (settings.maxBody > 0 && size > settings.maxBody) {
    site.error(`client intended to send too large body: ${size} bytes, ${about(asked)}${hostOf(asked)}`);
    return plainError(site, settings, 413);
  }
  const rule = settings.access.find(
    ({ from }) => from === "all" || from === asked.client || within(asked.client, from),
  );
  if (rule && !rule.allow) {
    site.error(`access forbidden by rule, ${about(asked)}${hostOf(asked)}`);
    return plainError(site, settings, 403);
  }
  if (tryFiles) {
    const { files } = site.process;
    const last = tryFiles.at(-1) ?? "";
    const found = tryFiles
      .slice(0, -1)
      .map((candidate) => variables(candidate, asked, path))
      .find((wanted) =>
        isKind(files, filePath(settings, location, wanted), wanted.endsWith("/") ? "directory" : "file"),
      );
    if (found === undefined) {
      if (/^=\d+$/.test(last)) return plainError(site, settings, Number(last.slice(1)));
      const next = variables(last, asked, path).replace(/\?.*$/s, "");
      if (next.startsWith("/")) return again(next);
    } else if (proxyPass === undefined) return fileOrRefusal(site, settings, location, asked, found);
  }
  if (proxyPass !== undefined) return proxied(site, settings, location, asked, proxyPass);
  return fileOrRefusal(site, settings, location, asked, path);
}

/** Files are read only. What a form is sent to is looked for first. */
function fileOrRefusal(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  path: string,
): Answer {
  if (!/^(GET|HEAD|POST)$/.test(asked.request.method)) return plainError(site, settings, 405);
  return fileAnswer(site, settings, location, asked, path);
}

/** Whether an address is of a network, "172.17.0.0/16". */
function within(client: string, network: string): boolean {
  const [address = "", bits] = network.split("/");
  if (bits === undefined) return false;
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const step = 2 ** (32 - Number(bits));
  return Math.floor(number(client) / step) === Math.floor(number(address) / step);
}

/** What `rewrite` makes of a path: the first that ends it, or all in turn. */
function rewritten(settings: Settings, path: string): { to: string; moved?: number; last?: boolean } | undefined {
  let to = path;
  for (const { pattern, to: target, flag } of settings.rewrites) {
    const found = pattern.exec(to);
    if (!found) continue;
    const next = target.replace(/\$(\d)/g, (_, digit: string) => found[Number(digit)] ?? "");
    if (flag === "permanent") return { to: next, moved: 301 };
    if (flag === "redirect" || /^https?:\/\//.test(next)) return { to: next, moved: 302 };
    to = next.replace(/\?.*$/s, "");
    if (flag === "last" || flag === "break") return { to, last: flag === "last" };
  }
  return to === path ? undefined : { to, last: true };
}

const moved = (site: Site, settings: Settings, asked: Asked, status: number, to: string): Answer => ({
  ...plainError(site, settings, status),
  location: variables(to, asked, asked.request.target.replace(/\?.*$/s, "")),
});

function returned(
  site: Site,
  settings: Settings,
  asked: Asked,
  { status, text }: { readonly status: number; readonly text: string },
  path: string,
): Answer {
  const value = variables(text, asked, path);
  if ([301, 302, 303, 307, 308].includes(status) && value !== "") return moved(site, settings, asked, status, value);
  if (value === "" && status !== 200) return plainError(site, settings, status);
  return { status, ...(status === 204 ? {} : { type: settings.defaultType }), text: true, body: value };
}
