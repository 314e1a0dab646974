import { EngineError } from "../../engine/errors.ts";
import type { ServiceSpec, TaskSpec, UpdateConfig } from "../../swarm/service.ts";
import type { Flags } from "../flags.ts";

/** moby, daemon/cluster/convert/service.go: values that the daemon does not know. */
const unknown = (text: string) => new EngineError(500, text);

const DEFAULT_UPDATE: UpdateConfig = {
  parallelism: 1,
  delay: 0,
  failureAction: "pause",
  monitor: 5e9,
  maxFailureRatio: 0,
  order: "stop-first",
};

/** What `--update-…` or `--rollback-…` say, over what a service has. @throws EngineError for a word the daemon refuses */
export function updateConfig(flags: Flags, kind: "update" | "rollback", before = DEFAULT_UPDATE): UpdateConfig {
  const after = { ...before };
  if (flags.changed(`${kind}-parallelism`)) after.parallelism = flags.int(`${kind}-parallelism`);
  if (flags.changed(`${kind}-delay`)) after.delay = flags.duration(`${kind}-delay`);
  if (flags.changed(`${kind}-monitor`)) after.monitor = flags.duration(`${kind}-monitor`);
  if (flags.changed(`${kind}-max-failure-ratio`)) after.maxFailureRatio = flags.float(`${kind}-max-failure-ratio`);
  if (flags.changed(`${kind}-failure-action`)) {
    const action = flags.string(`${kind}-failure-action`);
    if (action !== "pause" && action !== "continue" && action !== "rollback")
      throw unknown(`unrecognized update failure action ${action}`);
    after.failureAction = action;
  }
  if (flags.changed(`${kind}-order`)) {
    const order = flags.string(`${kind}-order`);
    if (order !== "stop-first" && order !== "start-first") throw unknown(`unrecognized update order ${order}`);
    after.order = order;
  }
  return after;
}

const DEFAULT_RESTART: TaskSpec["restartPolicy"] = { condition: "any", delay: 5e9, maxAttempts: 0, window: 0 };

/** What `--restart-…` say, over what a service has. @throws EngineError for another condition */
export function restartPolicy(flags: Flags, before = DEFAULT_RESTART): TaskSpec["restartPolicy"] {
  const after = { ...before };
  if (flags.changed("restart-condition")) {
    const condition = flags.string("restart-condition");
    if (condition !== "none" && condition !== "on-failure" && condition !== "any")
      throw unknown(`invalid RestartCondition: "${condition}"`);
    after.condition = condition;
  }
  if (flags.changed("restart-delay")) after.delay = flags.duration("restart-delay");
  if (flags.changed("restart-max-attempts")) after.maxAttempts = flags.int("restart-max-attempts");
  if (flags.changed("restart-window")) after.window = flags.duration("restart-window");
  return after;
}

/** What `--limit-…` or `--reserve-…` say, over what a service has. */
export function resources(
  flags: Flags,
  kind: "limit" | "reserve",
  before: TaskSpec["limits"] = {},
): TaskSpec["limits"] {
  return {
    ...before,
    ...(flags.changed(`${kind}-cpu`) ? { nanoCpus: Math.round(flags.float(`${kind}-cpu`) * 1e9) } : {}),
    ...(flags.changed(`${kind}-memory`) ? { memory: flags.bytes(`${kind}-memory`) } : {}),
  };
}

/** `--endpoint-mode`. @throws EngineError for another word */
export function endpointMode(flags: Flags): ServiceSpec["endpointMode"] {
  const mode = flags.string("endpoint-mode");
  if (mode === "vip" || mode === "dnsrr") return mode;
  throw unknown(`invalid resolution mode: "${mode}"`);
}
