import { isMap, listAt, mapAt, mapValues, scalarText, type YamlMap } from "../../compose/file/yaml/yaml-value.ts";
import { LABEL, LABEL_VERSION } from "../../compose/labels.ts";
import { serviceImage } from "../../compose/names.ts";
import type { ComposeBuild, ComposeFileReference, ComposeProject, ComposeService } from "../../compose/project.ts";
import { resolvePath } from "../../kernel/filesystem.ts";

/** What the flags of a build add to what the files say. */
export interface BakeFlags {
  /** `--build-arg` */
  readonly args?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly push?: boolean;
  /** Whether a proof of how each was built goes with it; it does unless told. */
  readonly provenance?: boolean;
  /** Only look at the Dockerfiles. */
  readonly check?: boolean;
  /** `id=path`, as `--ssh` has it. */
  readonly ssh?: string;
}

/**
 * The text that Compose hands to `docker buildx bake`, and that `docker compose build --print` shows (docker/compose,
 * pkg/compose/build_bake.go).
 * @param built the names of the services to be built: the group "default"
 */
export function bakeDefinition(project: ComposeProject, built: readonly string[], flags: BakeFlags = {}): string {
  const buildable = Object.values(project.services).filter(({ build }) => build);
  const entries = buildable.map((service) => [targetOf(service.name), targetFor(project, service, flags)]);
  const definition = {
    group: { default: { targets: built.map(targetOf).sort() } },
    target: Object.fromEntries(entries.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))),
  };
  const escapes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(definition, null, 2).replace(/[<>&]/g, (char) => escapes[char] ?? char);
}

/** A target's name has no points. */
const targetOf = (service: string) => service.replaceAll(".", "_");

/** The labels an image gets beside those of its service. */
export const imageLabels = (project: ComposeProject, service: ComposeService): Record<string, string> => ({
  ...service.build?.labels,
  [LABEL.project]: project.name,
  [LABEL.service]: service.name,
  [LABEL.version]: LABEL_VERSION,
});

/** Arguments of a build that have a value: those of the flags over those of the file. */
export function buildArguments(
  { args }: Pick<ComposeBuild, "args">,
  env: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    const known = value ?? env[name];
    if (known !== undefined) found[name] = known;
  }
  return { ...found, ...given };
}

function targetFor(project: ComposeProject, service: ComposeService, flags: BakeFlags): object {
  const build = mapAt(service.definition, "build");
  const text = (key: string) => (build[key] === undefined ? undefined : scalarText(build[key]));
  const texts = (key: string) => some(listAt(build, key).map(scalarText));
  const context = text("context") ?? ".";
  const privileged = build.privileged === true;
  const pushed = flags.push === true && service.image !== undefined;
  const several = (service.build?.platforms.length ?? 0) > 1;
  const output = several ? `type=image,push=${pushed}` : pushed ? "type=registry" : "type=docker";
  return {
    context,
    contexts: someOf(
      mapValues(mapAt(build, "additional_contexts"), (value) => {
        const place = scalarText(value);
        return place.startsWith("service:") ? `target:${targetOf(place.slice("service:".length))}` : place;
      }),
    ),
    dockerfile: dockerfilePath(context, text("dockerfile")),
    "dockerfile-inline": text("dockerfile_inline")?.replaceAll("${", "$${"),
    args: someOf(
      mapValues(buildArguments(service.build ?? { args: {} }, project.environment, flags.args), (value) =>
        scalarText(value).replaceAll("${", "$${"),
      ),
    ),
    labels: sorted(imageLabels(project, service)),
    tags: [...(texts("tags") ?? []), serviceImage(project, service)],
    "cache-from": texts("cache_from"),
    "cache-to": texts("cache_to"),
    target: text("target"),
    secret: some((service.build?.secrets ?? []).flatMap((reference) => secretText(project, reference))),
    ssh: some([...listAt(build, "ssh").map(scalarText), ...(flags.ssh === undefined ? [] : [flags.ssh])].map(keyText)),
    platforms: texts("platforms"),
    pull: build.pull === true || flags.pull === true || undefined,
    "no-cache": build.no_cache === true || flags.noCache === true || undefined,
    network: text("network"),
    "shm-size": text("shm_size"),
    ulimits: some(Object.entries(mapAt(build, "ulimits")).map(limitText)),
    call: flags.check ? "lint" : undefined,
    entitlements: some([...(texts("entitlements") ?? []), ...(privileged ? ["security.insecure"] : [])]),
    "extra-hosts": someOf(hostsOf(listAt(build, "extra_hosts").map(scalarText))),
    output: flags.check ? undefined : [output],
    attest: some([...proofText("provenance", text("provenance")), ...proofText("sbom", text("sbom"))]),
  };
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);
const sorted = <T>(map: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
const someOf = (map: YamlMap) => (Object.keys(map).length > 0 ? sorted(map) : undefined);

/** Where a service's Dockerfile is; undefined for one that has its text in the file. */
export const dockerfilePath = (context: string, dockerfile: string | undefined): string | undefined =>
  dockerfile === undefined
    ? undefined
    : /^(https?|git|ssh):/.test(context)
      ? dockerfile
      : resolvePath(context, dockerfile);

/** `--ssh default` is `default=`: the agent's own socket. */
export const keyText = (key: string) => (key.includes("=") ? key : `${key}=`);

/** Only what comes from a file or a variable can be had while something is built. */
function secretText(project: ComposeProject, { source, target: id = source }: ComposeFileReference): string[] {
  const { environment, file } = project.secrets[source] ?? {};
  if (environment !== undefined) return [`id=${id},type=env,env=${environment}`];
  return file === undefined ? [] : [`id=${id},type=file,src=${file}`];
}

function limitText([name, limit]: [string, YamlMap[string]]): string {
  return isMap(limit) ? `${name}=${scalarText(limit.soft)}:${scalarText(limit.hard)}` : `${name}=${scalarText(limit)}`;
}

function hostsOf(pairs: readonly string[]): Record<string, string> {
  const hosts: Record<string, string> = {};
  for (const pair of pairs) {
    const [name = "", address = ""] = pair.split(/=(.*)/s);
    hosts[name] = hosts[name] === undefined ? address : `${hosts[name]},${address}`;
  }
  return hosts;
}

function proofText(type: string, value: string | undefined): string[] {
  if (value === undefined || value === "" || value === "false") return [];
  return [value === "true" ? `type=${type}` : `type=${type},${value}`];
}
