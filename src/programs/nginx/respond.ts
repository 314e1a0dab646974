import { type HttpResponse, headerOf } from "../../kernel/http.ts";
import type { Config, Location, Server, Settings } from "./config.ts";
import { fileAnswer, filePath, isKind } from "./files.ts";
import { statusWords } from "./pages.ts";
import { proxied } from "./proxy.ts";
import { type Answer, type Asked, plainError, type Site, variables } from "./site.ts";

/** The response to a request, by the server and the location it is for. */
export async function respond(site: Site, asked: Asked): Promise<HttpResponse> {
  const server = serverFor(site.config, asked);
  const path = decoded(asked.request.target);
  const answer =
    path === undefined ? plainError(site, server.settings, 400) : await answerIn(site, server, asked, path);
  const product = server.settings.tokens ? `nginx/${site.version}` : "nginx";
  const { "Content-Type": type, ...more } = answer.headers;
  const reason = statusWords(answer.status);
  return {
    status: answer.status,
    ...(reason === undefined ? {} : { reason }),
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
