import { ComposeError } from "../compose-error.ts";
import { canonicalDeploy } from "./canonical-deploy.ts";
import { deviceRequests } from "./canonical-devices.ts";
import { toBoolean, toBytes, toDuration, toInteger, toMode, toNumber } from "./scalars.ts";
import {
  commandWords,
  dependencies,
  deviceEntry,
  envFiles,
  fileReference,
  healthTest,
  hosts,
  namesToMap,
  pairs,
  portEntries,
  secretReference,
  textList,
  volumeEntry,
} from "./short-forms.ts";
import { changeAt, isList, isMap, mapValues, scalarText, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

type Change = (value: YamlValue, path: string) => YamlValue;

const labels: Change = (value) => pairs(value, "");
const texts: Change = (value) => (isList(value) ? value.map(scalarText) : value);
const each =
  (change: Change): Change =>
  (value, path) =>
    isList(value) ? value.map((item) => change(item, path)) : value;
/** Several keys of a mapping. */
const keys =
  (changes: Readonly<Record<string, Change>>): Change =>
  (value, path) =>
    isMap(value) ? applyAll(value, changes, path) : value;

const reference =
  (change: Change): Change =>
  (value, path) => {
    const long = change(value, path);
    return isMap(long) ? changeAt(long, "mode", toMode) : long;
  };

const ulimits: Change = (value, path) =>
  isMap(value)
    ? mapValues(value, (limit, name) =>
        isMap(limit)
          ? mapValues(limit, (item, key) => toInteger(item, `${path}.${name}.${key}`))
          : toInteger(limit, `${path}.${name}`),
      )
    : value;

const build: Change = (value, path) => {
  const long: YamlMap = isMap(value) ? value : { context: scalarText(value) };
  return applyAll(
    long,
    {
      args: (item) => pairs(item, null),
      labels,
      additional_contexts: labels,
      extra_hosts: hosts,
      no_cache: toBoolean,
      pull: toBoolean,
      privileged: toBoolean,
      shm_size: toBytes,
      secrets: each(reference(fileReference)),
      ulimits,
    },
    path,
  );
};

const volume: Change = (value, path) => {
  const long = volumeEntry(value);
  return isMap(long)
    ? applyAll(
        long,
        {
          read_only: toBoolean,
          bind: keys({ create_host_path: toBoolean }),
          volume: keys({ nocopy: toBoolean, labels }),
          tmpfs: keys({ size: toBytes, mode: (mode) => (typeof mode === "string" ? Number.parseInt(mode, 8) : mode) }),
        },
        path,
      )
    : long;
};

/** A command that is run at a moment of a container's life. */
const hook = keys({ command: commandWords, environment: (value) => pairs(value, null), privileged: toBoolean });

const SERVICE: Readonly<Record<string, Change>> = {
  annotations: labels,
  attach: toBoolean,
  build,
  command: commandWords,
  configs: each(reference(fileReference)),
  cpu_count: toInteger,
  cpu_percent: toNumber,
  cpu_period: toInteger,
  cpu_quota: toInteger,
  cpu_shares: toInteger,
  cpus: toNumber,
  depends_on: dependencies,
  deploy: canonicalDeploy,
  develop: keys({
    watch: each(keys({ exec: hook, ignore: textList, include: textList, initial_sync: toBoolean })),
  }),
  devices: each(deviceEntry),
  dns: textList,
  dns_search: textList,
  entrypoint: commandWords,
  env_file: envFiles,
  environment: (value) => pairs(value, null),
  expose: texts,
  extra_hosts: hosts,
  gpus: deviceRequests,
  group_add: texts,
  healthcheck: keys({
    disable: toBoolean,
    interval: toDuration,
    retries: toInteger,
    start_interval: toDuration,
    start_period: toDuration,
    test: healthTest,
    timeout: toDuration,
  }),
  init: toBoolean,
  label_file: textList,
  labels,
  logging: keys({ options: (value) => (isMap(value) ? mapValues(value, scalarText) : value) }),
  mem_limit: toBytes,
  mem_reservation: toBytes,
  mem_swappiness: toBytes,
  memswap_limit: toBytes,
  models: namesToMap,
  networks: (value) => {
    const map = namesToMap(value);
    return isMap(map) ? mapValues(map, keys({ driver_opts: labels })) : map;
  },
  oom_kill_disable: toBoolean,
  oom_score_adj: toInteger,
  pids_limit: toInteger,
  ports: portEntries,
  post_start: each(hook),
  pre_stop: each(hook),
  privileged: toBoolean,
  read_only: toBoolean,
  scale: toInteger,
  secrets: each(reference(secretReference)),
  shm_size: toBytes,
  stdin_open: toBoolean,
  stop_grace_period: toDuration,
  storage_opt: labels,
  sysctls: labels,
  tmpfs: textList,
  tty: toBoolean,
  ulimits,
  volumes: each(volume),
};

/** A service in long form. @param path "services.web" @throws ComposeError */
export function canonicalService(service: YamlMap, path: string): YamlMap {
  return applyAll(service, SERVICE, path);
}

/** What changes a service's shape, whatever its scalars say. */
const SHAPE: Readonly<Record<string, Change>> = {
  build: (value) => (isMap(value) ? value : { context: value }),
  configs: each(fileReference),
  depends_on: dependencies,
  devices: each(deviceEntry),
  dns: textList,
  env_file: envFiles,
  gpus: (value) => (value === "all" ? [{ count: "all" }] : value),
  label_file: textList,
  networks: namesToMap,
  ports: portEntries,
  secrets: each(secretReference),
  volumes: each(volumeEntry),
};

/** A service in which variables still stand; what cannot be read with them stays as it is. @param path "services.web" */
export function looseService(service: YamlMap, path: string): YamlMap {
  return mapValues(service, (value, key) => {
    try {
      return SHAPE[key]?.(value, `${path}.${key}`) ?? value;
    } catch (error) {
      if (error instanceof ComposeError) return value;
      throw error;
    }
  });
}

function applyAll(map: YamlMap, changes: Readonly<Record<string, Change>>, path: string): YamlMap {
  return mapValues(map, (value, key) => changes[key]?.(value, `${path}.${key}`) ?? value);
}
