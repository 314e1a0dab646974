import type { GoSchema } from "./go-json-schema.ts";
import { boolean, closed, duration, integer, is, listOf, listOrMap, open, string } from "./stack-schema-words.ts";

/** A schema that is there only from a version on. */
export type Since = (version: number, schema: GoSchema) => GoSchema | undefined;

/** A mount in its long form. */
export const mountSchema = (since: Since): GoSchema => ({
  ...closed({
    type: string,
    source: string,
    target: string,
    read_only: boolean,
    consistency: string,
    bind: open({ propagation: string }),
    volume: open({ nocopy: boolean }),
    tmpfs: since(6, open({ size: { ...integer, minimum: 0 } })),
  }),
  required: ["type"],
});

/** `deploy` of a service. */
export function deploySchema(since: Since): GoSchema {
  const rollout = closed({
    parallelism: integer,
    delay: duration,
    failure_action: string,
    monitor: duration,
    max_failure_ratio: is("number"),
    order: since(4, { type: ["string"], enum: ["start-first", "stop-first"] }),
  });
  const discrete = closed({ kind: string, value: is("number") });
  return {
    ...closed({
      mode: string,
      endpoint_mode: since(2, string),
      replicas: integer,
      labels: listOrMap,
      rollback_config: since(7, rollout),
      update_config: rollout,
      resources: closed({
        limits: closed({ cpus: string, memory: string, pids: since(9, integer) }),
        reservations: closed({
          cpus: string,
          memory: string,
          generic_resources: since(5, listOf(closed({ discrete_resource_spec: discrete }))),
        }),
      }),
      restart_policy: closed({ condition: string, delay: duration, max_attempts: integer, window: duration }),
      placement: closed({
        constraints: listOf(string),
        preferences: since(3, listOf(closed({ spread: string }))),
        max_replicas_per_node: since(8, integer),
      }),
    }),
    type: ["object", "null"],
  };
}
