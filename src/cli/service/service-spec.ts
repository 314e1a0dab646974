import type { MountRequest } from "../../engine/container/container.ts";
import type { Engine } from "../../engine/engine.ts";
import { notFound } from "../../engine/errors.ts";
import { networkFor } from "../../engine/network/find.ts";
import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { requireManager } from "../../swarm/leadership.ts";
import { predefinedId } from "../../swarm/predefined-networks.ts";
import type { PublishedPort, ServiceSpec, TaskSpec } from "../../swarm/service.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { parseMount } from "../container/mount-flag.ts";
import type { FlagCheck, Flags } from "../flags.ts";
import { payloadReferences } from "../payload/references.ts";
import { containerOptions } from "./container-options.ts";
import { genericResources } from "./generic-resources.ts";
import { endpointMode, resources, restartPolicy, updateConfig } from "./policies.ts";
import { parsePublish } from "./publish.ts";
import { serviceMode } from "./service-mode.ts";
import { shellWords } from "./shell-words.ts";

/** What a flag may be read with. */
export interface SpecSources {
  readonly engine: Engine;
  readonly flags: Flags;
  /** For `--env-file`; paths are made absolute by `path`. */
  readonly files: FileSystem;
  readonly path: (name: string) => string;
  /** The environment that `-e NAME` takes a value from. */
  readonly env: Readonly<Record<string, string>>;
}

/** The sources of a command that was called. */
export function specSources({ engine, flags, process }: CommandContext): SpecSources {
  const path = (name: string) => resolvePath(process.cwd, name);
  return { engine, flags, files: process.files, path, env: process.env };
}

/** The specification that `docker service create` asks for (docker/cli, `cli/command/service/opts.go`). @throws CommandError */
export function serviceSpec(sources: SpecSources, name: string, image: string, args: readonly string[]): ServiceSpec {
  const { flags } = sources;
  return {
    name,
    labels: flags.map("label"),
    task: taskSpec(sources, image, args),
    mode: serviceMode(flags),
    update: updateConfig(flags, "update"),
    rollback: updateConfig(flags, "rollback"),
    endpointMode: endpointMode(flags),
    ports: publishedPorts(flags.list("publish")),
  };
}

function taskSpec(sources: SpecSources, image: string, args: readonly string[]): TaskSpec {
  const { engine, flags, path } = sources;
  const entrypoint = flags.string("entrypoint");
  const text = (name: string) => (flags.string(name) === "" ? undefined : flags.string(name));
  return {
    image,
    ...(entrypoint === "" ? {} : { command: shellWords(entrypoint) }),
    ...(args.length > 0 ? { args: [...args] } : {}),
    env: environment(sources),
    labels: flags.map("container-label"),
    ...defined({ hostname: text("hostname"), workdir: text("workdir"), user: text("user") }),
    ...(flags.bool("tty") ? { tty: true } : {}),
    ...(flags.bool("init") ? { init: true } : {}),
    mounts: mountRequests(flags.list("mount"), path(".")),
    secrets: payloadReferences(engine, "secret", flags.list("secret")),
    configs: payloadReferences(engine, "config", flags.list("config")),
    ...(flags.changed("stop-grace-period") ? { stopGracePeriod: flags.duration("stop-grace-period") } : {}),
    limits: resources(flags, "limit"),
    reservations: { ...resources(flags, "reserve"), ...defined({ generic: genericResources(flags) }) },
    restartPolicy: restartPolicy(flags),
    constraints: [...flags.list("constraint")],
    preferences: [...flags.list("placement-pref")],
    maxReplicasPerNode: flags.int("replicas-max-per-node"),
    networks: flags.list("network").map((ref) => networkAttachment(engine, ref)),
    forceUpdate: 0,
    ...containerOptions(flags, false),
  };
}

/** The ports of `--publish` and `--publish-add`; their flags were checked before. */
export function publishedPorts(values: readonly string[]): PublishedPort[] {
  return values.flatMap((text) => {
    const ports = parsePublish(text);
    if (typeof ports === "string") throw new CommandError(ports);
    return ports;
  });
}

