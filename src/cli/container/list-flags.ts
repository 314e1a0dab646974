import { quote } from "../format/quote.ts";
import { parseBytes } from "../format/size.ts";

const ULIMITS: ReadonlySet<string> = new Set(
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "),
);

/** What is wrong with a `--ulimit` (docker/go-units, ParseUlimit). */
export function ulimitError(spec: string): string | undefined {
  const [name = "", ...rest] = spec.split("=");
  const values = rest.join("=");
  if (rest.length === 0) return `invalid ulimit argument: ${spec}`;
  const parts = values.split(":");
  if (parts.length > 2) return `too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``;
  if (!ULIMITS.has(name)) return `invalid ulimit type: ${name}`;
  const wrong = parts.find((part) => !/^[+-]?\d+$/.test(part));
  if (wrong !== undefined) return `strconv.ParseInt: parsing ${quote(wrong)}: invalid syntax`;
  const [soft = "0", hard = soft] = parts;
  return Number(soft) > Number(hard) && hard !== "-1"
    ? `ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`
    : undefined;
}

const SYSCTLS: ReadonlySet<string> = new Set(
  "kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax kernel.shmmni kernel.shm_rmid_forced".split(
    " ",
  ),
);

/** What is wrong with a `--sysctl`: only those of a namespace may be set (docker/cli, opts.ValidateSysctl). */
export function sysctlError(spec: string): string | undefined {
  const [name = "", value] = spec.split("=");
  const known = SYSCTLS.has(name) || name.startsWith("net.") || name.startsWith("fs.mqueue.");
  return known && value !== undefined ? undefined : `sysctl '${spec}' is not allowed`;
}

/** What is wrong with a `--link` (docker/cli, opts.ValidateLink). */
export function linkError(spec: string): string | undefined {
  if (spec === "") return "empty string specified for links";
  return spec.split(":").length > 2 ? `bad format for links: ${spec}` : undefined;
}

const LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*\\.?\\s*$`);

/** What is wrong with a `--dns-search` (docker/cli, opts.ValidateDNSSearch); "." means no domain. */
export function searchDomainError(text: string): string | undefined {
  const domain = text.trim();
  const isDomain = domain === "." || (/[a-zA-Z]/.test(domain) && domain.length < 255 && DOMAIN.test(domain));
  return isDomain ? undefined : `${domain} is not a valid domain`;
}

/** What is wrong with a `--device-cgroup-rule`. */
export const cgroupRuleError = (rule: string): string | undefined =>
  /^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/.test(rule) ? undefined : `invalid device cgroup format '${rule}'`;

/** What is wrong with a `--blkio-weight-device` (docker/cli, opts.ValidateWeightDevice). */
export function weightDeviceError(spec: string): string | undefined {
  const { path, value, problem } = deviceLimit(spec);
  if (problem !== undefined) return problem;
  if (!path.startsWith("/dev/")) return `bad format for device path: ${spec}`;
  const weight = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(weight)) return `invalid weight for device: ${spec}`;
  return weight > 0 && (weight < 10 || weight > 1000) ? `invalid weight for device: ${spec}` : undefined;
}

/** What is wrong with a `--device-read-bps` or `--device-write-bps` (docker/cli, opts.ValidateThrottleBpsDevice). */
export function bytesRateError(spec: string): string | undefined {
  const { path, value, problem } = deviceLimit(spec);
  if (problem !== undefined) return problem;
  if (!path.startsWith("/dev/")) return `bad format for device path: ${spec}`;
  return parseBytes(value) instanceof Error
    ? `invalid rate for device: ${spec}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`
    : undefined;
}

/** What is wrong with a `--device-read-iops` or `--device-write-iops` (docker/cli, opts.ValidateThrottleIOpsDevice). */
export function operationsRateError(spec: string): string | undefined {
  const { path, value, problem } = deviceLimit(spec);
  if (problem !== undefined) return problem;
  if (!path.startsWith("/dev/")) return `bad format for device path: ${spec}`;
  return /^\d+$/.test(value)
    ? undefined
    : `invalid rate for device: ${spec}. The correct format is <device-path>:<number>. Number must be a positive integer`;
}

function deviceLimit(spec: string): { path: string; value: string; problem?: string } {
  const cut = spec.indexOf(":");
  const [path, value] = [spec.slice(0, Math.max(cut, 0)), spec.slice(cut + 1)];
  return cut < 0 || path === "" || value === "" ? { path, value, problem: `bad format: ${spec}` } : { path, value };
}
