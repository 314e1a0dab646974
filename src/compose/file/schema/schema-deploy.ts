import type { Schema } from "./schema-check.ts";
import {
  command,
  integer,
  is,
  listOf,
  listOrMap,
  mapping,
  number,
  oneOf,
  optional,
  string,
  strings,
} from "./schema-parts.ts";

const updateConfig = mapping({
  parallelism: integer,
  delay: string,
  failure_action: string,
  monitor: string,
  max_failure_ratio: number,
  order: { type: ["string"], enum: ["start-first", "stop-first"] },
});

export const devices = listOf(
  mapping({
    capabilities: strings,
    count: is("string", "integer"),
    device_ids: strings,
    driver: string,
    options: listOrMap,
  }),
);

const genericResources = listOf(mapping({ discrete_resource_spec: mapping({ kind: string, value: number }) }));

/** `services.*.deploy` */
export const deploy: Schema = optional(
  mapping({
    mode: string,
    endpoint_mode: string,
    replicas: integer,
    labels: listOrMap,
    rollback_config: updateConfig,
    update_config: updateConfig,
    resources: mapping({
      limits: mapping({ cpus: number, memory: string, pids: integer }),
      reservations: mapping({ cpus: number, memory: string, generic_resources: genericResources, devices }),
    }),
    restart_policy: mapping({ condition: string, delay: string, max_attempts: integer, window: string }),
    placement: mapping({
      constraints: listOf(string),
      preferences: listOf(mapping({ spread: string })),
      max_replicas_per_node: integer,
    }),
  }),
);

/** `services.*.healthcheck` */
export const healthcheck: Schema = mapping({
  disable: is("boolean", "string"),
  interval: string,
  retries: number,
  test: oneOf(string, listOf(string)),
  timeout: string,
  start_period: string,
  start_interval: string,
});

/** `services.*.develop` */
export const develop: Schema = optional(
  mapping({
    watch: listOf(
      mapping(
        {
          ignore: oneOf(string, strings),
          include: oneOf(string, strings),
          path: string,
          action: { type: ["string"], enum: ["rebuild", "sync", "restart", "sync+restart", "sync+exec"] },
          target: string,
          initial_sync: is("boolean", "string"),
          exec: mapping({
            command,
            user: string,
            privileged: is("boolean", "string"),
            working_dir: string,
            environment: listOrMap,
          }),
        },
        ["path", "action"],
      ),
    ),
  }),
);
