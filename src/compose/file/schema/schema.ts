import type { Schema } from "./schema-check.ts";
import {
  boolean,
  external,
  is,
  listOf,
  listOrMap,
  mapping,
  named,
  oneOf,
  optional,
  options,
  string,
  stringOrList,
} from "./schema-parts.ts";
import { service } from "./schema-service.ts";

const network = optional(
  mapping({
    name: string,
    driver: string,
    driver_opts: options("string", "number"),
    ipam: mapping({
      driver: string,
      config: listOf(
        mapping({
          subnet: string,
          ip_range: string,
          gateway: string,
          aux_addresses: named(string, true, /^.+$/),
        }),
      ),
      options: named(string, true, /^.+$/),
    }),
    external,
    internal: boolean,
    enable_ipv4: boolean,
    enable_ipv6: boolean,
    attachable: boolean,
    labels: listOrMap,
  }),
);

const volume = optional(
  mapping({ name: string, driver: string, driver_opts: options("string", "number"), external, labels: listOrMap }),
);

const secret = mapping({
  name: string,
  environment: string,
  file: string,
  external,
  labels: listOrMap,
  driver: string,
  driver_opts: options("string", "number"),
  template_driver: string,
});

const config = mapping({
  name: string,
  content: string,
  environment: string,
  file: string,
  external,
  labels: listOrMap,
  template_driver: string,
});

/** A compose file, as the Compose Specification's schema describes it (compose-spec.json of compose-go v2). */
export const COMPOSE_SCHEMA: Schema = mapping({
  version: string,
  name: string,
  include: listOf(
    oneOf(string, {
      type: ["object"],
      properties: { path: stringOrList, env_file: stringOrList, project_directory: string },
      closed: true,
    }),
  ),
  services: named(service),
  models: named(
    mapping({ name: string, model: string, context_size: is("integer"), runtime_flags: listOf(string) }, ["model"]),
    false,
  ),
  networks: named(network, false),
  volumes: named(volume),
  secrets: named(secret),
  configs: named(config),
});
