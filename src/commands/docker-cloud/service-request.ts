import { apiError, CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { findService } from "../../cloud/docker-cloud/find.ts";
import type {
  EnvironmentVariable,
  RestartRule,
  ServiceDefinition,
  ServicePort,
  Strategy,
  VolumeBinding,
} from "../../cloud/docker-cloud/state.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { python2Order } from "../../programs/python/dict-order.ts";
import type { CloudRun } from "./cloud-run.ts";

/** What a command line says of a service, as the client read it (dockercloudcli, utils.py). */

const bad = (message: string) => new CloudFailure("BadParameter", message);

/**
 * What the options of `service create`, `run` and `set` ask for; what was not given is left out.
 * @throws CloudFailure for a port, a link, a variable or a volume that is none
 */
export function serviceRequest(run: CloudRun): Partial<ServiceDefinition> {
  const published = run.list("publish").map(publishedPort);
  const exposed = run.list("expose").map(Number).map(exposedPort);
  const ports = [...published, ...exposed.filter((one) => !published.some(({ inner }) => inner === one.inner))];
  const environment = environmentOf(run);
  const links = run.list("link_service").map((text) => linkOf(run, text));
  const bindings = [
    ...run.list("volume").map(bindingOf),
    ...run.list("volumes_from").flatMap((id) => volumesOf(run, id)),
  ];
  const tags = run.list("tag");
  const text = (name: string) => run.text(name);
  const flag = (name: string) => (run.has(name) ? true : run.has(`no_${name}`) ? false : undefined);
  const all: { [Key in keyof ServiceDefinition]?: ServiceDefinition[Key] | undefined } = {
    ports: ports.length > 0 ? ports : undefined,
    environment: environment.length > 0 ? environment : undefined,
    links: links.length > 0 ? links : undefined,
    bindings: bindings.length > 0 ? bindings : undefined,
    tags: tags.length > 0 ? tags : undefined,
    targetContainers: run.number("target_num_containers"),
    runCommand: text("run_command"),
    entrypoint: text("entrypoint"),
    autorestart: restartRule(text("autorestart")),
    privileged: flag("privileged"),
    memory: run.number("memory"),
    cpuShares: run.number("cpushares"),
    strategy: strategyOf(text("deployment_strategy")),
    sequential: flag("sequential"),
    autoredeploy: flag("autoredeploy"),
    roles: run.has("role") ? run.list("role") : undefined,
    net: text("net"),
    pid: text("pid"),
  };
  const given: Partial<ServiceDefinition> = {};
  return Object.assign(given, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

const restartRule = (text: string | undefined): RestartRule | undefined =>
  text === "OFF" || text === "ON_FAILURE" || text === "ALWAYS" ? text : undefined;

const strategyOf = (text: string | undefined): Strategy | undefined =>
  text === "EMPTIEST_NODE" || text === "HIGH_AVAILABILITY" || text === "EVERY_NODE" ? text : undefined;

function publishedPort(text: string): ServicePort {
  const match = /^(?:(\d{1,5}):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text);
  if (!match)
    throw bad(`publish port ${text} does not match with '[host_port:]container_port[/protocol]'. E.g: 80:80/tcp`);
  const [, outer, inner, protocol] = match;
  return {
    inner: Number(inner),
    protocol: protocol === "udp" ? "udp" : "tcp",
    published: true,
    ...(outer === undefined ? {} : { outer: Number(outer) }),
  };
}

function exposedPort(inner: number): ServicePort {
  if (inner < 0 || inner >= 65_535) throw bad(`expose port ${inner} is not a valid port number`);
  return { inner, protocol: "tcp", published: false };
}

/** `-e` and `--env-file`, the last of a name. @throws CloudFailure, also for a file that is not there */
export function environmentOf(run: CloudRun): EnvironmentVariable[] {
  const { files, cwd } = run.process;
  const fromFiles = run.list("env_file").flatMap((path) => {
    try {
      return files
        .readFile(resolvePath(cwd, path))
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#"));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw bad(`[Errno ${error.code === "EACCES" ? 13 : 2}] ${error.message}: '${path}'`);
    }
  });
  const found = new Map<string, string>();
  for (const text of [...fromFiles, ...run.list("env")]) {
    const match = /^([^=]*)=([\s\S]*)$/.exec(text);
    if (!match) throw bad(`Environment variable '${text}' does not match with 'KEY=VALUE'. Example: ENVVAR=foo`);
    found.set(match[1] ?? "", match[2] ?? "");
  }
  return python2Order([...found.keys()]).map((key) => ({ key, value: found.get(key) ?? "" }));
}

function linkOf(run: CloudRun, text: string): ServiceDefinition["links"][number] {
  if (!/^[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)?:[a-zA-Z0-9_-]+$/.test(text))
    throw bad(
      `Link variable argument ${text} does not match with (service_name[.stack_name]:alias). Example: mysql:db`,
    );
  const [target = "", name = ""] = text.split(":");
  try {
    return { to: findService(run.cloud, target).uuid, name };
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    throw apiError(400, "POST", "api/app/v1/service", `Service ${target} does not exist`);
  }
}

function bindingOf(text: string): VolumeBinding {
  const terms = text.split(":");
  const [first = "", second, mode] = terms;
  if (terms.length > 3) throw bad(`Bad volume argument ${text}. Format: "[host_path:]/container_path[:permission]"`);
  if (second === undefined) return { containerPath: first };
  return {
    hostPath: first,
    containerPath: second,
    ...(mode?.toLowerCase() === "ro" ? { readOnly: true as const } : {}),
  };
}

/** The directories of another service: here those that are the node's, for its volumes are its containers' own. */
const volumesOf = (run: CloudRun, identifier: string) =>
  findService(run.cloud, identifier).definition.bindings.filter(({ hostPath }) => hostPath !== undefined);
