import type { Healthcheck } from "../../engine/container/container.ts";
import type { ContainerOptions } from "../../swarm/container-options.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { applyCapabilities } from "./capabilities.ts";

/** The names of a list's flags: `--dns` to create with, `--dns-add` and `--dns-rm` to update with. */
interface ListFlags {
  readonly add: string;
  readonly remove?: string;
}

/**
 * What the flags of `docker service create` or `update` say of a service's containers, over what it has (docker/cli,
 * `cli/command/service/update.go`).
 * @param before what it has; none for a new service
 * @throws CommandError
 */
export function containerOptions(flags: Flags, updating: boolean, before: ContainerOptions = {}): ContainerOptions {
  const named = (name: string): ListFlags => (updating ? { add: `${name}-add`, remove: `${name}-rm` } : { add: name });
  const changed = (name: string) => flags.changed(name);
  const after: ContainerOptions = { ...before };
  const groups = sortedList(flags, named("group"), before.groups);
  if (groups) after.groups = groups;
  if (changed("read-only")) after.readOnly = flags.bool("read-only");
  if (changed("stop-signal")) after.stopSignal = flags.string("stop-signal");
  if (changed("isolation")) after.isolation = flags.string("isolation");
  if (changed("oom-score-adj")) after.oomScoreAdj = flags.int("oom-score-adj");
  if (changed("limit-pids")) after.pidsLimit = flags.int("limit-pids");
  if (changed("memory-swap")) after.swapBytes = flags.bytes("memory-swap");
  if (changed("memory-swappiness")) after.swappiness = flags.int("memory-swappiness");
  if (changed("credential-spec")) after.credentialSpec = flags.string("credential-spec");
  const healthcheck = health(flags, before.healthcheck);
  if (healthcheck) after.healthcheck = healthcheck;
  const lists = {
    nameservers: sortedList(flags, named("dns"), before.dns?.nameservers),
    search: sortedList(flags, named("dns-search"), before.dns?.search),
    options: sortedList(flags, named("dns-option"), before.dns?.options),
  };
  if (lists.nameservers || lists.search || lists.options) {
    const { nameservers = [], search = [], options = [] } = before.dns ?? {};
    after.dns = {
      nameservers: lists.nameservers ?? nameservers,
      search: lists.search ?? search,
      options: lists.options ?? options,
    };
  }
  hosts(flags, named("host"), after);
  applyCapabilities(flags, updating, after);
  const sysctls = keyed(flags, named("sysctl"), before.sysctls);
  if (sysctls) after.sysctls = sysctls;
  ulimits(flags, named("ulimit"), after);
  if (flags.string("log-driver") !== "")
    after.logDriver = { name: flags.string("log-driver"), options: flags.map("log-opt") };
  return after;
}

/** A list with what was added and without what was removed, sorted; undefined when no flag speaks of it. */
function sortedList(flags: Flags, names: ListFlags, before: readonly string[] = []): string[] | undefined {
  if (!flags.changed(names.add) && !(names.remove && flags.changed(names.remove))) return undefined;
  const removed = names.remove ? flags.list(names.remove) : [];
  return [...new Set([...before, ...flags.list(names.add)])].filter((value) => !removed.includes(value)).sort();
}

function keyed(
  flags: Flags,
  names: ListFlags,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> | undefined {
  if (!flags.changed(names.add) && !(names.remove && flags.changed(names.remove))) return undefined;
  const after = { ...before, ...flags.map(names.add) };
  for (const key of names.remove ? flags.list(names.remove) : []) delete after[key];
  return after;
}

/** `name:address` as swarmkit keeps it: "address name". */
function hosts(flags: Flags, names: ListFlags, after: ContainerOptions): void {
  const removed = names.remove ? flags.list(names.remove) : [];
  if (!flags.changed(names.add) && removed.length === 0) return;
  const added = flags.list(names.add).map((entry) => entry.replace(/^([^:=]+)[:=](.*)$/, "$2 $1"));
  const gone = removed.map((entry) => entry.split(":")[0]);
  after.hosts = [...new Set([...(after.hosts ?? []), ...added])]
    .filter((line) => !gone.includes(line.split(" ")[1]))
    .sort();
}

const ULIMIT = /^([^=]+)=(-?\d+)(?::(-?\d+))?$/;
const ULIMIT_TYPES =
  /^(core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$/;

/** What is wrong with a value of `--ulimit` (docker/go-units, ulimit.go). */
export function ulimitError(text: string): string | undefined {
  const cut = text.indexOf("=");
  if (cut < 0) return `invalid ulimit argument: ${text}`;
  const [name, limits] = [text.slice(0, cut), text.slice(cut + 1)];
  if (!ULIMIT_TYPES.test(name)) return `invalid ulimit type: ${name}`;
  if (!ULIMIT.test(text)) {
    const wrong = limits.split(":").find((part) => !/^-?\d+$/.test(part));
    return wrong === undefined
      ? `too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``
      : `strconv.ParseInt: parsing ${JSON.stringify(wrong)}: invalid syntax`;
  }
  const [soft = 0, hard = soft] = limits.split(":").map(Number);
  if (hard !== -1 && (soft === -1 || soft > hard))
    return `ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`;
  return undefined;
}

function ulimits(flags: Flags, names: ListFlags, after: ContainerOptions): void {
  const removed = names.remove ? flags.list(names.remove) : [];
  if (!flags.changed(names.add) && removed.length === 0) return;
  const byName = new Map((after.ulimits ?? []).map((limit) => [limit.Name, limit]));
  for (const text of flags.list(names.add)) {
    const [, Name = "", soft = "0", hard = soft] = ULIMIT.exec(text) ?? [];
    byName.set(Name, { Name, Hard: Number(hard), Soft: Number(soft) });
  }
  for (const name of removed) byName.delete(name);
  after.ulimits = [...byName.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

const HEALTH_FLAGS = [
  "health-cmd",
  "health-interval",
  "health-retries",
  "health-timeout",
  "health-start-period",
  "health-start-interval",
];

function health(flags: Flags, before: Healthcheck | undefined): Healthcheck | undefined {
  const given = HEALTH_FLAGS.some((name) => flags.changed(name));
  if (flags.bool("no-healthcheck")) {
    if (given) throw new CommandError("--no-healthcheck conflicts with --health-* options");
    return { Test: ["NONE"] };
  }
  if (!given) return undefined;
  const check: Healthcheck = { ...(before ?? { Test: [] }) };
  if (check.Test[0] === "NONE") check.Test = [];
  const command = flags.string("health-cmd");
  if (flags.changed("health-cmd")) check.Test = command === "" ? [] : ["CMD-SHELL", command];
  if (flags.changed("health-interval")) check.Interval = flags.duration("health-interval");
  if (flags.changed("health-timeout")) check.Timeout = flags.duration("health-timeout");
  if (flags.changed("health-start-period")) check.StartPeriod = flags.duration("health-start-period");
  if (flags.changed("health-start-interval")) check.StartInterval = flags.duration("health-start-interval");
  if (flags.changed("health-retries")) check.Retries = flags.int("health-retries");
  return check;
}
