import type { FileSystem } from "../../kernel/filesystem.ts";
import { type Directive, type DirectiveListener, readConfig } from "./config-syntax.ts";

/** A `location` of a server, with what it inherits. */
export interface Location {
  readonly kind: "prefix" | "exact" | "regex";
  readonly match: string;
  readonly pattern?: RegExp;
  readonly settings: Settings;
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
  readonly headers: readonly (readonly [string, string])[];
  readonly errorPages: ReadonlyMap<number, string>;
  readonly defaultType: string;
  readonly tokens: boolean;
}

export interface Server {
  readonly ports: readonly number[];
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
}

const OUTERMOST: Settings = {
  root: "/etc/nginx/html",
  index: ["index.html"],
  autoindex: false,
  proxyHeaders: [],
  headers: [],
  errorPages: new Map(),
  defaultType: "text/plain",
  tokens: true,
};

/** Reads nginx.conf, telling of each directive as it is met. @throws ConfigError */
export function loadConfig(files: FileSystem, path = "/etc/nginx/nginx.conf", heard?: DirectiveListener): Config {
  const top = readConfig(files, path, heard);
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
  const workers = argOf(top, "worker_processes") ?? "1";
  return {
    servers: http.filter(({ name }) => name === "server").map(({ block = [] }) => serverOf(block, outer)),
    upstreams,
    types,
    workers: workers === "auto" ? "auto" : Number(workers),
    user: argOf(top, "user") ?? "nobody",
  };
}

function serverOf(block: readonly Directive[], outer: Settings): Server {
  const settings = settingsOf(block, outer);
  const listens = block.filter(({ name }) => name === "listen");
  const ports = listens
    .filter(({ args: [address = ""] }) => !address.startsWith("[") && !address.startsWith("unix:"))
    .map(({ args: [address = ""] }) => Number(/(\d+)$/.exec(address)?.[1] ?? 80));
  return {
    ports: ports.length > 0 ? ports : [80],
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
  if (first === "=") return { kind: "exact", match: second ?? "", settings };
  if (first === "~" || first === "~*")
    return {
      kind: "regex",
      match: second ?? "",
      pattern: new RegExp(second ?? "", first === "~*" ? "i" : ""),
      settings,
    };
  return { kind: "prefix", match: second ?? first, settings };
}

function settingsOf(block: readonly Directive[], outer: Settings): Settings {
  const pairs = (wanted: string) =>
    block
      .filter(({ name }) => name === wanted)
      .map(({ args: [key = "", value = ""] }): readonly [string, string] => [key, value]);
  const errorPages = new Map(outer.errorPages);
  for (const { args } of block.filter(({ name }) => name === "error_page"))
    for (const status of args.slice(0, -1)) if (/^\d+$/.test(status)) errorPages.set(Number(status), args.at(-1) ?? "");
  const index = block.find(({ name }) => name === "index")?.args;
  const alias = argOf(block, "alias");
  const tryFiles = block.find(({ name }) => name === "try_files")?.args;
  const proxyPass = argOf(block, "proxy_pass");
  const returned = block.find(({ name }) => name === "return")?.args;
  const headers = pairs("add_header");
  const proxyHeaders = pairs("proxy_set_header");
  return {
    root: argOf(block, "root") ?? outer.root,
    ...(alias === undefined ? {} : { alias }),
    index: index ?? outer.index,
    autoindex: (argOf(block, "autoindex") ?? (outer.autoindex ? "on" : "off")) === "on",
    ...(tryFiles === undefined ? {} : { tryFiles }),
    ...(proxyPass === undefined ? {} : { proxyPass }),
    proxyHeaders: proxyHeaders.length > 0 ? proxyHeaders : outer.proxyHeaders,
    ...(returned === undefined ? {} : { returns: returnOf(returned) }),
    headers: headers.length > 0 ? headers : outer.headers,
    errorPages,
    defaultType: argOf(block, "default_type") ?? outer.defaultType,
    tokens: (argOf(block, "server_tokens") ?? (outer.tokens ? "on" : "off")) !== "off",
  };
}

function returnOf(args: readonly string[]): { status: number; text: string } {
  const [first = "", text = ""] = args;
  return /^\d+$/.test(first) ? { status: Number(first), text } : { status: 302, text: first };
}

const argOf = (block: readonly Directive[], wanted: string) => block.find(({ name }) => name === wanted)?.args[0];
