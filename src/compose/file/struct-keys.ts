/** The order of keys in compose-go's structs, where it is not the alphabet's: what stands first in each mapping. */
const ROOT = ["name", "services", "networks", "volumes", "secrets", "configs", "models"];

const SERVICE =
  "profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name credential_spec depends_on deploy device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint provider environment env_file expose external_links extra_hosts group_add gpus hostname healthcheck image init ipc isolation labels label_file links logging mem_limit mem_reservation memswap_limit mem_swappiness mac_address models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports privileged pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir post_start pre_stop".split(
    " ",
  );

const UPDATE = "parallelism delay failure_action monitor max_failure_ratio order".split(" ");
const RESOURCE = "cpus memory pids devices generic_resources".split(" ");
const FILE = "source target uid gid mode".split(" ");
const HOOK = "command user privileged working_dir environment".split(" ");
const OBJECT = "name file environment content external labels driver driver_opts template_driver".split(" ");

/** By the path of the mapping; a path that is not here is a Go map, and its keys are sorted. */
const STRUCTS: readonly (readonly [pattern: string, keys: readonly string[]])[] = [
  ["", ROOT],
  ["services.*", SERVICE],
  [
    "services.*.build",
    "context dockerfile dockerfile_inline entitlements args provenance sbom ssh labels cache_from cache_to no_cache additional_contexts pull extra_hosts isolation network target secrets shm_size tags ulimits platforms privileged".split(
      " ",
    ),
  ],
  ["services.*.build.secrets.[]", FILE],
  ["services.*.configs.[]", FILE],
  ["services.*.secrets.[]", FILE],
  ["services.*.depends_on.*", ["condition", "restart", "required"]],
  [
    "services.*.deploy",
    "mode replicas labels update_config rollback_config resources restart_policy placement endpoint_mode".split(" "),
  ],
  ["services.*.deploy.update_config", UPDATE],
  ["services.*.deploy.rollback_config", UPDATE],
  ["services.*.deploy.resources", ["limits", "reservations"]],
  ["services.*.deploy.resources.limits", RESOURCE],
  ["services.*.deploy.resources.reservations", RESOURCE],
  ["services.*.deploy.restart_policy", ["condition", "delay", "max_attempts", "window"]],
  ["services.*.deploy.placement", ["constraints", "preferences", "max_replicas_per_node"]],
  ["services.*.develop.watch.[]", "path action target exec include ignore initial_sync".split(" ")],
  ["services.*.develop.watch.[].exec", HOOK],
  ["services.*.devices.[]", ["source", "target", "permissions"]],
  ["services.*.env_file.[]", ["path", "required", "format"]],
  ["services.*.gpus.[]", "capabilities driver count device_ids options".split(" ")],
  ["services.*.healthcheck", "test timeout interval retries start_period start_interval disable".split(" ")],
  ["services.*.logging", ["driver", "options"]],
  [
    "services.*.networks.*",
    "aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority".split(
      " ",
    ),
  ],
  ["services.*.ports.[]", "name mode host_ip target published protocol app_protocol".split(" ")],
  ["services.*.post_start.[]", HOOK],
  ["services.*.pre_stop.[]", HOOK],
  ["services.*.ulimits.*", ["soft", "hard"]],
  ["services.*.volumes.[]", "type source target read_only consistency bind volume tmpfs image".split(" ")],
  ["services.*.volumes.[].bind", ["selinux", "propagation", "create_host_path", "recursive"]],
  ["services.*.volumes.[].volume", ["labels", "nocopy", "subpath"]],
  ["services.*.volumes.[].tmpfs", ["size", "mode"]],
  ["networks.*", "name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6".split(" ")],
  ["networks.*.ipam", ["driver", "config"]],
  ["networks.*.ipam.config.[]", ["subnet", "gateway", "ip_range", "aux_addresses"]],
  ["volumes.*", "name driver driver_opts external labels".split(" ")],
  ["configs.*", OBJECT],
  ["secrets.*", OBJECT],
];

/**
 * The keys of compose-go's struct at a path, in its order; undefined where it has a map.
 * @param path from the root of the project, `[]` for any entry of a list: ["services", "web", "ports", "[]"]
 */
export function structKeys(path: readonly string[]): readonly string[] | undefined {
  return STRUCTS.find(([pattern]) => matches(path, pattern === "" ? [] : pattern.split(".")))?.[1];
}

const matches = (path: readonly string[], pattern: readonly string[]) =>
  path.length === pattern.length && pattern.every((part, at) => part === "*" || part === path[at]);
