import type { Engine } from "../../engine/engine.ts";
import { networkFor } from "../../engine/network/find.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import type { ServiceSpec, TaskSpec, UpdateConfig } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";
import { parseMount } from "../container/mount-flag.ts";
import type { Flags } from "../flags.ts";
import { payloadReferences } from "../payload/references.ts";
import { parsePublish } from "./publish.ts";

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
    endpointMode: flags.string("endpoint-mode") === "dnsrr" ? "dnsrr" : "vip",
    ports: flags.list("publish").flatMap((text) => {
      const ports = parsePublish(text);
      if (typeof ports === "string")
        throw new CommandError(`invalid argument "${text}" for "-p, --publish" flag: ${ports}`, 125);
      return ports;
    }),
  };
}

function taskSpec(sources: SpecSources, image: string, args: readonly string[]): TaskSpec {
  const { engine, flags, path } = sources;
  const entrypoint = flags.string("entrypoint");
  const text = (name: string) => (flags.string(name) === "" ? undefined : flags.string(name));
  return {
    image,
    ...(entrypoint === "" ? {} : { command: entrypoint.split(/\s+/) }),
    ...(args.length > 0 ? { args: [...args] } : {}),
    env: environment(sources),
    labels: flags.map("container-label"),
    ...defined({ hostname: text("hostname"), workdir: text("workdir"), user: text("user") }),
    ...(flags.bool("tty") ? { tty: true } : {}),
    ...(flags.bool("init") ? { init: true } : {}),
    mounts: flags.list("mount").map((text) => {
      const mount = parseMount(text, path("."));
      if (typeof mount === "string")
        throw new CommandError(`invalid argument "${text}" for "--mount" flag: ${mount}`, 125);
      return mount;
    }),
    secrets: payloadReferences(engine, "secret", flags.list("secret")),
    configs: payloadReferences(engine, "config", flags.list("config")),
    ...(flags.changed("stop-grace-period") ? { stopGracePeriod: flags.duration("stop-grace-period") } : {}),
    limits: resources(flags, "limit"),
    reservations: resources(flags, "reserve"),
    restartPolicy: {
      condition: restartCondition(flags.string("restart-condition")),
      delay: flags.changed("restart-delay") ? flags.duration("restart-delay") : 5e9,
      maxAttempts: flags.int("restart-max-attempts"),
      window: flags.duration("restart-window"),
    },
    constraints: [...flags.list("constraint")],
    preferences: [...flags.list("placement-pref")],
    maxReplicasPerNode: flags.int("replicas-max-per-node"),
    networks: flags.list("network").map((ref) => networkAttachment(engine, ref)),
    forceUpdate: 0,
  };
}

/** `NAME=value` as it is, `NAME` with the value it has here, and the lines of env files before both. */
function environment({ flags, files, path, env }: SpecSources): string[] {
  const lines = flags.list("env-file").flatMap((name) =>
    files
      .readFile(path(name))
      .split("\n")
      .map((line) => line.trimStart())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
  return [...lines, ...flags.list("env")].flatMap((text) => {
    if (text.includes("=")) return [text];
    return env[text] === undefined ? [] : [`${text}=${env[text]}`];
  });
}

/** `malla`, or `name=malla,alias=web`. @throws EngineError when there is no such network */
function networkAttachment(engine: Engine, text: string): TaskSpec["networks"][number] {
  if (!text.includes("=")) return { target: networkFor(engine, text).id, aliases: [] };
  const fields = text.split(",").map((field) => field.split("="));
  const values = (key: string) => fields.filter(([name]) => name === key).map(([, value = ""]) => value);
  return { target: networkFor(engine, values("name")[0] ?? "").id, aliases: values("alias") };
}

function serviceMode(flags: Flags): ServiceSpec["mode"] {
  const mode = flags.string("mode");
  const replicas = flags.changed("replicas") ? flags.int("replicas") : 1;
  if (mode === "global" || mode === "global-job") {
    if (flags.changed("replicas"))
      throw new CommandError("replicas can only be used with replicated or replicated-job mode");
    return { kind: mode };
  }
  if (mode === "replicated") return { kind: "replicated", replicas };
  if (mode === "replicated-job") {
    return {
      kind: "replicated-job",
      total: replicas,
      concurrent: flags.changed("max-concurrent") ? flags.int("max-concurrent") : replicas,
    };
  }
  throw new CommandError(`Unknown mode: ${mode}, only replicated and global supported`);
}

function updateConfig(flags: Flags, kind: "update" | "rollback"): UpdateConfig {
  const action = flags.string(`${kind}-failure-action`);
  return {
    parallelism: flags.changed(`${kind}-parallelism`) ? flags.int(`${kind}-parallelism`) : 1,
    delay: flags.duration(`${kind}-delay`),
    failureAction: action === "continue" || action === "rollback" ? action : "pause",
    monitor: flags.changed(`${kind}-monitor`) ? flags.duration(`${kind}-monitor`) : 5e9,
    maxFailureRatio: flags.float(`${kind}-max-failure-ratio`),
    order: flags.string(`${kind}-order`) === "start-first" ? "start-first" : "stop-first",
  };
}

function restartCondition(text: string): TaskSpec["restartPolicy"]["condition"] {
  return text === "none" || text === "on-failure" ? text : "any";
}

function resources(flags: Flags, kind: "limit" | "reserve"): TaskSpec["limits"] {
  return {
    ...(flags.changed(`${kind}-cpu`) ? { nanoCpus: Math.round(flags.float(`${kind}-cpu`) * 1e9) } : {}),
    ...(flags.changed(`${kind}-memory`) ? { memory: flags.bytes(`${kind}-memory`) } : {}),
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const out: { [K in keyof T]?: NonNullable<T[K]> } = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined && value !== null) out[key] = value;
  }
  return out;
}
