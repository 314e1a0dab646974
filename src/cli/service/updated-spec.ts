import { invalid } from "../../engine/errors.ts";
import type { PayloadKind } from "../../swarm/payloads.ts";
import type { PayloadReference, PublishedPort, ServiceSpec, TaskSpec } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { payloadReferences } from "../payload/references.ts";
import { containerOptions } from "./container-options.ts";
import { genericResources } from "./generic-resources.ts";
import { endpointMode, resources, restartPolicy, updateConfig } from "./policies.ts";
import {
  mountRequests,
  networkAttachment,
  networkName,
  networkTarget,
  publishedPorts,
  type SpecSources,
  withValues,
} from "./service-spec.ts";
import { shellWords } from "./shell-words.ts";

/**
 * A service's specification with what the flags of `docker service update` change (docker/cli,
 * `cli/command/service/update.go`).
 * @param image the one that `--image` names, with its digest
 * @throws CommandError, EngineError
 */
export function updatedSpec(sources: SpecSources, before: ServiceSpec, image?: string): ServiceSpec {
  const { flags } = sources;
  if (before.mode.kind.endsWith("-job") && flags.used().some((name) => name.startsWith("update-")))
    throw invalid("rpc error: code = InvalidArgument desc = Jobs may not have an update config");
  return {
    ...before,
    labels: labels(sources, "label", before.labels),
    task: updatedTask(sources, before.task, image),
    mode: mode(sources, before.mode),
    update: updateConfig(flags, "update", before.update),
    rollback: updateConfig(flags, "rollback", before.rollback),
    endpointMode: flags.changed("endpoint-mode") ? endpointMode(flags) : before.endpointMode,
    ports: ports(sources, before.ports),
  };
}

function updatedTask(sources: SpecSources, before: TaskSpec, image?: string): TaskSpec {
  const { flags } = sources;
  const after: TaskSpec = { ...before, ...containerOptions(flags, true, before) };
  if (image !== undefined) after.image = image;
  if (flags.changed("args")) after.args = shellWords(flags.string("args"));
  if (flags.changed("entrypoint")) after.command = shellWords(flags.string("entrypoint"));
  for (const name of ["hostname", "workdir", "user"] as const) {
    if (!flags.changed(name)) continue;
    if (flags.string(name) === "") delete after[name];
    else after[name] = flags.string(name);
  }
  if (flags.changed("tty")) after.tty = flags.bool("tty");
  if (flags.changed("init")) after.init = flags.bool("init");
  if (flags.changed("stop-grace-period")) after.stopGracePeriod = flags.duration("stop-grace-period");
  if (flags.changed("replicas-max-per-node")) after.maxReplicasPerNode = flags.int("replicas-max-per-node");
  if (flags.bool("force")) after.forceUpdate = before.forceUpdate + 1;
  return {
    ...after,
    env: environment(sources, before.env),
    labels: labels(sources, "container-label", before.labels),
    mounts: mounts(sources, before.mounts),
    secrets: references(sources, "secret", before.secrets),
    configs: references(sources, "config", before.configs),
    limits: resources(flags, "limit", before.limits),
    reservations: reservations(flags, before.reservations),
    restartPolicy: restartPolicy(flags, before.restartPolicy),
    constraints: constraints(sources, before.constraints),
    preferences: [
      ...before.preferences.filter((one) => !flags.list("placement-pref-rm").includes(one)),
      ...flags.list("placement-pref-add"),
    ],
    networks: networks(sources, before.networks),
  };
}

function reservations(flags: Flags, before: TaskSpec["reservations"]): TaskSpec["reservations"] {
  const generic = genericResources(flags, before.generic ?? {});
  return { ...resources(flags, "reserve", before), ...(generic ? { generic } : {}) };
}

function labels({ flags }: SpecSources, name: string, before: Record<string, string>): Record<string, string> {
  const after = { ...before, ...flags.map(`${name}-add`) };
  for (const key of flags.list(`${name}-rm`)) delete after[key];
  return after;
}

