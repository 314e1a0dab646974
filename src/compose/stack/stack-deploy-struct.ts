import {
  bytes,
  count,
  duration,
  fraction,
  items,
  pairs,
  pointer,
  saidCount,
  saidDuration,
  struct,
  text,
  texts,
  whole,
} from "./stack-decode.ts";

const rollout = pointer({
  parallelism: saidCount,
  delay: duration,
  failure_action: text,
  monitor: duration,
  max_failure_ratio: fraction,
  order: text,
});

/** `deploy` of a stack's service (docker/cli, cli/compose/types/types.go). */
export const deploy = struct({
  mode: text,
  replicas: saidCount,
  labels: pairs,
  update_config: rollout,
  rollback_config: rollout,
  resources: struct({
    limits: pointer({ cpus: text, memory: bytes, pids: whole }),
    reservations: pointer({
      cpus: text,
      memory: bytes,
      generic_resources: items(pointer({ discrete_resource_spec: pointer({ kind: text, value: whole }) })),
    }),
  }),
  restart_policy: pointer({ condition: text, delay: saidDuration, max_attempts: saidCount, window: saidDuration }),
  placement: struct({
    constraints: texts,
    preferences: items(pointer({ spread: text })),
    max_replicas_per_node: count,
  }),
  endpoint_mode: text,
});
