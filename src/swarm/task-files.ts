import type { GivenFile } from "../engine/container/container.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cluster, SecretObject } from "./cluster.ts";
import type { PayloadReference, TaskSpec } from "./service.ts";

/**
 * The files that a task's container gets of its swarm: secrets below /run/secrets, configs below / (docs.docker.com,
 * engine/swarm/secrets and engine/swarm/configs).
 * @throws EngineError when one has gone meanwhile, or its owner is no number
 */
export function taskFiles(cluster: Cluster, { secrets, configs }: TaskSpec): GivenFile[] {
  return [
    ...secrets.map((reference) => givenFile(cluster.secrets[reference.id], reference, "secret")),
    ...configs.map((reference) => givenFile(cluster.configs[reference.id], reference, "config")),
  ];
}

function givenFile(
  object: SecretObject | undefined,
  { name, target, uid, gid, mode }: PayloadReference,
  kind: "secret" | "config",
): GivenFile {
  if (!object) throw new EngineError(404, `${kind} ${name} not found`);
  const folder = kind === "secret" ? "/run/secrets/" : "/";
  return {
    target: target.startsWith("/") ? target : `${folder}${target}`,
    content: object.data,
    uid: owner(uid),
    gid: owner(gid),
    mode,
  };
}

function owner(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new EngineError(400, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}
