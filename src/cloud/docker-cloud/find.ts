import { CloudFailure } from "./cloud-failure.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudAction, CloudContainer, CloudNode, CloudService, CloudStack, NodeCluster } from "./state.ts";

/**
 * Finds an object by its UUID, the beginning of one, or its name (python-dockercloud, api/utils.py). What was terminated
 * is found by its UUID only: whether the server's filters left it out is not on record.
 */
function find<T extends { readonly uuid: string }>(
  what: string,
  all: readonly T[],
  identifier: string,
  named: (one: T) => boolean,
  isGone: (one: T) => boolean,
): T {
  const exact = all.find(({ uuid }) => uuid === identifier.toLowerCase());
  if (exact) return exact;
  const here = all.filter((one) => !isGone(one));
  const begun = here.filter(({ uuid }) => uuid.startsWith(identifier.toLowerCase()));
  const found = begun.length > 0 ? begun : here.filter(named);
  const [first, second] = found;
  if (first && !second) return first;
  const article = what.startsWith("a") ? "an" : "a";
  // "an action cluster": so it is in the source.
  const shown = what === "action" && !/^[0-9a-f]{8}-/.test(identifier) ? "action cluster" : what;
  throw first
    ? new CloudFailure("NonUniqueIdentifier", `More than one ${what} has the same identifier, please use the long uuid`)
    : new CloudFailure("ObjectNotFound", `Cannot find ${article} ${shown} with the identifier '${identifier}'`);
}

/** @throws CloudFailure ObjectNotFound, NonUniqueIdentifier */
export const findCluster = (cloud: DockerCloud, identifier: string): NodeCluster =>
  find(
    "node cluster",
    Object.values(cloud.state.clusters),
    identifier,
    ({ name }) => name === identifier,
    ({ state }) => state === "Terminated",
  );

/** Nodes have no names. @throws CloudFailure */
export const findNode = (cloud: DockerCloud, identifier: string): CloudNode =>
  find(
    "node",
    Object.values(cloud.state.nodes),
    identifier,
    () => false,
    ({ state }) => state === "Terminated",
  );

/** @throws CloudFailure */
export const findStack = (cloud: DockerCloud, identifier: string): CloudStack =>
  find(
    "stack",
    Object.values(cloud.state.stacks),
    identifier,
    ({ name }) => name === identifier,
    ({ terminated }) => terminated === true,
  );

/** By name, or by NAME.STACK. @throws CloudFailure */
export const findService = (cloud: DockerCloud, identifier: string): CloudService =>
  find(
    "service",
    Object.values(cloud.state.services),
    identifier,
    (one) => isNamed(cloud, one.name, one, identifier),
    ({ phase }) => phase === "Terminated",
  );

/** By name, or by NAME.STACK. @throws CloudFailure */
export const findCloudContainer = (cloud: DockerCloud, identifier: string): CloudContainer =>
  find(
    "container",
    Object.values(cloud.state.containers),
    identifier,
    (one) => isNamed(cloud, one.name, cloud.state.services[one.service], identifier),
    ({ phase }) => phase === "Terminated",
  );

/** @throws CloudFailure */
export const findAction = (cloud: DockerCloud, identifier: string): CloudAction =>
  find(
    "action",
    cloud.state.actions,
    identifier,
    () => false,
    () => false,
  );

function isNamed(cloud: DockerCloud, name: string, service: CloudService | undefined, identifier: string): boolean {
  const [first, stack] = identifier.split(".");
  if (stack === undefined) return name === identifier;
  return name === first && service?.stack !== undefined && cloud.state.stacks[service.stack]?.name === stack;
}

/** Something that has tags, and what kind of thing it is. */
interface Tagged {
  readonly kind: "Service" | "NodeCluster" | "Node";
  readonly uuid: string;
  readonly holder: { tags: string[] };
}

/** A service, a node cluster or a node, looked for in this order (dockercloudcli, commands.py, tag_ls). @throws CloudFailure */
export function findTagged(cloud: DockerCloud, identifier: string): Tagged {
  const looks: readonly (() => Tagged)[] = [
    () => {
      const { uuid, definition } = findService(cloud, identifier);
      return { kind: "Service", uuid, holder: definition };
    },
    () => {
      const cluster = findCluster(cloud, identifier);
      return { kind: "NodeCluster", uuid: cluster.uuid, holder: cluster };
    },
    () => {
      const node = findNode(cloud, identifier);
      return { kind: "Node", uuid: node.uuid, holder: node };
    },
  ];
  for (const look of looks) {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof CloudFailure) || error.kind !== "ObjectNotFound") throw error;
    }
  }
  throw new CloudFailure(
    "ObjectNotFound",
    `Identifier '${identifier}' does not match any service, node or nodecluster`,
  );
}
