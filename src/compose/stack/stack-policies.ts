import type { TaskSpec, UpdateConfig } from "../../swarm/service.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
import { mapAt, scalarText } from "../file/yaml/yaml-value.ts";
import type { ComposeService } from "../project.ts";
import type { ComposeResources, ComposeUpdateConfig } from "../service-policy.ts";

const SECOND = 1e9;

/** With swarm's own values for what is not said (swarmkit, api/defaults). */
export function updateConfig(config: ComposeUpdateConfig = {}): UpdateConfig {
  const { failureAction, order } = config;
  return {
    parallelism: config.parallelism ?? 1,
    delay: config.delay ?? 0,
    failureAction: failureAction === "continue" || failureAction === "rollback" ? failureAction : "pause",
    monitor: config.monitor ?? 5 * SECOND,
    maxFailureRatio: config.maxFailureRatio ?? 0,
    order: order === "start-first" ? order : "stop-first",
  };
}

/** What `deploy.restart_policy`, or else `restart`, says. @throws ComposeError */
export function restartPolicy({ restart = "", deploy }: ComposeService): TaskSpec["restartPolicy"] {
  const own = deploy?.restartPolicy;
  const base = { condition: "any" as const, delay: 5 * SECOND, maxAttempts: 0, window: 0 };
  if (own) {
    const condition = own.condition === "none" || own.condition === "on-failure" ? own.condition : "any";
    return { condition, delay: own.delay ?? base.delay, maxAttempts: own.maxAttempts ?? 0, window: own.window ?? 0 };
  }
  const [policy = "", attempts = "0"] = restart.split(":");
  if (!["", "no", "always", "unless-stopped", "on-failure"].includes(policy))
    throw new ComposeError(
      `invalid restart policy: unknown policy '${policy}' (must be one of 'no', 'always', 'unless-stopped', or 'on-failure')`,
    );
  return policy === "on-failure" ? { ...base, condition: policy, maxAttempts: Number(attempts) || 0 } : base;
}

/** docker/cli, cli/compose/convert/service.go, convertResources. */
export function genericResources(reservations: Fields): Pick<TaskSpec["reservations"], "generic"> {
  const entries = reservations.entries("generic_resources").flatMap((entry): [string, number][] => {
    const { map } = new Fields(mapAt(entry.map, "discrete_resource_spec"));
    return map.kind === undefined ? [] : [[scalarText(map.kind), Number(scalarText(map.value))]];
  });
  return entries.length === 0 ? {} : { generic: Object.fromEntries(entries) };
}

/** @param cpus as the file has them @throws ComposeError */
export function resources(given: ComposeResources = {}, cpus?: string): TaskSpec["limits"] {
  if (given.cpus !== undefined && Number.isNaN(given.cpus))
    throw new ComposeError(`failed to parse ${cpus} as a rational number`);
  return {
    ...(given.cpus === undefined ? {} : { nanoCpus: Math.round(given.cpus * 1e9) }),
    ...(given.memory === undefined ? {} : { memory: given.memory }),
  };
}
