import type { PayloadReference, TaskSpec } from "../../swarm/service.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
import { mapAt, scalarText } from "../file/yaml/yaml-value.ts";
import type { ComposeFileObject, ComposeFileReference, ComposeService } from "../project.ts";
import { containerOptions } from "./stack-container-options.ts";
import type { StackFile } from "./stack-file.ts";
import { mountRequest } from "./stack-mount.ts";
import { NAMESPACE_LABEL, scoped } from "./stack-names.ts";
import { genericResources, resources, restartPolicy } from "./stack-policies.ts";

/** What a service is given by name and the swarm keeps by id. @throws for a name that nobody made */
export interface StackLookups {
  readonly network: (name: string) => string;
  readonly secrets: (asked: readonly PayloadReference[]) => PayloadReference[];
  readonly configs: (asked: readonly PayloadReference[]) => PayloadReference[];
}

/** How a stack's service makes its tasks (docker/cli, cli/compose/convert/service.go). @throws ComposeError */
export function stackTaskSpec(
  stack: string,
  file: StackFile,
  service: ComposeService,
  lookups: StackLookups,
): TaskSpec {
  const { deploy } = service;
  const limits = deploy?.resources.limits;
  const said = mapAt(mapAt(service.definition, "deploy"), "resources");
  const saidTypes = new Fields(service.definition).entries("volumes").map((mount) => mount.text("type"));
  const cpusOf = (kind: string) => scalarText(mapAt(said, kind).cpus);
  const secrets = lookups.secrets(
    service.secrets.map((one) => reference("secret", stack, file.secrets, one)).sort(byName),
  );
  const configs = lookups.configs(
    service.configs.map((one) => reference("config", stack, file.configs, one)).sort(byName),
  );
  return {
    image: service.image ?? "",
    ...(service.entrypoint ? { command: [...service.entrypoint] } : {}),
    ...(service.command ? { args: [...service.command] } : {}),
    env: Object.entries(service.environment)
      .map(([name, value]) => (value === null ? name : `${name}=${value}`))
      .sort(),
    labels: { ...service.labels, [NAMESPACE_LABEL]: stack },
    ...(service.hostname === undefined ? {} : { hostname: service.hostname }),
    ...(service.workingDir === undefined ? {} : { workdir: service.workingDir }),
    ...(service.user === undefined ? {} : { user: service.user }),
    ...(service.tty ? { tty: true } : {}),
    ...(service.init === undefined ? {} : { init: service.init }),
    fromStack: true,
    mounts: service.volumes.map((mount, at) => mountRequest(stack, file, mount, saidTypes[at])),
    secrets,
    configs,
    ...(service.stopGracePeriod === undefined ? {} : { stopGracePeriod: service.stopGracePeriod }),
    limits: resources(limits, cpusOf("limits")),
    reservations: {
      ...resources(deploy?.resources.reservations, cpusOf("reservations")),
      ...genericResources(new Fields(mapAt(said, "reservations"))),
    },
    restartPolicy: restartPolicy(service),
    constraints: [...(deploy?.placement.constraints ?? [])],
    preferences: (deploy?.placement.preferences ?? []).map((label) => `spread=${label}`),
    maxReplicasPerNode: deploy?.placement.maxReplicasPerNode ?? 0,
    networks: attachments(stack, file, service, lookups),
    forceUpdate: 0,
    ...containerOptions(service, stack, configs),
    ...(limits?.pids === undefined ? {} : { pidsLimit: limits.pids }),
  };
}

const byName = (a: PayloadReference, b: PayloadReference) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function attachments(
  stack: string,
  file: StackFile,
  { name, networks }: ComposeService,
  lookups: StackLookups,
): TaskSpec["networks"] {
  const asked = Object.keys(networks).length === 0 ? { default: null } : networks;
  return Object.entries(asked)
    .map(([key, attachment]) => {
      const network = file.networks[key];
      if (!network && key !== "default") throw new ComposeError(`undefined network ${JSON.stringify(key)}`);
      const target = network && network.name !== "" ? network.name : scoped(stack, key);
      const own = ["host", "bridge", "none"].includes(target) ? [] : [name];
      return { target, aliases: [...(attachment?.aliases ?? []), ...own] };
    })
    .sort((a, b) => (a.target < b.target ? -1 : 1))
    .map(({ target, aliases }) => ({ target: lookups.network(target), aliases }));
}

function reference(
  kind: "secret" | "config",
  stack: string,
  objects: Readonly<Record<string, ComposeFileObject>>,
  { source, target, uid = "0", gid = "0", mode = 0o444 }: ComposeFileReference,
): PayloadReference {
  const object = objects[source];
  if (!object) throw new ComposeError(`undefined ${kind} ${JSON.stringify(source)}`);
  return { id: "", name: object.name || scoped(stack, source), target: target ?? source, uid, gid, mode };
}
