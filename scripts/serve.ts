import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { normalizeBase } from "../src/i18n/paths.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

export interface SiteOptions {
  /** The built site. */
  readonly directory: string;
  /** Where it was built to be mounted. */
  readonly base: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** The file a path names inside the site, or undefined when it names none or leaves the site. */
async function findFile(directory: string, path: string): Promise<{ file: string; size: number } | undefined> {
  const file = normalize(join(directory, path));
  if (file !== directory && !file.startsWith(directory + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return { file, size: found.size };
  return undefined;
}

/** What Astro names by its content never changes under that name; the rest is asked for again. */
function cacheControl(path: string): string {
  return path.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "no-cache";
}

async function answer(request: IncomingMessage, response: ServerResponse, site: SiteOptions): Promise<void> {
  const send = (status: number, headers: Record<string, string | number>, body = "") => {
    response.writeHead(status, { "X-Content-Type-Options": "nosniff", ...headers });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return send(405, { Allow: "GET, HEAD" });

  const url = new URL(request.url ?? "/", "http://site");
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return send(400, { "Content-Type": "text/plain" }, "Bad request\n");
  }
  if (!path.startsWith(site.base)) {
    // The root of a mounted site leads to it.
    if (path === "/" || `${path}/` === site.base) return send(302, { Location: site.base });
    return send(404, { "Content-Type": "text/plain; charset=utf-8" }, "Not found\n");
  }

  const inside = path.slice(site.base.length - 1);
  const directory = resolve(site.directory);
  let found = await findFile(directory, inside.endsWith("/") ? `${inside}index.html` : inside);
  if (!found && !inside.endsWith("/") && (await findFile(directory, `${inside}/index.html`))) {
    return send(301, { Location: `${url.pathname}/${url.search}` });
  }
  const status = found ? 200 : 404;
  found ??= await findFile(directory, "404.html");
  if (!found) return send(404, { "Content-Type": "text/plain; charset=utf-8" }, "Not found\n");
  response.writeHead(status, {
    "Content-Type": contentTypes[extname(found.file)] ?? "application/octet-stream",
    "Content-Length": found.size,
    "Cache-Control": cacheControl(inside),
    "X-Content-Type-Options": "nosniff",
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(found.file).pipe(response);
}

/**
 * Serves a built site over HTTP, as a static host would.
 * @returns the server and the address of the site's root
 * @throws when the port is taken
 */
export async function serveSite(options: SiteOptions): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(`${error instanceof Error ? error.message : error}\n`);
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(options.port, listening);
  });
  const address = server.address();
  const { port }: Pick<AddressInfo, "port"> = typeof address === "object" && address ? address : options;
  return { server, url: `http://localhost:${port}${options.base}` };
}

async function serveFromFirstFreePort(options: SiteOptions, tries = 20): Promise<string> {
  for (let port = options.port; ; port++) {
    try {
      return (await serveSite({ ...options, port })).url;
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || port >= options.port + tries) throw error;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const url = await serveFromFirstFreePort({
    directory: process.env.OUT_DIR ?? "dist",
    base: normalizeBase(process.env.BASE_PATH),
    port: Number(process.env.PORT ?? 4321),
  });
  console.log(`Dársena: ${url}\nCtrl-C stops it.`);
}
