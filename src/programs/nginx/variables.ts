import { type HttpRequest, headerOf } from "../../kernel/http.ts";
import type { Asked } from "./site.ts";

const NAMES: ReadonlySet<string> = new Set(
  `args arg binary_remote_addr body_bytes_sent bytes_sent connection connection_requests content_length content_type
  document_root document_uri host hostname http_host https is_args limit_rate msec nginx_version pid proxy_add_x_forwarded_for
  proxy_host proxy_port query_string realpath_root remote_addr remote_port remote_user request request_body request_completion
  request_filename request_id request_length request_method request_time request_uri scheme server_addr server_name
  server_port server_protocol ssl_protocol ssl_cipher status time_iso8601 time_local uri upstream_addr
  upstream_response_time upstream_status upstream_cache_status upstream_connect_time upstream_header_time gzip_ratio`.split(
    /\s+/,
  ),
);

/** Whether nginx has a variable by this name without anybody making it. */
export const isVariable = (name: string): boolean =>
  NAMES.has(name) ||
  /^(http|arg|cookie|sent_http|sent_trailer|upstream_http|upstream_cookie)_\w+$/.test(name) ||
  /^\d$/.test(name);

/** The values that are known of a request before it is answered; undefined for those that are not. */
export function variable(name: string, asked: Asked, path: string): string | undefined {
  const { request, client, port, serverName } = asked;
  const at = request.target.indexOf("?");
  const query = at < 0 ? "" : request.target.slice(at + 1);
  const host = headerOf(request.headers, "host");
  const header = /^http_(\w+)$/.exec(name)?.[1];
  if (header !== undefined) return headerOf(request.headers, header.replaceAll("_", "-")) ?? "";
  const argument = /^arg_(\w+)$/.exec(name)?.[1];
  if (argument !== undefined) return new URLSearchParams(query).get(argument) ?? "";
  switch (name) {
    case "uri":
    case "document_uri":
      return path;
    case "request_uri":
      return request.target;
    case "request":
      return asked.line ?? firstLine(request);
    case "args":
    case "query_string":
      return query;
    case "is_args":
      return query === "" ? "" : "?";
    case "host":
      return (host ?? serverName).replace(/:\d+$/, "").toLowerCase();
    case "hostname":
      return asked.hostname;
    case "server_name":
      return serverName;
    case "server_addr":
      return asked.local;
    case "remote_addr":
      return client;
    case "remote_user":
      return userOf(headerOf(request.headers, "authorization"));
    case "proxy_add_x_forwarded_for": {
      const before = headerOf(request.headers, "x-forwarded-for");
      return before === undefined ? client : `${before}, ${client}`;
    }
    case "scheme":
      return "http";
    case "https":
      return "";
    case "server_port":
      return String(port);
    case "server_protocol":
      return request.version;
    case "request_method":
      return request.method;
    case "content_type":
    case "content_length":
      return headerOf(request.headers, name.replace("_", "-")) ?? "";
    default:
      return undefined;
  }
}

/** A request's first line as it came: the first HTTP did not name itself. */
export const firstLine = ({ method, target, version }: HttpRequest): string =>
  `${method} ${target}${version === "HTTP/0.9" ? "" : ` ${version}`}`;

/** A text of the configuration with its `$variables` filled in; `$host` and `${host}` are the same. */
export function filled(text: string, value: (name: string) => string | undefined): string {
  return text.replace(
    /\$(?:\{(\w+)\}|([a-z]\w*|\d))/gi,
    (all, braced: string, plain: string) => value(braced ?? plain) ?? all,
  );
}

/** The user that a client says it is, as logs show it. */
function userOf(authorization: string | undefined): string {
  const coded = /^Basic\s+(\S+)/i.exec(authorization ?? "")?.[1];
  if (coded === undefined) return "";
  try {
    return atob(coded).split(":", 1)[0] ?? "";
  } catch {
    return "";
  }
}
