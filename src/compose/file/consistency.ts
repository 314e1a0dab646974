import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";
import type { ComposeProject, ComposeService } from "../project.ts";
import { isMap, mapAt } from "./yaml/yaml-value.ts";

const invalid = (text: string) => new ComposeError(`${text}: invalid compose project`);

/**
 * What the parts of a project ask of one another (compose-go, `loader.checkConsistency`).
 * @throws ComposeError
 */
export function checkConsistency(project: ComposeProject): void {
  for (const service of Object.values(project.services)) {
    checkService(service);
    checkReferences(service, project);
    checkScale(service);
    checkLimits(service);
    checkTargets(service);
  }
  for (const [name, { external, file, environment }] of Object.entries(project.secrets))
    if (!external && file === undefined && environment === undefined)
      throw invalid(`secret ${quote(name)} must declare either \`file\` or \`environment\``);
  checkCycles(project);
}

function checkService({ name, image, build, networkMode, networks, healthcheck, definition }: ComposeService): void {
  if (!build && !image && definition.provider === undefined)
    throw invalid(`service ${quote(name)} has neither an image nor a build context specified`);
  if (build?.dockerfileInline !== undefined && build.dockerfile !== undefined)
    throw invalid(`service ${quote(name)} declares mutualy exclusive dockerfile and dockerfile_inline`);
  if (networkMode !== undefined && Object.keys(networks).length > 0)
    throw invalid(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``);
  const first = healthcheck?.test[0];
  if (first !== undefined && !["CMD", "CMD-SHELL", "NONE"].includes(first))
    throw new ComposeError('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"');
}

function checkReferences(service: ComposeService, project: ComposeProject): void {
  const missing = (kind: string, name: string) =>
    invalid(`service ${quote(service.name)} refers to undefined ${kind} ${name}`);
  for (const network of Object.keys(service.networks))
    if (!(network in project.networks)) throw missing("network", network);
  for (const [name, { required }] of Object.entries(service.dependsOn)) {
    if (name in project.services || (!required && name in project.disabledServices)) continue;
    throw invalid(`service ${quote(service.name)} depends on undefined service ${quote(name)}`);
  }
  for (const { type, source } of service.volumes)
    if (type === "volume" && source !== undefined && !(source in project.volumes)) throw missing("volume", source);
  for (const { source } of service.configs) if (!(source in project.configs)) throw missing("config", source);
  for (const { source } of service.secrets) if (!(source in project.secrets)) throw missing("secret", source);
}

function checkScale({ name, definition, deploy, scale, containerName }: ComposeService): void {
  const own = definition.scale;
  if (typeof own === "number" && own < 0)
    throw new ComposeError(`services.${name}.scale: must be greater than or equal to 0`);
  if ((deploy?.replicas ?? 0) < 0)
    throw new ComposeError(`services.${name}.deploy.replicas: must be greater than or equal to 0`);
  if (typeof own === "number" && deploy?.replicas !== undefined && own !== deploy.replicas)
    throw invalid(`services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`);
  if (scale > 1 && containerName !== undefined) {
    const attribute = own === undefined ? "deploy.replicas" : "scale";
    throw invalid(
      `services.${attribute}: can't set container_name and ${containerName} as container name must be unique`,
    );
  }
}

/** What a service says of its limits, and its key among those of `deploy.resources`. */
const LIMITS = [
  ["cpus", "limits", "cpus"],
  ["mem_limit", "limits", "memory"],
  ["mem_reservation", "reservations", "memory"],
  ["pids_limit", "limits", "pids"],
] as const;

function checkLimits({ name, definition }: ComposeService): void {
  const resources = mapAt(mapAt(definition, "deploy"), "resources");
  for (const [key, section, other] of LIMITS) {
    const own = Number(definition[key] ?? 0);
    const { [section]: limits } = resources;
    if (own === 0 || !isMap(limits) || Number(limits[other] ?? 0) === own) continue;
    throw invalid(`services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${section}.${other}'`);
  }
}

/** Two mounts cannot stand at one place. */
function checkTargets({ name, tmpfs, volumes }: ComposeService): void {
  const mounted = new Map<string, string>();
  const mount = (target: string, place: string) => {
    const other = mounted.get(target);
    if (other !== undefined) throw new ComposeError(`${place}: target ${target} already mounted as ${other}`);
    mounted.set(target, place);
  };
  for (const [at, text] of tmpfs.entries()) mount(text.split(":")[0] ?? "", `services.${name}.tmpfs[${at}]`);
  for (const [at, { target }] of volumes.entries()) mount(target, `services.${name}.volumes[${at}]`);
}

/** @throws ComposeError that names the services of a cycle, in the order of their names */
function checkCycles({ services }: ComposeProject): void {
  const done = new Set<string>();
  const visit = (path: readonly string[], name: string): void => {
    if (done.has(name)) return;
    for (const next of Object.keys(services[name]?.dependsOn ?? {}).sort()) {
      const at = path.indexOf(next);
      if (at >= 0) throw new ComposeError(`dependency cycle detected: ${[...path.slice(at), next].join(" -> ")}`);
      visit([...path, next], next);
    }
    done.add(name);
  };
  for (const name of Object.keys(services).sort()) visit([name], name);
}

/** Two services cannot have the same container name. @throws ComposeError whose end is compose-go's own slip */
export function checkContainerNames({ services }: ComposeProject): void {
  const seen = new Set<string>();
  for (const { name, containerName } of Object.values(services)) {
    if (containerName === undefined) continue;
    if (seen.has(containerName))
      throw new ComposeError(
        `services.${name}: container name ${quote(containerName)} is already in use by service {}"`,
      );
    seen.add(containerName);
  }
}
