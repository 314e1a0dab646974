import { type HttpRequest, type HttpResponse, headerOf } from "../../kernel/http.ts";
import type { Process } from "../../kernel/process.ts";
import type { Config, Settings } from "./config.ts";
import { errorPage } from "./pages.ts";

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

export type Answer = Pick<HttpResponse, "status" | "headers"> & { readonly body: string };

/** nginx's own page for a status. */
export function plainError({ version }: Site, { tokens }: Settings, status: number): Answer {
  return {
    status,
    headers: { "Content-Type": "text/html" },
    body: errorPage(status, tokens ? `nginx/${version}` : "nginx"),
  };
}

/** A text of the configuration with its `$variables` filled in. */
export function variables(text: string, { request, client, port }: Asked, path: string): string {
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

/** Who asked for what, as the error log tells it. */
export const about = ({ client, request }: Asked) =>
  `client: ${client}, server: localhost, request: "${request.method} ${request.target} ${request.version}"`;
export const hostOf = ({ request }: Asked) => `host: "${headerOf(request.headers, "host") ?? ""}"`;
