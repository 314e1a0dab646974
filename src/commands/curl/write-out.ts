import { type HttpHeaders, headerOf } from "../../kernel/http.ts";
import { parseTarget } from "../http-fetch.ts";

/** What a transfer came to, for `-w`. Times are ms. */
export interface TransferSummary {
  readonly url: string;
  readonly effectiveUrl: string;
  readonly method: string;
  readonly scheme: string;
  readonly status: number;
  readonly httpVersion: string;
  readonly headers: HttpHeaders;
  readonly headerSize: number;
  readonly size: number;
  readonly uploaded: number;
  /** Bytes of all requests, heads and bodies. */
  readonly sent: number;
  /** How many connections were made. */
  readonly connections: number;
  /** The URL's place in the command line, from 0. */
  readonly urlNumber: number;
  readonly redirects: number;
  readonly redirectUrl: string;
  readonly fileName: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly lookup: number;
  readonly connect: number;
  readonly firstByte: number;
  readonly total: number;
  readonly exitCode: number;
  readonly error: string;
}

const seconds = (ms: number) => (ms / 1000).toFixed(6);

const VARIABLES: Readonly<Record<string, (of: TransferSummary) => string>> = {
  content_type: ({ headers }) => headerOf(headers, "content-type") ?? "",
  errormsg: ({ error }) => error,
  exitcode: ({ exitCode }) => String(exitCode),
  filename_effective: ({ fileName }) => fileName,
  http_code: ({ status }) => String(status).padStart(3, "0"),
  http_connect: () => "000",
  http_version: ({ httpVersion }) => httpVersion.replace("HTTP/", "").replace(".0", "") || "0",
  local_ip: ({ localAddress }) => localAddress,
  local_port: ({ localPort }) => String(localPort),
  method: ({ method }) => method,
  num_connects: ({ connections }) => String(connections),
  num_headers: ({ headers }) => String(Object.keys(headers).length),
  num_redirects: ({ redirects }) => String(redirects),
  redirect_url: ({ redirectUrl }) => redirectUrl,
  remote_ip: ({ remoteAddress }) => remoteAddress,
  remote_port: ({ remotePort }) => String(remotePort),
  response_code: ({ status }) => String(status).padStart(3, "0"),
  scheme: ({ scheme }) => scheme,
  size_download: ({ size }) => String(size),
  size_header: ({ headerSize }) => String(headerSize),
  size_request: ({ sent }) => String(sent),
  size_upload: ({ uploaded }) => String(uploaded),
  speed_download: ({ size, total }) => String(total > 0 ? Math.floor((size * 1000) / total) : 0),
  speed_upload: ({ uploaded, total }) => String(total > 0 ? Math.floor((uploaded * 1000) / total) : 0),
  ssl_verify_result: () => "0",
  time_appconnect: () => "0.000000",
  time_connect: ({ connect }) => seconds(connect),
  time_namelookup: ({ lookup }) => seconds(lookup),
  time_pretransfer: ({ connect }) => seconds(connect),
  time_redirect: () => "0.000000",
  time_starttransfer: ({ firstByte }) => seconds(firstByte),
  time_total: ({ total }) => seconds(total),
  url: ({ url }) => url,
  urlnum: ({ urlNumber }) => String(urlNumber),
  url_effective: ({ effectiveUrl }) => effectiveUrl,
};

const NUMBERS =
  /^(exitcode|http_code|http_connect|local_port|num_|remote_port|response_code|size_|speed_|ssl_|time_|urlnum)/;

/**
 * The text of `-w` for a transfer: `%{http_code}`, `%header{server}`, `\n`. What is meant for standard error
 * (`%{stderr}`) comes apart.
 */
export function writeOut(format: string, summary: TransferSummary): { readonly out: string; readonly err: string } {
  const texts = { out: "", err: "" };
  let to: "out" | "err" = "out";
  const pattern = /%%|%\{([^}]*)\}|%header\{([^}]*)\}|\\([nrt])|[\s\S]/g;
  for (const [whole, name, header, letter] of format.matchAll(pattern)) {
    if (name === "stdout") to = "out";
    else if (name === "stderr") to = "err";
    else if (name === "onerror" && summary.exitCode === 0) break;
    else if (name === "json") texts[to] += json(summary);
    else if (name === "header_json") texts[to] += headersJson(summary.headers);
    else if (name === "onerror") continue;
    else if (name !== undefined) {
      const part = /^(urle?)\.(\w+)$/.exec(name);
      const value = part
        ? partOfUrl(part[1] === "urle" ? summary.effectiveUrl : summary.url, part[2] ?? "")
        : VARIABLES[name]?.(summary);
      if (value === undefined) texts.err += `curl: unknown --write-out variable: '${name}'\n`;
      texts[to] += value ?? "";
    } else if (header !== undefined) texts[to] += headerOf(summary.headers, header) ?? "";
    else if (letter !== undefined) texts[to] += { n: "\n", r: "\r", t: "\t" }[letter] ?? "";
    else texts[to] += whole === "%%" ? "%" : whole;
  }
  return texts;
}

/** `%{url.host}`: a part of a URL; undefined for what is no part of any. */
function partOfUrl(url: string, part: string): string | undefined {
  const { scheme, user, host, port, path } = parseTarget(url);
  const [, bare = "", query = ""] = /^([^?]*)(?:\?(.*))?$/s.exec(path) ?? [];
  const parts: Readonly<Record<string, string>> = {
    ...{ scheme, host, port: String(port), path: bare, query, fragment: /#(.*)$/s.exec(url)?.[1] ?? "", zoneid: "" },
    user: user?.replace(/:.*$/s, "") ?? "",
    password: /:(.*)$/s.exec(user ?? "")?.[1] ?? "",
  };
  return Object.hasOwn(parts, part) ? parts[part] : undefined;
}

function json(summary: TransferSummary): string {
  const fields = Object.entries(VARIABLES).map(([name, value]) => {
    const text = value(summary);
    return `${JSON.stringify(name)}:${NUMBERS.test(name) ? String(Number(text)) : JSON.stringify(text)}`;
  });
  return `{${fields.join(",")}}`;
}

function headersJson(headers: HttpHeaders): string {
  const lower = Object.entries(headers).map(
    ([name, value]) => `${JSON.stringify(name.toLowerCase())}:${JSON.stringify([value])}`,
  );
  return `{${lower.join(",\n")}\n}`;
}
