import type { BuildRequest } from "../../engine/build/build-request.ts";
import { EngineError } from "../../engine/errors.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf } from "../not-simulated.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { annotationsOf } from "./annotation-flags.ts";
import type { BuildInput } from "./build-context.ts";
import type { BuildOptions, SecretSpec } from "./build-options.ts";
import { namedContexts } from "./named-context-flags.ts";

/**
 * What the flags of `docker build` ask for.
 * @param read what is read once the flags are known to be right: the Dockerfile and the context
 * @throws CommandError in buildx's words
 */
export async function requestOf(
  { flags, process }: CommandContext,
  options: Pick<BuildOptions, "buildArgs" | "labels" | "secrets" | "provenance" | "contexts">,
  read: () => Promise<BuildInput>,
): Promise<BuildRequest> {
  const network = flags.string("network");
  if (flags.bool("no-cache") && flags.changed("no-cache-filter"))
    throw failure("--no-cache and --no-cache-filter cannot currently be used together");
  const secrets = secretsOf(process, options.secrets);
  const tags = flags.list("tag").map(tagOf);
  const input = await read();
  if (process.env.DOCKER_BUILDKIT !== "0" && !["", "default", "host", "none"].includes(network))
    throw failure(
      `network mode ${JSON.stringify(network)} not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create`,
    );
  const annotations = annotationsOf(flags.list("annotation"));
  return {
    ...input,
    tags,
    target: flags.string("target"),
    buildArgs: options.buildArgs,
    labels: options.labels,
    noCache: flags.bool("no-cache"),
    noCacheFilter: flags.list("no-cache-filter"),
    pull: flags.bool("pull"),
    credentials: (reference) => storedCredentials(process, reference),
    network: network === "none" || network === "host" ? network : "default",
    provenance: options.provenance,
    ...(annotations ? { annotations } : {}),
    contexts: namedContexts({ process }, options.contexts),
    hostNetwork: flags.list("allow").includes("network.host"),
    secrets,
    extraHosts: hostsOf(flags.list("add-host")),
    signal: process.signal,
  };
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);

/** @throws CommandError: of capitals buildx says less than the client (distribution/reference, Parse) */
function tagOf(tag: string): string {
  try {
    return requireTagged(tag);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const why = error.message.endsWith("must be lowercase") ? "repository name must be lowercase" : error.message;
    throw failure(`invalid tag ${JSON.stringify(tag)}: ${why}`);
  }
}

/** The file, or the variable, that a secret is; one that says neither is the variable of its name, or else the file. */
function secretsOf(process: Process, specs: readonly SecretSpec[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { id: given, path: file, env } of specs) {
    const id = given || (file.split("/").at(-1) ?? "");
    const name = env || (file === "" ? id : "");
    const value = name === "" ? undefined : process.env[name];
    if (env !== "" || value !== undefined) {
      found[id] = value ?? "";
      continue;
    }
    const path = file || id;
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

/** What buildx says of flags that BuildKit has no use for. */
export function flagWarnings({ flags }: CommandContext): string {
  const used = Object.entries(WARNED).filter(([name]) => flags.changed(name));
  return used.map(([, text]) => `WARNING: ${text}\n`).join("");
}

const WARNED: Readonly<Record<string, string>> = {
  isolation: "isolation flag is deprecated with BuildKit.",
  "security-opt": 'security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.',
  squash:
    "experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage Dockerfile for efficiency.",
};

const CACHE_FROM = {
  es: "Este laboratorio no trae cachés de fuera: --cache-from no cambia nada aquí.",
  en: "This playground brings no cache from elsewhere: --cache-from changes nothing here.",
} as const;

/** What the playground says of flags that it takes and that change nothing. */
export function notesOn({ flags, process }: CommandContext): string {
  return flags.changed("cache-from") ? `${CACHE_FROM[languageOf(process.env)]}\n` : "";
}
