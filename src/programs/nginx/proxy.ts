import { fetchHttp, HttpFailure, headerOf } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Location, Settings } from "./config.ts";
import { type Answer, type Asked, about, hostOf, plainError, type Site, variables } from "./site.ts";

/** `proxy_pass`: the answer of another server, the next one where one is not reached, or 502. */
export async function proxied(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  proxyPass: string,
): Promise<Answer> {
  const { request } = asked;
  const [, authority = "", path] =
    /^https?:\/\/([^/]*)(\/.*)?$/.exec(variables(proxyPass, asked, request.target)) ?? [];
  const target = path === undefined ? request.target : path + request.target.slice(location?.match.length ?? 0);
  const servers = serversOf(site, authority);
  const first = site.process.machine.random.below(servers.length);
  for (let turn = 0; turn < servers.length; turn++) {
    const server = servers[(first + turn) % servers.length] ?? authority;
    const url = `http://${server}${target}`;
    try {
      const sent = Object.fromEntries(
        settings.proxyHeaders
          .map(([name, value]) => [name, variables(value, asked, request.target)] as const)
          .filter(([, value]) => value !== ""),
      );
      const { Host, host, Connection, connection, "Content-Length": _, ...passed } = request.headers;
      const response = await fetchHttp(
        site.process.machine.network,
        url,
        {
          method: request.method,
          body: request.body,
          headers: { Host: authority, Connection: "close", ...passed, ...sent },
        },
        site.process.signal,
      );
      const kept = Object.entries(response.headers).filter(
        ([name]) =>
          !/^(server|date|connection|content-length|transfer-encoding|content-type|last-modified)$/i.test(name),
      );
      const type = headerOf(response.headers, "content-type");
      const modified = headerOf(response.headers, "last-modified");
      return {
        status: response.status,
        ...(type === undefined ? {} : { type }),
        ...(modified === undefined ? {} : { modified: Date.parse(modified) }),
        listed: Object.fromEntries(kept),
        body: response.body,
      };
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof HttpFailure)) throw error;
      const tail = `${about(asked)}, upstream: "${url}"${hostOf(asked)}`;
      site.error(`${reasonOf(error)}, ${tail}`);
      if (servers.length > 1)
        site.error(`upstream server temporarily disabled while connecting to upstream, ${tail}`, "warn");
    }
  }
  return plainError(site, settings, 502);
}

/** The addresses with their ports, as they were found when the configuration was read. */
function serversOf({ config }: Site, authority: string): string[] {
  const named = config.upstreams.get(authority) ?? [authority];
  return named.flatMap((each) => {
    const [, host = "", port = "80"] = /^(.*?)(?::(\d+))?$/.exec(each) ?? [];
    return (config.addresses.get(host) ?? [host]).map((address) => `${address}:${port}`);
  });
}

function reasonOf(error: NetworkError | HttpFailure): string {
  if (error instanceof HttpFailure)
    return error.reason === "malformed"
      ? "upstream sent no valid HTTP/1.0 header while reading response header from upstream"
      : "upstream prematurely closed connection while reading response header from upstream";
  return error.code === "ECONNREFUSED"
    ? "connect() failed (111: Connection refused) while connecting to upstream"
    : "connect() failed (113: No route to host) while connecting to upstream";
}
