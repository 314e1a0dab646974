import { ComposeError } from "../compose-error.ts";
import { isMap, mapAt, type YamlMap } from "../file/yaml/yaml-value.ts";

/** What a stack's files say and a swarm does not do. */
export interface Ignored {
  /** Names of keys, sorted. */
  readonly unsupported: readonly string[];
  /** "key: why", sorted. */
  readonly deprecated: readonly string[];
}

/** Keys of a service (docker/cli, cli/compose/types/types.go). */
const UNSUPPORTED = [
  "build",
  "cgroup_parent",
  "cgroupns_mode",
  "devices",
  "domainname",
  "external_links",
  "ipc",
  "links",
  "mac_address",
  "network_mode",
  "pid",
  "privileged",
  "restart",
  "security_opt",
  "shm_size",
  "userns_mode",
];

const DEPRECATED: Readonly<Record<string, string>> = {
  container_name: "Setting the container name is not supported.",
  expose:
    "Exposing ports is unnecessary - services on the same network can access each other's containers on any port.",
};

const LIMITS = "Set resource limits using deploy.resources";

const FORBIDDEN: Readonly<Record<string, string>> = {
  cpu_quota: LIMITS,
  cpu_shares: LIMITS,
  cpuset: LIMITS,
  extends: "Support for `extends` is not implemented yet.",
  mem_limit: LIMITS,
  memswap_limit: LIMITS,
  volume_driver:
    "Instead of setting the volume driver on the service, define a volume using the top-level `volumes` option and specify the driver there.",
  volumes_from:
    "To share a volume between services, define it using the top-level `volumes` option and reference it from each service that shares it using the service-level `volumes` option.",
};

const told = (used: ReadonlySet<string>, keys: Readonly<Record<string, string>>) =>
  Object.keys(keys)
    .filter((key) => used.has(key))
    .map((key) => `${key}: ${keys[key]}`)
    .sort();

const keysOfServices = (trees: readonly YamlMap[]) =>
  new Set(
    trees.flatMap((tree) =>
      Object.values(mapAt(tree, "services")).flatMap((one) => (isMap(one) ? Object.keys(one) : [])),
    ),
  );

/** A file has keys that would change what it means; `docker stack deploy` names them, `docker stack config` does not. */
export class ForbiddenOptions extends ComposeError {
  /** "key: why", sorted. */
  readonly options: readonly string[];

  constructor(options: readonly string[]) {
    super("Configuration contains forbidden properties");
    this.options = options;
  }
}

/** @throws ForbiddenOptions */
export function refuseForbidden(tree: YamlMap): void {
  const forbidden = told(keysOfServices([tree]), FORBIDDEN);
  if (forbidden.length > 0) throw new ForbiddenOptions(forbidden);
}

/** What a swarm does not do of what the files say. */
export function stackIgnored(trees: readonly YamlMap[]): Ignored {
  const used = keysOfServices(trees);
  return { unsupported: UNSUPPORTED.filter((key) => used.has(key)), deprecated: told(used, DEPRECATED) };
}
