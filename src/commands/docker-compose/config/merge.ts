import { compactJson } from "../python/py-json.ts";
import {
  inTextOrder,
  isList,
  isMap,
  mapAt,
  mapValues,
  type PyMap,
  type PyValue,
  pyStr,
  without,
} from "../python/py-value.ts";
import {
  parseBuildArguments,
  parseDependencies,
  parseEnvironment,
  parseFlat,
  parseHosts,
  parseLabels,
  parseSysctls,
  toList,
} from "./key-values.ts";
import { portEntries, portKey } from "./port-spec.ts";
import type { Format } from "./version.ts";
import { joinVolume, splitVolume } from "./volume-mapping.ts";

type Merge = (base: PyValue | undefined, over: PyValue | undefined) => PyValue;

const mapping =
  (parse: (value: PyValue | undefined) => PyMap): Merge =>
  (base, over) => ({ ...parse(base), ...parse(over) });

/** Both lists in one, each text once, in order. */
const texts: Merge = (base, over) => [...new Set([...toList(base), ...toList(over)].map(pyStr))].sort(inTextOrder);

const both: Merge = (base, over) => [...toList(base), ...toList(over)];

const latest: Merge = (base, over) => over ?? base ?? null;

/** Members that say the same are one; the later one stands. */
const keyed =
  (key: (item: PyValue) => string, write: (item: PyValue) => PyValue = (item) => item): Merge =>
  (base, over) => {
    const found = new Map<string, PyValue>();
    for (const item of [...toList(base), ...toList(over)]) found.set(key(item), write(item));
    return [...found].sort(([a], [b]) => inTextOrder(a, b)).map(([, item]) => item);
  };

const volumes: Merge = (base, over) => {
  const found = new Map([...toList(base), ...toList(over)].map(splitVolume));
  return [...found].sort(([a], [b]) => inTextOrder(a, b)).map(joinVolume);
};

const fields =
  (merges: Readonly<Record<string, Merge>>): Merge =>
  (base, over) =>
    mergeFields(isMap(base ?? null) ? mapOf(base) : {}, mapOf(over), merges);

const mapOf = (value: PyValue | undefined): PyMap => (isMap(value) ? value : {});

/** Only what is named is kept, as compose does. */
function mergeFields(base: PyMap, over: PyMap, merges: Readonly<Record<string, Merge>>): PyMap {
  return Object.fromEntries(
    Object.entries(merges).flatMap(([key, merge]) =>
      key in base || key in over ? [[key, merge(base[key], over[key])]] : [],
    ),
  );
}

const objects = keyed((item) => compactJson(item));

const reference = keyed(
  (item) => pyStr(isMap(item) ? (item.source ?? null) : item),
  (item) => (isMap(item) ? item : { source: item }),
);

const links = keyed(
  (item) => pyStr(item).split(":")[1] || pyStr(item).split(":")[0] || "",
  (item) => pyStr(item).replace(/^(.*):\1$/, "$1"),
);

const networks: Merge = (base, over) => {
  const dict = (value: PyValue | undefined): PyMap =>
    isList(value) ? Object.fromEntries(value.map((name) => [pyStr(name), {}])) : mapOf(value);
  const [one, other] = [dict(base), dict(over)];
  const attachment = fields({
    aliases: texts,
    link_local_ips: texts,
    priority: latest,
    ipv4_address: latest,
    ipv6_address: latest,
  });
  return mapValues({ ...one, ...other }, (_, name) => attachment(one[name], other[name]));
};

const ports: Merge = (base, over) => {
  const found = new Map<string, PyMap>();
  for (const entry of [...toList(base), ...toList(over)].flatMap(portEntries)) found.set(portKey(entry), entry);
  return [...found.values()].sort((a, b) => Number(a.target) - Number(b.target));
};

const logging: Merge = (base, over) => {
  const [one, other] = [mapOf(base), mapOf(over)];
  const driver = other.driver ?? one.driver;
  const kept: PyMap = driver === undefined ? {} : { driver };
  if (one.driver === undefined || driver === one.driver) {
    const has = "options" in one || "options" in other;
    return has ? { ...kept, options: { ...mapAt(one, "options"), ...mapAt(other, "options") } } : kept;
  }
  return other.options === undefined ? kept : { ...kept, options: other.options };
};

