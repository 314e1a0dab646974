import { fetchHttp } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Location, Settings } from "./config.ts";
import { type Answer, type Asked, about, hostOf, plainError, type Site, variables } from "./site.ts";

/** `proxy_pass`: the answer of another server, or 502 when it is not reached. */
export async function proxied(
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
