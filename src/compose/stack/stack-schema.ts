import type { YamlMap } from "../file/yaml/yaml-value.ts";
import { type GoSchema, goSchemaError } from "./go-json-schema.ts";

import { deploySchema, mountSchema } from "./stack-schema-deploy.ts";
import {
  boolean,
  closed,
  command,
  duration,
  fileReferences,
  integer,
  is,
  listOf,
  listOrMap,
  named,
  open,
  options,
  type Properties,
  ports,
  string,
  stringOrList,
  strings,
} from "./stack-schema-words.ts";

/** What a file of version 3.`minor` may say (docker/cli, cli/compose/schema/data). */
function stackSchema(minor: number): GoSchema {
  const since = (version: number, schema: GoSchema): GoSchema | undefined => (minor >= version ? schema : undefined);
  const extended = (version: number, schema: GoSchema): GoSchema =>
    minor >= version ? { ...schema, pattern: { keys: /^x-/, value: {} } } : schema;
  const section = (value: GoSchema) => named(value);
  const external: GoSchema = { ...closed({ name: string }), type: ["boolean", "object"] };
  const looseExternal: GoSchema = { ...external, closed: false };
  const time = minor >= 4 ? duration : string;
  const orNull = (schema: GoSchema): GoSchema => ({ ...schema, type: ["object", "null"] });
  const object = (more: Properties) =>
    extended(7, closed({ name: since(5, string), file: string, external: looseExternal, labels: listOrMap, ...more }));
  const driverOptions = options("string", "number");
  const templated = { template_driver: since(8, string) };
  return extended(4, {
    ...closed({
      version: string,
      services: section(extended(7, closed(serviceProperties(minor)))),
      networks: {
        ...section(
          orNull(
            extended(
              7,
              closed({
                name: since(5, string),
                driver: string,
                driver_opts: driverOptions,
                ipam: closed({ driver: string, config: listOf(closed({ subnet: string })) }),
                external,
                internal: boolean,
                attachable: since(2, boolean),
                labels: listOrMap,
              }),
            ),
          ),
        ),
        closed: false,
      },
      volumes: section(
        orNull(
          extended(
            7,
            closed({ name: since(4, string), driver: string, driver_opts: driverOptions, external, labels: listOrMap }),
          ),
        ),
      ),
      secrets: since(
        1,
        section(object({ driver: since(8, string), driver_opts: since(8, driverOptions), ...templated })),
      ),
      configs: since(3, section(object(templated))),
    }),
  });

  function serviceProperties(version: number): Properties {
    const publishes: GoSchema[] = [
      { type: ["number"], format: ports },
      { type: ["string"], format: ports },
      closed({ mode: string, target: integer, published: integer, protocol: string }),
    ];
    return {
      deploy: deploySchema(since),
      build: {
        oneOf: [
          string,
          {
            ...open({
              context: string,
              dockerfile: string,
              args: listOrMap,
              cache_from: since(2, strings),
              labels: since(3, listOrMap),
              network: since(4, string),
              target: since(4, string),
              shm_size: since(5, is("integer", "string")),
              extra_hosts: since(9, listOrMap),
            }),
            closed: version < 11,
          },
        ],
      },
      ...Object.fromEntries(
        ["cap_add", "cap_drop", "depends_on", "devices", "external_links", "links", "security_opt"].map((key) => [
          key,
          strings,
        ]),
      ),
      ...Object.fromEntries(
        [
          "cgroup_parent",
          "container_name",
          "domainname",
          "hostname",
          "image",
          "ipc",
          "mac_address",
          "network_mode",
          "restart",
          "stop_signal",
          "user",
          "userns_mode",
          "working_dir",
        ].map((key) => [key, string]),
      ),
      ...Object.fromEntries(["privileged", "read_only", "stdin_open", "tty"].map((key) => [key, boolean])),
      ...Object.fromEntries(["dns", "dns_search", "env_file", "tmpfs"].map((key) => [key, stringOrList])),
      ...Object.fromEntries(["environment", "extra_hosts", "labels", "sysctls"].map((key) => [key, listOrMap])),
      cgroupns_mode: since(9, string),
      command,
      entrypoint: command,
      configs: since(3, fileReferences),
      secrets: since(1, fileReferences),
      credential_spec: since(3, closed({ config: since(8, string), file: string, registry: string })),
      expose: listOf(is("string", "number"), true),
      healthcheck: closed({
        disable: boolean,
        interval: time,
        retries: is("number"),
        test: command,
        timeout: time,
        start_period: since(4, duration),
        start_interval: since(12, duration),
      }),
      init: since(7, boolean),
      isolation: since(5, string),
      logging: closed({ driver: string, options: options("string", "number", "null") }),
      networks: {
        oneOf: [
          strings,
          named({
            oneOf: [
              closed({
                aliases: strings,
                driver_opts: since(13, driverOptions),
                ipv4_address: string,
                ipv6_address: string,
              }),
              is("null"),
            ],
          }),
        ],
      },
      pid: is("string", "null"),
      ports: listOf(version >= 2 ? { oneOf: publishes } : { type: ["string", "number"], format: ports }, true),
      shm_size: is("number", "string"),
      stop_grace_period: duration,
      ulimits: {
        type: ["object"],
        pattern: {
          keys: /^[a-z]+$/,
          value: { oneOf: [integer, { ...closed({ hard: integer, soft: integer }), required: ["soft", "hard"] }] },
        },
      },
      oom_score_adj: since(13, integer),
      volumes: version >= 2 ? listOf({ oneOf: [string, mountSchema(since)] }) : strings,
    };
  }
}

/**
 * What is wrong with a stack file, in the words of `docker stack`; undefined when nothing is.
 * @param minor of its version: 8 of "3.8"
 */
export const stackSchemaError = (tree: YamlMap, minor: number): string | undefined =>
  goSchemaError(tree, stackSchema(minor));
