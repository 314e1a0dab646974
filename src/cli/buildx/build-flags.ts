import type { BuildRequest } from "../../engine/build/build-request.ts";
import { EngineError } from "../../engine/errors.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import type { BuildInput } from "./build-context.ts";

/** What the flags of `docker build` ask for. @throws CommandError in buildx's words */
export function requestOf({ flags, process }: CommandContext, input: BuildInput): BuildRequest {
  const network = flags.string("network");
  if (flags.bool("no-cache") && flags.changed("no-cache-filter"))
    throw failure("--no-cache and --no-cache-filter cannot currently be used together");
  if (!["", "default", "host", "none"].includes(network))
    throw failure(
      `network mode ${JSON.stringify(network)} not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create`,
    );
  return {
    ...input,
    tags: flags.list("tag").map(tagOf),
    target: flags.string("target"),
    buildArgs: buildArgs(flags.list("build-arg"), process.env),
    labels: flags.map("label"),
    noCache: flags.bool("no-cache"),
    noCacheFilter: flags.list("no-cache-filter"),
    pull: flags.bool("pull"),
    credentials: (reference) => storedCredentials(process, reference),
    network: network === "none" || network === "host" ? network : "default",
    provenance: !/^(false|0)$/.test(flags.string("provenance")),
    secrets: secretsOf(process, flags.list("secret")),
    extraHosts: hostsOf(flags.list("add-host")),
    signal: process.signal,
  };
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);

function tagOf(tag: string): string {
  try {
    return requireTagged(tag);
  } catch (error) {
    if (error instanceof EngineError) throw failure(`invalid tag ${JSON.stringify(tag)}: ${error.message}`);
    throw error;
  }
}

/** A name without a value takes it from the environment. */
function buildArgs(pairs: readonly string[], env: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const name = cut < 0 ? pair : pair.slice(0, cut);
    const value = cut < 0 ? env[name] : pair.slice(cut + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** `id=x,src=path`, `id=x,env=NAME`, `id=x`: the variable of that name, else the file (docker/buildx, build/secrets.go). */
function secretsOf(process: Process, texts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts) {
    const fields = new Map<string, string>();
    for (const field of text.split(",")) {
      const cut = field.indexOf("=");
      if (cut < 0) throw failure(`invalid value '${text}': field '${field}' must be a key=value pair`);
      const key = field.slice(0, cut).toLowerCase();
      if (!["id", "src", "source", "env", "type"].includes(key)) throw failure(`unexpected key '${key}' in '${field}'`);
      fields.set(key === "source" ? "src" : key, field.slice(cut + 1));
    }
    const id = fields.get("id") ?? fields.get("src")?.split("/").at(-1) ?? "";
    const name = fields.get("env") ?? (fields.get("type") === "env" ? (fields.get("src") ?? id) : undefined);
    const value = process.env[name ?? (fields.has("src") ? "\0" : id)];
    if (name !== undefined || value !== undefined) {
      found[id] = value ?? "";
      continue;
    }
    const path = fields.get("src") ?? id;
    const place = resolvePath(process.cwd, path);
    if (!process.files.exists(place)) throw failure(`failed to stat ${path}: stat ${path}: no such file or directory`);
    found[id] = process.files.readFile(place);
  }
  return found;
}

function hostsOf(texts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts.flatMap((line) => line.split(","))) {
    const [, name = "", address = ""] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
    if (name === "") throw failure(`invalid host ${text}`);
    found[name] = address.replace(/^\[|\]$/g, "");
  }
  return found;
}

const NOT_SIMULATED = [
  "allow",
  "annotation",
  "attest",
  "build-context",
  "cache-to",
  "platform",
  "push",
  "sbom",
  "ssh",
] as const;

/** @throws CommandError for a flag whose work this playground does not do */
export function refuseFlags({ flags, process }: CommandContext): void {
  const language = languageOf(process.env);
  const refuse = (what: string) => {
    throw new CommandError(`ERROR: ${notSimulated(`docker build ${what}`, language)}`);
  };
  for (const name of NOT_SIMULATED) {
    if (!flags.changed(name) || (name === "platform" && flags.list(name).join() === "linux/amd64")) continue;
    refuse(`--${name}`);
  }
  const call = flags.string("call");
  if (call !== "build" && call !== "check" && call !== "") refuse(`--call=${call}`);
}

const CACHE_FROM = {
  es: "Este laboratorio no trae cachés de fuera: --cache-from no cambia nada aquí.",
  en: "This playground brings no cache from elsewhere: --cache-from changes nothing here.",
} as const;

/** What the playground says of flags that it takes and that change nothing. */
export function notesOn({ flags, process }: CommandContext): string {
  return flags.changed("cache-from") ? `${CACHE_FROM[languageOf(process.env)]}\n` : "";
}
