import type { Schema, SchemaError } from "./file/schema/schema-check.ts";
import { schemaError } from "./file/schema/schema-check.ts";
import { deploy, healthcheck } from "./file/schema/schema-deploy.ts";
import {
  is,
  listOf,
  mapping,
  named,
  oneOf,
  optional,
  string,
  stringOrList,
  strings,
} from "./file/schema/schema-parts.ts";
import { service } from "./file/schema/schema-service.ts";
import type { YamlMap } from "./file/yaml/yaml-value.ts";
import { stackFormatError } from "./stack-formats.ts";

/** The keys of a service that `docker stack` knows (docker/cli, cli/compose/schema/data/config_schema_v3.13.json). */
const SERVICE_KEYS = [
  "build",
  "cap_add",
  "cap_drop",
  "cgroup_parent",
  "command",
  "configs",
  "container_name",
  "credential_spec",
  "devices",
  "dns",
  "dns_search",
  "domainname",
  "entrypoint",
  "environment",
  "expose",
  "external_links",
  "extra_hosts",
  "hostname",
  "image",
  "init",
  "ipc",
  "isolation",
  "labels",
  "links",
  "logging",
  "mac_address",
  "network_mode",
  "networks",
  "oom_score_adj",
  "pid",
  "ports",
  "privileged",
  "read_only",
  "restart",
  "secrets",
  "security_opt",
  "shm_size",
  "stdin_open",
  "stop_grace_period",
  "stop_signal",
  "sysctls",
  "tmpfs",
  "tty",
  "ulimits",
  "user",
  "userns_mode",
  "volumes",
  "working_dir",
] as const;

const known = service.properties ?? {};

/**
 * Whole numbers and yes-or-no as docker's own client takes them: never as text. What Compose's schema calls a number stays:
 * several of those may be text here too.
 */
function strict(schema: Schema): Schema {
  const { type, properties, items, keys } = schema;
  const firm = (["integer", "boolean"] as const).find(
    (kind) => type?.length === 2 && type.includes(kind) && type.includes("string"),
  );
  const scalars = type?.length === 4 && type.includes("boolean") && type.includes("null");
  return {
    ...schema,
    ...(firm ? { type: [firm] } : {}),
    ...(scalars ? { type: ["string", "number", "null"] } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, strict(one)])) }
      : {}),
    ...(items ? { items: strict(items) } : {}),
    ...(keys ? { keys: { ...keys, value: strict(keys.value) } } : {}),
    ...(schema.oneOf ? { oneOf: schema.oneOf.map(strict) } : {}),
  };
}

/** CPUs are text here, in limits and reservations. */
const textCpus = (schema: Schema = {}): Schema => ({ ...schema, properties: { ...schema.properties, cpus: string } });

const resources = deploy.properties?.resources ?? {};

const stackDeploy: Schema = {
  ...deploy,
  properties: {
    ...deploy.properties,
    resources: {
      ...resources,
      properties: {
        limits: textCpus(resources.properties?.limits),
        reservations: textCpus(resources.properties?.reservations),
      },
    },
  },
};

const stackHealthcheck: Schema = { ...healthcheck, properties: { ...healthcheck.properties, retries: is("number") } };

const stackService = mapping({
  ...Object.fromEntries(SERVICE_KEYS.map((key) => [key, known[key] ?? {}])),
  cgroupns_mode: string,
  // Compose alone says how a name has to look.
  container_name: string,
  deploy: stackDeploy,
  depends_on: strings,
  env_file: stringOrList,
  healthcheck: stackHealthcheck,
});

const anything: Schema = optional({});
const external: Schema = oneOf(is("boolean"), mapping({ name: string }));
const object = mapping({
  name: string,
  file: string,
  external,
  labels: {},
  driver: string,
  driver_opts: {},
  template_driver: string,
});

const STACK_SCHEMA: Schema = strict(
  mapping({
    version: string,
    services: named(stackService),
    networks: named(
      optional(
        mapping({
          name: string,
          driver: string,
          driver_opts: anything,
          ipam: mapping({ driver: string, config: listOf(mapping({ subnet: string })) }),
          external,
          internal: is("boolean"),
          attachable: is("boolean"),
          labels: {},
        }),
      ),
    ),
    volumes: named(optional(mapping({ name: string, driver: string, driver_opts: anything, external, labels: {} }))),
    secrets: named(object),
    configs: named(object),
  }),
);

/** What is wrong with a stack file, in the words of `docker stack` (docker/cli, cli/compose/schema/schema.go); undefined when nothing is. */
export function stackSchemaError(tree: YamlMap): string | undefined {
  const error = schemaError(tree, STACK_SCHEMA);
  return error ? `${fieldOf(error)} ${words(error)}` : stackFormatError(tree);
}

const fieldOf = ({ path }: SchemaError) => (path.length === 0 ? "(root)" : path.join("."));

/** gojsonschema's descriptions. */
function words(error: SchemaError): string {
  const quoted = [...error.text.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text = ""]) => text);
  if (error.kind === "additional") return `Additional property ${quoted[0]} is not allowed`;
  // It names the types in the schema's own order.
  if (error.kind === "type")
    return error.text.replace("array", "list").replace("null, number or string", "string, number or null");
  if (error.text.startsWith("value must be one of"))
    return `${fieldOf(error)} must be one of the following: ${quoted.map((text) => JSON.stringify(text)).join(", ")}`;
  if (error.text.startsWith("missing")) return `${quoted[0]} is required`;
  if (error.text.startsWith("items at"))
    return `array items[${(error.text.match(/\d+/g) ?? []).join(",")}] must be unique`;
  return error.text.replace(/^'.*' does not match/, "Does not match").replace(/^must/, "Must");
}
