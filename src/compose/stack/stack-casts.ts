import { toBoolean, toInteger, toNumber } from "../file/scalars.ts";
import type { YamlValue } from "../file/yaml/yaml-value.ts";

/** Where a variable becomes a number or a yes-or-no (docker/cli, cli/compose/loader/interpolate.go). */
const CASTS: readonly (readonly [RegExp, (value: YamlValue, path: string) => YamlValue])[] = [
  [
    /^services\.[^.]+\.((configs|secrets)\.\[\]\.mode|healthcheck\.retries|ports\.\[\]\.(target|published)|ulimits\.[^.]+(\.(hard|soft))?)$/,
    toInteger,
  ],
  [
    /^services\.[^.]+\.deploy\.(replicas|(update_config|rollback_config)\.parallelism|restart_policy\.max_attempts|placement\.max_replicas_per_node)$/,
    toInteger,
  ],
  [/^services\.[^.]+\.deploy\.(update_config|rollback_config)\.max_failure_ratio$/, toNumber],
  [
    /^services\.[^.]+\.(healthcheck\.disable|privileged|read_only|stdin_open|tty|volumes\.\[\]\.(read_only|volume\.nocopy))$/,
    toBoolean,
  ],
  [/^(networks\.[^.]+\.(external|internal|attachable)|(volumes|secrets|configs)\.[^.]+\.external)$/, toBoolean],
];

/**
 * What a text in which variables stood is meant to be, by where it is.
 * @param path "services.web.deploy.replicas"; items of lists are "[]"
 * @throws ComposeError when it is no such thing
 */
export function castVariable(text: string, path: string): YamlValue {
  const cast = CASTS.find(([where]) => where.test(path))?.[1];
  return cast ? cast(text, path) : text;
}