const healthcheck: Merge = (base, over) =>
  mapOf(over).disabled === true ? mapOf(over) : { ...mapOf(base), ...mapOf(over) };

const limits = keyed((item) => pyStr(mapOf(item).path ?? null));

const dict = mapping((value) => mapOf(value));

const deploy = fields({
  mode: latest,
  endpoint_mode: latest,
  replicas: latest,
  labels: mapping(parseLabels),
  update_config: dict,
  rollback_config: dict,
  restart_policy: dict,
  resources: fields({
    limits: dict,
    reservations: fields({ cpus: latest, memory: latest, generic_resources: objects, devices: objects }),
  }),
  placement: fields({ max_replicas_per_node: latest, constraints: texts, preferences: objects }),
});

const build: Merge = (base, over) => {
  const long = (value: PyValue | undefined): PyMap => (typeof value === "string" ? { context: value } : mapOf(value));
  const merge = fields({
    context: latest,
    dockerfile: latest,
    network: latest,
    target: latest,
    shm_size: latest,
    isolation: latest,
    args: mapping(parseBuildArguments),
    cache_from: texts,
    labels: mapping(parseLabels),
    extra_hosts: mapping(parseHosts),
  });
  return merge(long(base), long(over));
};

/** Keys that are joined; every other that compose knows is replaced. */
const MERGES: Readonly<Record<string, Merge>> = {
  environment: mapping(parseEnvironment),
  labels: mapping(parseLabels),
  ulimits: mapping(parseFlat),
  sysctls: mapping(parseSysctls),
  depends_on: mapping(parseDependencies),
  storage_opt: mapping(parseFlat),
  links,
  secrets: reference,
  configs: reference,
  security_opt: keyed(pyStr),
  extra_hosts: mapping(parseHosts),
  networks,
  volumes,
  devices: volumes,
  cap_add: texts,
  cap_drop: texts,
  expose: texts,
  external_links: texts,
  volumes_from: texts,
  device_cgroup_rules: texts,
  profiles: texts,
  dns: both,
  dns_search: both,
  env_file: both,
  tmpfs: both,
  logging,
  ports,
  blkio_config: fields({
    weight: latest,
    device_read_bps: limits,
    device_read_iops: limits,
    device_write_bps: limits,
    device_write_iops: limits,
    weight_device: limits,
  }),
  healthcheck,
  deploy,
};

const REPLACED =
  `cgroup_parent command cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset
  detach dns_opt domainname entrypoint group_add hostname image ipc isolation mac_address mem_limit mem_reservation
  memswap_limit mem_swappiness net oom_score_adj oom_kill_disable pid privileged read_only restart runtime shm_size
  pids_limit stdin_open stop_signal tty user userns_mode volume_driver working_dir container_name credential_spec
  dockerfile init log_driver log_opt network_mode platform scale stop_grace_period`.split(/\s+/);

const ALL: Readonly<Record<string, Merge>> = {
  ...MERGES,
  ...Object.fromEntries(REPLACED.map((key) => [key, latest])),
};

/** Lays one service over another, without what either extends (compose/config/config.py, `merge_service_dicts`). */
export function mergeServices(base: PyMap, over: PyMap, format: Format): PyMap {
  const merged = mergeFields(base, over, ALL);
  if (format === "v1") return { ...without(merged, "image", "build"), ...imageOrBuild(base, over) };
  return "build" in base || "build" in over ? { ...merged, build: build(base.build, over.build) } : merged;
}

/** In the oldest format a service has one or the other. */
function imageOrBuild(base: PyMap, over: PyMap): PyMap {
  for (const from of [over, base])
    for (const key of ["image", "build"]) {
      const value = from[key];
      if (value !== undefined) return { [key]: value };
    }
  return {};
}

/** Lays the services of one file over those of another. */
export function mergeFiles(base: PyMap, over: PyMap, format: Format): PyMap {
  return mapValues({ ...base, ...over }, (_, name) => {
    const [one, other] = [mapAt(base, name), mapAt(over, name)];
    const extended = other.extends ?? one.extends;
    const merged = mergeServices(one, other, format);
    return extended === undefined ? merged : { ...merged, extends: extended };
  });
}
