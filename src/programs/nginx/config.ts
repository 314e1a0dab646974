import type { FileSystem } from "../../kernel/filesystem.ts";
import { checkConfig, type Resolve } from "./config-checks.ts";
import { type Directive, type DirectiveListener, readConfig } from "./config-syntax.ts";

/** A `location` of a server, with what it inherits. */
export interface Location {
  readonly kind: "prefix" | "exact" | "regex";
  /** `^~`: where it is the longest, regular expressions are not tried. */
  readonly final: boolean;
  readonly match: string;
  readonly pattern?: RegExp;
  readonly settings: Settings;
}

/** `add_header`: on the good answers, or on all of them. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly always: boolean;
}

/** `rewrite`. */
export interface Rewrite {
  readonly pattern: RegExp;
  readonly to: string;
  readonly flag: string;
}

/** `error_page`: where the page is, and the status it is sent with where that changes. */
export interface ErrorPage {
  readonly uri: string;
  readonly status?: number;
}

/** What decides how a request is answered, from the outermost block to the innermost. */
export interface Settings {
  readonly root: string;
  readonly alias?: string;
  readonly index: readonly string[];
  readonly autoindex: boolean;
  readonly tryFiles?: readonly string[];
  readonly proxyPass?: string;
  readonly proxyHeaders: readonly (readonly [string, string])[];
  readonly returns?: { readonly status: number; readonly text: string };
  readonly rewrites: readonly Rewrite[];
  readonly headers: readonly AddedHeader[];
  /** The first rule that fits decides; all may come when there is none. */
  readonly access: readonly { readonly allow: boolean; readonly from: string }[];
  /** What follows "; charset=" for texts. */
  readonly charset?: string;
  readonly accessLogs: readonly { readonly path: string; readonly format: string }[];
  /** Bytes; 0 for no limit. */
  readonly maxBody: number;
  readonly errorPages: ReadonlyMap<number, ErrorPage>;
  readonly defaultType: string;
  readonly tokens: boolean;
}

export interface Server {
  readonly ports: readonly number[];
  /** Those of `listen [::]:80`, which is of IPv6 alone. */
  readonly ports6: readonly number[];
  readonly isDefault: boolean;
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  readonly settings: Settings;
}

export interface Config {
  readonly servers: readonly Server[];
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  /** Media type by a file name's ending. */
  readonly types: ReadonlyMap<string, string>;
  readonly workers: number | "auto";
  readonly user: string;
  /** The addresses of upstreams' names: they are asked once, when the configuration is read. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** `log_format` by its name. */
  readonly formats: ReadonlyMap<string, string>;
  readonly errorLog: string;
  /** `daemon off` */
  readonly foreground: boolean;
  /** Directives that were read and do nothing here. */
  readonly leftOut: readonly string[];
}

const OUTERMOST: Settings = {
  root: "/etc/nginx/html",
  index: ["index.html"],
  autoindex: false,
  proxyHeaders: [],
  rewrites: [],
  headers: [],
  access: [],
  accessLogs: [{ path: "/var/log/nginx/access.log", format: "combined" }],
  maxBody: 1024 * 1024,
  errorPages: new Map(),
  defaultType: "text/plain",
  tokens: true,
};

/** What its requests are logged as, unless the configuration says otherwise. */
const COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/**
 * Reads nginx.conf, telling of each directive as it is met.
 * @param resolve the addresses of a name; nothing for one that nobody knows
 * @throws ConfigError
 */
export function loadConfig(
  files: FileSystem,
  path: string,
  resolve: Resolve,
  heard?: DirectiveListener,
): Config & { readonly warnings: readonly string[] } {
  const leftOut = new Set<string>();
  const top = readConfig(files, path, (name, place) => {
    if (NOT_SIMULATED.has(name)) leftOut.add(name);
    heard?.(name, place);
  });
  const http = top.find(({ name }) => name === "http")?.block ?? [];
  const outer = settingsOf(http, OUTERMOST);
  const types = new Map<string, string>();
  for (const { block } of http.filter(({ name }) => name === "types"))
    for (const { name: type, args } of block ?? []) for (const ending of args) types.set(ending, type);
  const upstreams = new Map(
    http
      .filter(({ name }) => name === "upstream")
      .map(({ args, block = [] }) => [
        args[0] ?? "",
        block.filter(({ name }) => name === "server").map(({ args: [address = ""] }) => address),
      ]),
  );
  const checked = checkConfig(top, files, resolve);
  const workers = argOf(top, "worker_processes") ?? "1";
  const formats = http
    .filter(({ name }) => name === "log_format")
    .map(
      ({ args: [name = "", ...parts] }) =>
        [name, parts.filter((part) => !part.startsWith("escape=")).join("")] as const,
    );
  return {
    ...checked,
    servers: http.filter(({ name }) => name === "server").map(({ block = [] }) => serverOf(block, outer)),
    upstreams,
    types,
    workers: workers === "auto" ? "auto" : Number(workers),
    user: argOf(top, "user") ?? "nobody",
    formats: new Map([["combined", COMBINED], ...formats]),
    errorLog: argOf(http, "error_log") ?? argOf(top, "error_log") ?? "/var/log/nginx/error.log",
    foreground: argOf(top, "daemon") === "off",
    leftOut: [...leftOut],
  };
}