/** The mounts of `--mount` and `--mount-add`. @param cwd what `./x` is relative to */
export function mountRequests(values: readonly string[], cwd: string): MountRequest[] {
  return values.map((text) => {
    const mount = parseMount(text, cwd);
    if (typeof mount === "string") throw new CommandError(mount);
    return mount;
  });
}

/** What pflag says of a port or a mount that is none. */
export const portCheck: FlagCheck = (value) => textOf(parsePublish(value));
export const mountCheck: FlagCheck = (value) => textOf(parseMount(value));

const textOf = (parsed: unknown) => (typeof parsed === "string" ? parsed : undefined);

/** `NAME=value` as it is, `NAME` with the value it has here, and the lines of env files before both. @throws CommandError */
function environment({ flags, files, path, env }: SpecSources): string[] {
  const lines = flags.list("env-file").flatMap((name) =>
    envFile(files, name, path(name))
      .split("\n")
      .map((line) => line.trimStart())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
  return withValues([...lines, ...flags.list("env")], env);
}

function envFile(files: FileSystem, name: string, path: string): string {
  try {
    return files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const why = error.message.toLowerCase();
    // Go opens a folder as it does a file; only reading it fails.
    throw new CommandError(
      error.code === "EISDIR" ? `invalid env file (${name}): read ${name}: ${why}` : `open ${name}: ${why}`,
    );
  }
}

/** `NAME` with the value it has here; one that has none is left out. */
export function withValues(names: readonly string[], env: Readonly<Record<string, string>>): string[] {
  return names.flatMap((text) => {
    if (text.includes("=")) return [text];
    return env[text] === undefined ? [] : [`${text}=${env[text]}`];
  });
}

/** The long form's mark: the client's own expression (docker/cli, opts/network.go). */
const LONG_NETWORK = /\w+=\w+(?:,\w+=\w+)*/;
const NETWORK_KEYS = ["name", "alias", "driver-opt", "ip", "ip6", "link-local-ip", "mac-address", "gw-priority"];

/** What pflag says of a `--network` that is none. */
export function networkFlagError(value: string): string | undefined {
  if (!LONG_NETWORK.test(value)) return undefined;
  let named = false;
  for (const field of value.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) return `invalid field ${field}`;
    const key = field.slice(0, cut).trim().toLowerCase();
    if (!NETWORK_KEYS.includes(key)) return `invalid field key ${key}`;
    if (key === "driver-opt" && !field.slice(cut + 1).includes("="))
      return "invalid key value pair format in driver options";
    if (key === "name") named ||= cut < field.length - 1;
  }
  return named ? undefined : "network name/id is not specified";
}

/** `malla`, or `name=malla,alias=web`. @throws EngineError when there is no such network */
export function networkAttachment(engine: Engine, text: string): TaskSpec["networks"][number] {
  return {
    target: networkTarget(engine, networkName(text)),
    aliases: text.includes("=") ? fieldsOf(text, "alias") : [],
  };
}

/** What a service's tasks are attached to: the id of a network, as the managers know it. @throws EngineError when there is none */
export function networkTarget(engine: Engine, ref: string): string {
  const { id, name } = networkFor(engine, ref);
  // A network without any is none to the managers.
  if (name === "none") throw notFound(`network ${ref} not found`);
  return predefinedId(requireManager(engine).cluster, name) ?? id;
}

/** The name in a `--network`, as it was typed. */
export function networkName(text: string): string {
  return text.includes("=") ? (fieldsOf(text, "name")[0] ?? "") : text;
}

const fieldsOf = (text: string, key: string): string[] =>
  text
    .split(",")
    .map((field) => field.split("="))
    .flatMap(([name, value = ""]) => (name === key ? [value] : []));

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const out: { [K in keyof T]?: NonNullable<T[K]> } = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined && value !== null) out[key] = value;
  }
  return out;
}
