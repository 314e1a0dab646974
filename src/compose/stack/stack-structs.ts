import { isList, isMap, scalarText, type YamlMap } from "../file/yaml/yaml-value.ts";
import {
  type Decode,
  environment,
  extensions,
  fieldsOf,
  flag,
  healthTest,
  hosts,
  items,
  mode,
  pairs,
  pointer,
  type Struct,
  saidCount,
  saidDuration,
  saidFlag,
  shellCommand,
  struct,
  text,
  texts,
  values,
  whole,
} from "./stack-decode.ts";
import { deploy } from "./stack-deploy-struct.ts";
import { ports } from "./stack-ports.ts";
import { parseVolumeSpec } from "./volume-spec.ts";

/** The structures of a stack's files, their fields in the order in which they are printed (docker/cli, cli/compose/types/types.go). */

const reference = items((value, at, faults) =>
  isMap(value)
    ? fieldsOf(value, { source: text, target: text, uid: text, gid: text, mode }, at, faults)
    : { source: scalarText(value) },
);

const mountFields: Struct = {
  type: text,
  source: text,
  target: text,
  read_only: flag,
  consistency: text,
  bind: pointer({ propagation: text }),
  volume: pointer({ nocopy: flag, subpath: text }),
  tmpfs: pointer({ size: whole }),
};

const mount: Decode = (value, at, faults) => {
  const long = isMap(value) ? value : parseVolumeSpec(scalarText(value));
  if (typeof long !== "string") return fieldsOf(long, mountFields, at, faults);
  faults.push(`'${at}' ${long}`);
  return undefined;
};

const attachments: Decode = (value, at, faults) => {
  const map = isList(value) ? Object.fromEntries(value.map((name) => [scalarText(name), null])) : value;
  return values(pointer({ aliases: texts, driver_opts: pairs, ipv4_address: text, ipv6_address: text }))(
    map,
    at,
    faults,
  );
};

const ulimit: Decode = (value, at, faults) =>
  isMap(value) ? fieldsOf(value, { soft: whole, hard: whole }, at, faults) : whole(value, at, faults);

const build: Decode = (value, at, faults) =>
  struct({
    context: text,
    dockerfile: text,
    args: environment,
    labels: pairs,
    cache_from: texts,
    extra_hosts: hosts,
    network: text,
    target: text,
  })(isMap(value) ? value : { context: value }, at, faults);

const SERVICE: Struct = {
  build,
  cap_add: texts,
  cap_drop: texts,
  cgroupns_mode: text,
  cgroup_parent: text,
  command: shellCommand,
  configs: reference,
  container_name: text,
  credential_spec: struct({ config: text, file: text, registry: text }),
  depends_on: texts,
  deploy,
  devices: texts,
  dns: texts,
  dns_search: texts,
  domainname: text,
  entrypoint: shellCommand,
  environment,
  env_file: texts,
  expose: texts,
  external_links: texts,
  extra_hosts: hosts,
  hostname: text,
  healthcheck: pointer({
    test: healthTest,
    timeout: saidDuration,
    interval: saidDuration,
    retries: saidCount,
    start_period: saidDuration,
    start_interval: saidDuration,
    disable: flag,
  }),
  image: text,
  init: saidFlag,
  ipc: text,
  isolation: text,
  labels: pairs,
  links: texts,
  logging: pointer({ driver: text, options: pairs }),
  mac_address: text,
  network_mode: text,
  networks: attachments,
  pid: text,
  ports,
  privileged: flag,
  read_only: flag,
  restart: text,
  secrets: reference,
  security_opt: texts,
  shm_size: text,
  stdin_open: flag,
  stop_grace_period: saidDuration,
  stop_signal: text,
  sysctls: pairs,
  tmpfs: texts,
  tty: flag,
  ulimits: values(ulimit),
  user: text,
  userns_mode: text,
  volumes: items(mount),
  working_dir: text,
};

const external: Decode = (value) => (isMap(value) ? true : flag(value, "", []));

const RESOURCES: Readonly<Record<string, Struct>> = {
  networks: {
    name: text,
    driver: text,
    driver_opts: pairs,
    ipam: struct({ driver: text, config: items(pointer({ subnet: text })) }),
    external,
    internal: flag,
    attachable: flag,
    labels: pairs,
  },
  volumes: { name: text, driver: text, driver_opts: pairs, external, labels: pairs },
};
const FILE_OBJECT: Struct = {
  name: text,
  file: text,
  external,
  labels: pairs,
  driver: text,
  driver_opts: pairs,
  template_driver: text,
};

/** A service in long form; what does not fit is told in `faults`. */
export const serviceStruct = (service: YamlMap, faults: string[] = []): YamlMap => ({
  ...fieldsOf(service, SERVICE, "", faults),
  ...extensions(service),
});

/** A network, volume, secret or config in long form. Of what is not external, the `x-` keys are lost, but for files. */
export function resourceStruct(section: string, item: YamlMap): YamlMap {
  const fields = fieldsOf(item, RESOURCES[section] ?? FILE_OBJECT, "", []);
  const keeps = fields.external === true || !(section in RESOURCES);
  return keeps ? { ...fields, ...extensions(item) } : fields;
}

/** The sections in the order in which they are printed. */
export const SECTIONS = ["services", "networks", "volumes", "secrets", "configs"] as const;
