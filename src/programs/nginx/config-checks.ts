import { findUser } from "../../commands/accounts.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import { ConfigError, type Directive } from "./config-syntax.ts";
import { isVariable } from "./variables.ts";

/** The addresses of a name; none for one that nobody knows. */
export type Resolve = (name: string) => readonly string[];

/** What was found while checking: names that were asked for, and what is said of a configuration that is taken all the same. */
export interface Checked {
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly warnings: readonly string[];
}

const LISTEN =
  /^(default|default_server|bind|ssl|http2|quic|proxy_protocol|deferred|reuseport|multipath|(setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|so_keepalive|ipv6only)=.+)$/;

/**
 * What nginx's modules refuse of a configuration whose syntax is right, in the words of their sources.
 * @throws ConfigError
 */
export function checkConfig(top: readonly Directive[], files: FileSystem, resolve: Resolve): Checked {
  const addresses = new Map<string, readonly string[]>();
  const warnings: string[] = [];
  const http = top.find(({ name }) => name === "http")?.block ?? [];
  const upstreams = new Set(http.filter(({ name }) => name === "upstream").map(({ args: [name = ""] }) => name));
  const formats = new Set(http.filter(({ name }) => name === "log_format").map(({ args: [name = ""] }) => name));
  const own = declared(http);
  const lookUp = (host: string, shown: string, place: string) => {
    const found = resolve(host);
    if (found.length === 0) throw new ConfigError(`host not found in upstream "${shown}" in ${place}`);
    addresses.set(host, found);
  };
  const visit = (block: readonly Directive[], inside: string) => {
    const locations = new Set<string>();
    const listening = new Set<string>();
    for (const { name, args, place, block: inner } of block) {
      const fail = (text: string): never => {
        throw new ConfigError(`${text} in ${place}`);
      };
      const [value = ""] = args;
      switch (name) {
        case "worker_processes":
          if (!/^(auto|[1-9]\d*)$/.test(value)) fail('"worker_processes" directive invalid value');
          break;
        case "worker_connections":
        case "keepalive_requests":
          if (!/^\d+$/.test(value)) fail(`invalid number "${value}"`);
          break;
        case "keepalive_timeout":
        case "send_timeout":
        case "client_body_timeout":
        case "client_header_timeout":
        case "proxy_connect_timeout":
        case "proxy_read_timeout":
        case "proxy_send_timeout":
          if (!/^(\d+(ms|[smhdwMy])?)+$/.test(value)) fail(`"${name}" directive invalid value`);
          break;
        case "client_max_body_size":
          if (!/^\d+[kmg]?$/i.test(value)) fail('"client_max_body_size" directive invalid value');
          break;
        case "user":
          if (value !== "nginx" && files.exists("/etc/passwd") && !findUser(files, value))
            fail(`getpwnam("${value}") failed`);
          break;
        case "upstream":
          if (!inner?.some((each) => each.name === "server")) fail("no servers are inside upstream");
          break;
        case "server":
          if (inside === "upstream" && !value.startsWith("unix:")) {
            const [, host = ""] = /^([^:]+)(?::\d+)?$/.exec(value) ?? [];
            if (host === "") fail(`invalid port in upstream "${value}"`);
            lookUp(host, value, place);
          }
          break;
        case "listen": {
          const address = checkListen(args, fail);
          if (listening.has(address)) fail(`a duplicate listen ${address}`);
          listening.add(address);
          break;
        }
        case "location": {
          const written = args.join(" ");
          if (locations.has(written)) fail(`duplicate location "${args.at(-1)}"`);
          locations.add(written);
          if (value.startsWith("~") && args.length > 1) checkPattern(args[1] ?? "", fail);
          break;
        }
        case "rewrite":
          checkPattern(value, fail);
          break;
        case "access_log": {
          const [, format] = args;
          if (format !== undefined && format !== "combined" && !/=/.test(format) && !formats.has(format))
            fail(`unknown log format "${format}"`);
          break;
        }
        case "return":
          if (args.length === 2 && !/^\d{1,3}$/.test(value)) fail(`invalid return code "${value}"`);
          break;
        case "proxy_pass": {
          if (value.includes("$")) break;
          const [, scheme, authority = ""] = /^(https?:\/\/|)([^/]*)/.exec(value) ?? [];
          if (scheme === "") fail("invalid URL prefix");
          if (upstreams.has(authority) || authority.startsWith("unix:")) break;
          const [, host = "", port = "80"] = /^(\[[^\]]+\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
          if (!/^\d+$/.test(port))
            fail(`invalid port in upstream "${authority}${value.slice(scheme?.length ?? 0).slice(authority.length)}"`);
          if (host === "") fail(`no host in upstream "${value.slice(scheme?.length ?? 0)}"`);
          lookUp(host, host, place);
          break;
        }
      }
      if (WITH_VARIABLES.has(name))
        for (const [, variable = ""] of args.join(" ").matchAll(/\$\{?([a-z]\w*)\}?/gi))
          if (!own.has(variable) && !isVariable(variable)) throw new ConfigError(`unknown "${variable}" variable`);
      if (inner) visit(inner, name);
    }
  };
  visit(top, "");
  if (!top.some(({ name }) => name === "events")) throw new NoEvents('no "events" section in configuration');
  checkServers(http, warnings);
  return { addresses, warnings };
}

/** What is wrong after its syntax was found right: nginx says that first. */
export class NoEvents extends ConfigError {}

const WITH_VARIABLES: ReadonlySet<string> = new Set(
  "return add_header proxy_set_header try_files log_format rewrite root alias proxy_pass".split(" "),
);

/** Variables that a configuration makes. */
function declared(block: readonly Directive[]): Set<string> {
  const names = new Set<string>();
  const add = (text: string | undefined) => names.add((text ?? "").replace(/^\$/, ""));
  for (const { name, args, block: inner } of block) {
    if (name === "set") add(args[0]);
    if (name === "map" || name === "geo" || name === "split_clients") add(args.at(-1));
    for (const [, group] of args.join(" ").matchAll(/\(\?P?<(\w+)>/g)) add(group);
    if (inner) for (const each of declared(inner)) names.add(each);
  }
  return names;
}

function checkPattern(pattern: string, fail: (text: string) => never): void {
  try {
    new RegExp(pattern);
  } catch {
    fail(
      `pcre2_compile() failed: ${/(^|[^\\])\[[^\]]*$/.test(pattern) ? "missing terminating ] for character class" : "missing closing parenthesis"} in "${pattern}"`,
    );
  }
}

/** @returns the address as nginx writes it: "0.0.0.0:80" */
function checkListen([value = "", ...options]: readonly string[], fail: (text: string) => never): string {
  if (value.startsWith("unix:")) return value;
  const [, host, port] = /^(?:(\[[^\]]*\]|[^:]*):)?([^:]*)$/.exec(value) ?? [];
  const numbered = /^\d+$/.test(port ?? "") && Number(port) >= 1 && Number(port) <= 65535;
  const alone = host === undefined && !/^\d+$/.test(port ?? "");
  if (alone && !/^(\*|localhost|\d+\.\d+\.\d+\.\d+|\[.*\])$/.test(value))
    fail(`host not found in "${value}" of the "listen" directive`);
  if (!alone && !numbered) fail(`invalid port in "${value}" of the "listen" directive`);
  for (const option of options) if (!LISTEN.test(option)) fail(`invalid parameter "${option}"`);
  const shown = host === undefined || host === "*" ? (alone && value !== "*" ? value : "0.0.0.0") : host;
  return `${shown === "localhost" ? "127.0.0.1" : shown}:${alone ? "80" : port}`;
}

/** One default server an address; of a name that two servers have at one address, the second is not used. */
function checkServers(http: readonly Directive[], warnings: string[]): void {
  const defaults = new Set<string>();
  const names = new Set<string>();
  for (const { block = [] } of http.filter(({ name }) => name === "server")) {
    const listens = block.filter(({ name }) => name === "listen");
    const places = listens.length > 0 ? listens : [{ args: ["80"], place: "" }];
    for (const { args, place } of places) {
      const address = checkListen(args, (text) => {
        throw new ConfigError(`${text} in ${place}`);
      });
      if (args.includes("default_server")) {
        if (defaults.has(address)) throw new ConfigError(`a duplicate default server for ${address} in ${place}`);
        defaults.add(address);
      }
      const own = block.filter(({ name }) => name === "server_name").flatMap(({ args: given }) => given);
      for (const name of own.length > 0 ? own : [""]) {
        const known = `${address} ${name}`;
        if (names.has(known)) warnings.push(`conflicting server name "${name}" on ${address}, ignored`);
        names.add(known);
      }
    }
    if (
      listens.some(({ args }) => args.includes("ssl")) &&
      !block.concat(http).some(({ name }) => name === "ssl_certificate")
    ) {
      const place = listens.find(({ args }) => args.includes("ssl"))?.place;
      throw new ConfigError(`no "ssl_certificate" is defined for the "listen ... ssl" directive in ${place}`);
    }
  }
}
