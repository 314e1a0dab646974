import { ComposeError } from "../compose-error.ts";
import type { Cast } from "./interpolate.ts";
import { toInteger, toNumber } from "./scalars.ts";
import { matchesPath } from "./yaml/yaml-value.ts";

const INTEGERS =
  "cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares deploy.replicas deploy.update_config.parallelism deploy.rollback_config.parallelism deploy.restart_policy.max_attempts deploy.placement.max_replicas_per_node healthcheck.retries oom_score_adj pids_limit ports.[].target scale ulimits.* ulimits.*.hard ulimits.*.soft";
const NUMBERS = "cpu_percent cpus deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio";
const BOOLEANS =
  "init healthcheck.disable oom_kill_disable privileged read_only stdin_open tty volumes.[].read_only volumes.[].volume.nocopy";
const RESOURCE_BOOLEANS =
  "networks.*.external networks.*.internal networks.*.attachable networks.*.enable_ipv4 networks.*.enable_ipv6 volumes.*.external secrets.*.external configs.*.external";

const ofServices = (paths: string) => paths.split(" ").map((path) => `services.*.${path}`);
const PLACES = [
  { kind: "integer", paths: ofServices(INTEGERS) },
  { kind: "number", paths: ofServices(NUMBERS) },
  { kind: "boolean", paths: [...ofServices(BOOLEANS), ...RESOURCE_BOOLEANS.split(" ")] },
] as const;

/**
 * Texts where only a number or a boolean can stand, read as such right after their variables are filled in (compose-go,
 * `loader.interpolateTypeCastMapping`).
 * @param warn told of YAML 1.1's booleans
 */
export const castTexts =
  (warn: (message: string) => void): Cast =>
  (text, path) => {
    const kind = PLACES.find(({ paths }) => paths.some((pattern) => matchesPath(path, pattern)))?.kind;
    if (kind === undefined) return text;
    const where = path.join(".");
    if (kind === "boolean") return booleanOf(text, where, warn);
    return kind === "integer" ? toInteger(text, where) : toNumber(text, where);
  };

function booleanOf(text: string, path: string, warn: (message: string) => void): boolean {
  const word = text.toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  const value = ["y", "yes", "on"].includes(word);
  if (!value && !["n", "no", "off"].includes(word))
    throw new ComposeError(
      `error while interpolating ${path}: failed to cast to expected type: invalid boolean: ${text}`,
    );
  warn(`${JSON.stringify(text)} for boolean is not supported by YAML 1.2, please use \`${value}\``);
  return value;
}