const nameOf = (pair: string) => pair.split("=", 1)[0] ?? "";

function environment({ flags, env }: SpecSources, before: readonly string[]): string[] {
  const byName = new Map(before.map((pair) => [nameOf(pair), pair]));
  for (const pair of withValues(flags.list("env-add"), env)) byName.set(nameOf(pair), pair);
  for (const name of flags.list("env-rm")) byName.delete(nameOf(name));
  return [...byName.values()];
}

function mounts({ flags, path }: SpecSources, before: TaskSpec["mounts"]): TaskSpec["mounts"] {
  if (!flags.changed("mount-add") && !flags.changed("mount-rm")) return before;
  const added = mountRequests(flags.list("mount-add"), path("."));
  const targets = added.map(({ Target }) => Target);
  if (new Set(targets).size < targets.length) throw new CommandError("duplicate mount target");
  const removed = flags.list("mount-rm");
  const key = ({ Source = "", Target }: TaskSpec["mounts"][number]) => `${Source}\0${Target}`;
  return [...before.filter(({ Target }) => !targets.includes(Target)), ...added]
    .filter(({ Target }) => !removed.includes(Target))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function references({ engine, flags }: SpecSources, kind: PayloadKind, before: PayloadReference[]): PayloadReference[] {
  const removed = flags.list(`${kind}-rm`);
  const added = payloadReferences(engine, kind, flags.list(`${kind}-add`));
  return [...before.filter(({ name }) => !removed.includes(name)), ...added];
}

function constraints({ flags }: SpecSources, before: readonly string[]): string[] {
  if (!flags.changed("constraint-add") && !flags.changed("constraint-rm")) return [...before];
  const removed = flags.list("constraint-rm");
  return [...before, ...flags.list("constraint-add")].filter((text) => !removed.includes(text)).sort();
}

function networks({ engine, flags }: SpecSources, before: TaskSpec["networks"]): TaskSpec["networks"] {
  if (!flags.changed("network-add") && !flags.changed("network-rm")) return before;
  const removed = flags.list("network-rm").map((ref) => networkTarget(engine, ref));
  const after = before.filter(({ target }) => !removed.includes(target));
  for (const ref of flags.list("network-add")) {
    const added = networkAttachment(engine, ref);
    if (after.some(({ target }) => target === added.target))
      throw new CommandError(`service is already attached to network ${networkName(ref)}`);
    after.push(added);
  }
  return after.sort((a, b) => (a.target < b.target ? -1 : 1));
}

function ports({ flags }: SpecSources, before: readonly PublishedPort[]): PublishedPort[] {
  if (!flags.changed("publish-add") && !flags.changed("publish-rm")) return [...before];
  const removed = publishedPorts(flags.list("publish-rm"));
  const text = (port: PublishedPort) => `${port.publishedPort}:${port.targetPort}/${port.protocol}/${port.mode}`;
  const kept = before.filter(
    (port) =>
      !removed.some(
        (other) => other.protocol === port.protocol && other.targetPort === port.targetPort && other.mode === port.mode,
      ),
  );
  const had = before.map(text);
  const added = publishedPorts(flags.list("publish-add")).filter((port) => !had.includes(text(port)));
  return [...kept, ...added].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

function mode({ flags }: SpecSources, before: ServiceSpec["mode"]): ServiceSpec["mode"] {
  if (!flags.changed("replicas") && !flags.changed("max-concurrent")) return before;
  if (flags.changed("replicas")) {
    if (before.kind !== "replicated") throw new CommandError("replicas can only be used with replicated mode");
    return { ...before, replicas: flags.int("replicas") };
  }
  // Of another mode the client lets it pass, and it changes nothing.
  return before.kind === "replicated-job" ? { ...before, concurrent: flags.int("max-concurrent") } : before;
}
