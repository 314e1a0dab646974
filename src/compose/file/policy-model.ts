import type { ComposeDeploy, ComposeHealthcheck, ComposeResources, ComposeUpdateConfig } from "../service-policy.ts";
import { type Fields, present } from "./fields.ts";

/** `healthcheck` in canonical form. */
export function healthcheckModel(fields: Fields): ComposeHealthcheck {
  const test = fields.texts("test");
  return {
    disable: (fields.flag("disable") ?? false) || test[0] === "NONE",
    test,
    ...present({
      interval: fields.duration("interval"),
      timeout: fields.duration("timeout"),
      startPeriod: fields.duration("start_period"),
      startInterval: fields.duration("start_interval"),
      retries: fields.number("retries"),
    }),
  };
}

const MODES = ["replicated", "global", "replicated-job", "global-job"] as const;

/** `deploy` in canonical form. */
export function deployModel(fields: Fields): ComposeDeploy {
  const placement = fields.below("placement");
  const resources = fields.below("resources");
  const limits = resources?.below("limits");
  const reservations = resources?.below("reservations");
  const restart = fields.below("restart_policy");
  const update = fields.below("update_config");
  const rollback = fields.below("rollback_config");
  return {
    labels: fields.textMap("labels"),
    placement: {
      constraints: placement?.texts("constraints") ?? [],
      preferences: (placement?.entries("preferences") ?? []).map((preference) => preference.text("spread") ?? ""),
      ...present({ maxReplicasPerNode: placement?.number("max_replicas_per_node") }),
    },
    resources: present({
      limits: limits && resourcesModel(limits),
      reservations: reservations && resourcesModel(reservations),
    }),
    ...present({
      mode: MODES.find((mode) => mode === fields.text("mode")),
      replicas: fields.number("replicas"),
      updateConfig: update && updateModel(update),
      rollbackConfig: rollback && updateModel(rollback),
      restartPolicy:
        restart &&
        present({
          condition: restart.text("condition"),
          delay: restart.duration("delay"),
          maxAttempts: restart.number("max_attempts"),
          window: restart.duration("window"),
        }),
      endpointMode: fields.text("endpoint_mode"),
    }),
  };
}

function resourcesModel(fields: Fields): ComposeResources {
  return present({ cpus: fields.number("cpus"), memory: fields.number("memory"), pids: fields.number("pids") });
}

function updateModel(fields: Fields): ComposeUpdateConfig {
  return present({
    parallelism: fields.number("parallelism"),
    delay: fields.duration("delay"),
    failureAction: fields.text("failure_action"),
    monitor: fields.duration("monitor"),
    maxFailureRatio: fields.number("max_failure_ratio"),
    order: fields.text("order"),
  });
}
