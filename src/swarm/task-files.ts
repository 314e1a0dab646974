import type { GivenFile } from "../engine/container/container.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cluster, SecretObject } from "./cluster.ts";
import type { PayloadReference, TaskSpec } from "./service.ts";

/**
 * The files that a task's container gets of its swarm: secrets below /run/secrets, configs below / (docs.docker.com,
 * engine/swarm/secrets and engine/swarm/configs). One that is given twice is one file on its node: the last one says whose
 * it is (moby, daemon/container_operations_unix.go, setupSecretDir).
 * @param expand fills in the content of a template
 * @throws EngineError when one has gone meanwhile, or its owner is no number
 */
export function taskFiles(
  cluster: Cluster,
  { secrets, configs }: TaskSpec,
  expand: (content: string) => string,
): GivenFile[] {
  const filesOf = (references: readonly PayloadReference[], kind: "secret" | "config") => {
    const last = new Map(references.map((reference) => [reference.id, reference]));
    return references.map((reference) => {
      const { uid, gid, mode } = last.get(reference.id) ?? reference;
      const object = (kind === "secret" ? cluster.secrets : cluster.configs)[reference.id];
      return givenFile(object, { ...reference, uid, gid, mode }, kind, expand);
    });
  };
  return [...filesOf(secrets, "secret"), ...filesOf(configs, "config")];
}

function givenFile(
  object: SecretObject | undefined,
  { name, target, uid, gid, mode }: PayloadReference,
  kind: "secret" | "config",
  expand: (content: string) => string,
): GivenFile {
  if (!object) throw new EngineError(404, `${kind} ${name} not found`);
  const folder = kind === "secret" ? "/run/secrets/" : "/";
  return {
    target: target.startsWith("/") ? target : `${folder}${target}`,
    content: object.templating === undefined ? object.data : expand(object.data),
    uid: owner(uid),
    gid: owner(gid),
    mode,
  };
}

function owner(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new EngineError(400, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}