/** Directives that are read here and do nothing: it is said when nginx starts. */
const NOT_SIMULATED: ReadonlySet<string> = new Set(
  `auth_basic auth_request gzip gzip_static limit_req limit_conn limit_rate limit_except sub_filter fastcgi_pass uwsgi_pass
  scgi_pass grpc_pass proxy_cache proxy_redirect ssl_certificate map geo split_clients set if stub_status expires satisfy stream mail
  internal mirror valid_referers http2 random ip_hash least_conn hash real_ip_header`.split(/\s+/),
);

function serverOf(block: readonly Directive[], outer: Settings): Server {
  const settings = settingsOf(block, outer);
  const listens = block.filter(({ name }) => name === "listen");
  const portsOf = (kind: RegExp) =>
    listens
      .filter(({ args: [address = ""] }) => kind.test(address))
      .map(({ args: [address = ""] }) => Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? 80));
  return {
    ports: listens.length > 0 ? portsOf(/^(?!\[|unix:)/) : [80],
    ports6: portsOf(/^\[/),
    isDefault: listens.some(({ args }) => args.includes("default_server")),
    names: block.filter(({ name }) => name === "server_name").flatMap(({ args }) => args),
    locations: block
      .filter(({ name }) => name === "location")
      .map(({ args, block: inner = [] }) => locationOf(args, settingsOf(inner, settings))),
    settings,
  };
}

function locationOf(args: readonly string[], settings: Settings): Location {
  const [first = "", second] = args;
  const glued = second === undefined ? /^(=|~\*|~|\^~)(.+)$/.exec(first) : null;
  const [mark, match] = glued
    ? [glued[1], glued[2] ?? ""]
    : second === undefined
      ? [undefined, first]
      : [first, second];
  const final = mark === "^~";
  if (mark === "=") return { kind: "exact", match, final, settings };
  if (mark === "~" || mark === "~*")
    return { kind: "regex", match, final, pattern: new RegExp(match, mark === "~*" ? "i" : ""), settings };
  return { kind: "prefix", match, final, settings };
}

function settingsOf(block: readonly Directive[], outer: Settings): Settings {
  const all = (wanted: string) => block.filter(({ name }) => name === wanted);
  const pairs = (wanted: string) =>
    all(wanted).map(({ args: [key = "", value = ""] }): readonly [string, string] => [key, value]);
  const errorPages = new Map(outer.errorPages);
  for (const { args } of all("error_page")) {
    const uri = args.at(-1) ?? "";
    const changed = args.find((arg) => /^=\d+$/.test(arg))?.slice(1);
    for (const status of args.slice(0, -1))
      if (/^\d+$/.test(status))
        errorPages.set(Number(status), { uri, ...(changed === undefined ? {} : { status: Number(changed) }) });
  }
  const index = all("index")[0]?.args;
  const alias = argOf(block, "alias");
  const tryFiles = all("try_files")[0]?.args;
  const proxyPass = argOf(block, "proxy_pass");
  const returned = all("return")[0]?.args;
  const headers = all("add_header").map(({ args: [name = "", value = "", always] }) => ({
    ...{ name, value, always: always === "always" },
  }));
  const proxyHeaders = pairs("proxy_set_header");
  const rules = block.filter(({ name }) => name === "allow" || name === "deny");
  const charset = argOf(block, "charset") ?? outer.charset;
  const logs = all("access_log").map(({ args }) => args);
  const rewrites = all("rewrite").map(({ args: [pattern = "", to = "", flag = ""] }) => ({
    ...{ pattern: new RegExp(pattern), to, flag },
  }));
  return {
    root: argOf(block, "root") ?? outer.root,
    ...(alias === undefined ? {} : { alias }),
    index: index ?? outer.index,
    autoindex: (argOf(block, "autoindex") ?? (outer.autoindex ? "on" : "off")) === "on",
    ...(tryFiles === undefined ? {} : { tryFiles }),
    ...(proxyPass === undefined ? {} : { proxyPass }),
    proxyHeaders: proxyHeaders.length > 0 ? proxyHeaders : outer.proxyHeaders,
    ...(returned === undefined ? {} : { returns: returnOf(returned) }),
    rewrites,
    headers: headers.length > 0 ? headers : outer.headers,
    access:
      rules.length > 0 ? rules.map(({ name, args: [from = ""] }) => ({ allow: name === "allow", from })) : outer.access,
    ...(charset === undefined || charset === "off" ? {} : { charset }),
    accessLogs:
      logs.length === 0
        ? outer.accessLogs
        : logs.flatMap(([path = "", format = "combined"]) => (path === "off" ? [] : [{ path, format }])),
    maxBody: sizeOf(argOf(block, "client_max_body_size")) ?? outer.maxBody,
    errorPages,
    defaultType: argOf(block, "default_type") ?? outer.defaultType,
    tokens: (argOf(block, "server_tokens") ?? (outer.tokens ? "on" : "off")) !== "off",
  };
}

/** "8m" in bytes. */
function sizeOf(text: string | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d+)([kmg]?)$/i.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits) * 1024 ** ["", "k", "m", "g"].indexOf(unit.toLowerCase());
}

function returnOf(args: readonly string[]): { status: number; text: string } {
  const [first = "", text = ""] = args;
  return /^\d+$/.test(first) ? { status: Number(first), text } : { status: 302, text: first };
}

const argOf = (block: readonly Directive[], wanted: string) => block.find(({ name }) => name === wanted)?.args[0];
