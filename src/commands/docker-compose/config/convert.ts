import { ConfigurationError } from "../failures.ts";
import { PyFloat, type PyValue, pyRepr } from "../python/py-value.ts";
import { parseBytes } from "./bytes.ts";
import { nanoseconds } from "./duration.ts";

/** A text that is not of the kind its key asks for; the message says so. */
class NotOfKind extends Error {}

type Convert = (value: PyValue) => PyValue;

const fromText =
  (change: (text: string) => PyValue): Convert =>
  (value) =>
    typeof value === "string" ? change(value) : value;

const toBoolean = fromText((text) => {
  if (/^(?:y|yes|true|on)$/i.test(text)) return true;
  if (/^(?:n|no|false|off)$/i.test(text)) return false;
  throw new NotOfKind(`"${text.toLowerCase()}" is not a valid boolean value`);
});

/** A zero before digits is octal: what `mode` needs. */
const toInteger = fromText((given) => {
  const octal = /^0[0-9]+$/.test(given.trim()) ? `0o${given.slice(1)}` : given;
  const text = octal.trim().replaceAll("_", "");
  const match = /^([-+]?)(0x[0-9a-f]+|0o[0-7]+|0b[01]+|0+|[1-9][0-9]*)$/i.exec(text);
  if (!match) throw new NotOfKind(`"${octal}" is not a valid integer`);
  return (match[1] === "-" ? -1 : 1) * Number(match[2]);
});

const toFloat = fromText((text) => {
  if (!/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text))
    throw new NotOfKind(`"${text}" is not a valid float`);
  return new PyFloat(Number(text));
});

const toText: Convert = (value) =>
  typeof value === "number" || typeof value === "boolean" || value instanceof PyFloat ? pyRepr(value) : value;

const toBytes = (value: PyValue): PyValue => {
  const bytes = parseBytes(value);
  if (bytes === undefined) throw new NotOfKind(`"${pyRepr(value).replace(/^'|'$/g, "")}" is not a valid byte value`);
  return bytes;
};

const toMicroseconds = fromText((text) => Math.trunc((nanoseconds(text) ?? 0) / 1000));

/** What keys ask for, by their path; `*` is one step, `**` the rest. */
const KINDS: readonly (readonly [path: string, convert: Convert])[] = [
  ["service/*/blkio_config/weight", toInteger],
  ["service/*/blkio_config/weight_device/weight", toInteger],
  ["service/*/build/labels/**", toText],
  ["service/*/cpus", toFloat],
  ["service/*/cpu_count", toInteger],
  ["service/*/cpu_quota", toMicroseconds],
  ["service/*/cpu_period", toMicroseconds],
  ["service/*/cpu_rt_period", toMicroseconds],
  ["service/*/cpu_rt_runtime", toMicroseconds],
  ["service/*/configs/mode", toInteger],
  ["service/*/secrets/mode", toInteger],
  ["service/*/healthcheck/retries", toInteger],
  ["service/*/healthcheck/disable", toBoolean],
  ["service/*/deploy/labels/*", toText],
  ["service/*/deploy/replicas", toInteger],
  ["service/*/deploy/placement/max_replicas_per_node", toInteger],
  ["service/*/deploy/resources/limits/cpus", toFloat],
  ["service/*/deploy/update_config/parallelism", toInteger],
  ["service/*/deploy/update_config/max_failure_ratio", toFloat],
  ["service/*/deploy/rollback_config/parallelism", toInteger],
  ["service/*/deploy/rollback_config/max_failure_ratio", toFloat],
  ["service/*/deploy/restart_policy/max_attempts", toInteger],
  ["service/*/mem_swappiness", toInteger],
  ["service/*/labels/**", toText],
  ["service/*/oom_kill_disable", toBoolean],
  ["service/*/oom_score_adj", toInteger],
  ["service/*/ports/target", toInteger],
  ["service/*/ports/published", toInteger],
  ["service/*/scale", toInteger],
  ["service/*/ulimits/*", toInteger],
  ["service/*/ulimits/*/soft", toInteger],
  ["service/*/ulimits/*/hard", toInteger],
  ["service/*/privileged", toBoolean],
  ["service/*/read_only", toBoolean],
  ["service/*/stdin_open", toBoolean],
  ["service/*/tty", toBoolean],
  ["service/*/volumes/read_only", toBoolean],
  ["service/*/volumes/volume/nocopy", toBoolean],
  ["service/*/volumes/tmpfs/size", toBytes],
  ["network/*/attachable", toBoolean],
  ["network/*/external", toBoolean],
  ["network/*/internal", toBoolean],
  ["network/*/labels/**", toText],
  ["volume/*/external", toBoolean],
  ["volume/*/labels/**", toText],
  ["secret/*/external", toBoolean],
  ["secret/*/labels/**", toText],
  ["config/*/external", toBoolean],
  ["config/*/labels/**", toText],
];

const PATTERNS = KINDS.map(([path, convert]) => {
  const source = path.replaceAll("**", ".+").replace(/(?<!\.)\*/g, "[^/]+");
  return [new RegExp(`^${source}$`), convert] as const;
});

/**
 * A value as the key at a path wants it (compose/config/interpolation.py, `ConversionMap`).
 * @throws ConfigurationError
 */
export function convert(path: string, value: PyValue): PyValue {
  const found = PATTERNS.find(([pattern]) => pattern.test(path));
  if (!found) return value;
  try {
    return found[1](value);
  } catch (error) {
    if (!(error instanceof NotOfKind)) throw error;
    throw new ConfigurationError(
      `Error while attempting to convert ${path.replaceAll("/", ".")} to appropriate type: ${error.message}`,
    );
  }
}
