import { deviceRequests } from "./canonical-devices.ts";
import { toBytes, toDuration, toInteger, toNumber } from "./scalars.ts";
import { pairs } from "./short-forms.ts";
import { isMap, mapValues, type YamlValue } from "./yaml/yaml-value.ts";

type Change = (value: YamlValue, path: string) => YamlValue;

const update: Readonly<Record<string, Change>> = {
  parallelism: toInteger,
  delay: toDuration,
  monitor: toDuration,
  max_failure_ratio: toNumber,
};

/** What each mapping below `deploy` changes, by its path. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  "": { replicas: toInteger, labels: (value) => pairs(value, "") },
  update_config: update,
  rollback_config: update,
  restart_policy: { delay: toDuration, max_attempts: toInteger, window: toDuration },
  placement: { max_replicas_per_node: toInteger },
  "resources.limits": { cpus: toNumber, memory: toBytes, pids: toInteger },
  "resources.reservations": { cpus: toNumber, memory: toBytes, devices: deviceRequests },
};

/** `deploy` with its durations, sizes and numbers as they are written canonically. @throws ComposeError */
export function canonicalDeploy(value: YamlValue, path: string): YamlValue {
  const visit = (item: YamlValue, below: string, full: string): YamlValue =>
    isMap(item)
      ? mapValues(item, (child, key) => {
          const change = CHANGES[below]?.[key];
          const at = `${full}.${key}`;
          return change ? change(child, at) : visit(child, below === "" ? key : `${below}.${key}`, at);
        })
      : item;
  return visit(value, "", path);
}
