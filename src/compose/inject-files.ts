import { containerFiles } from "../engine/container/container-files.ts";
import { ComposeError } from "./compose-error.ts";
import { configTarget, secretTarget } from "./mounts.ts";
import type { ComposeFileObject, ComposeFileReference, ComposeProject, ComposeService } from "./project.ts";
import type { ComposeSession } from "./session.ts";

/**
 * Writes into a new container those configs and secrets that are no files on the host: what `content` says, and the
 * values of variables (docker/compose, pkg/compose/secrets.go).
 * @throws ComposeError when a variable is not set, or it is external
 */
export async function injectFiles(
  { engine }: ComposeSession,
  project: ComposeProject,
  service: ComposeService,
  id: string,
): Promise<void> {
  const write = async (
    kind: "secret" | "config",
    objects: Readonly<Record<string, ComposeFileObject>>,
    reference: ComposeFileReference,
  ) => {
    const object = objects[reference.source];
    if (!object || object.file !== undefined) return;
    if (object.external) throw new ComposeError(`unsupported external ${kind} ${reference.source}`);
    const text = textOf(project, reference.source, object);
    const path = (kind === "secret" ? secretTarget : configTarget)(reference.source, reference.target);
    const files = await containerFiles(engine, id);
    const parent = path.slice(0, path.lastIndexOf("/")) || "/";
    if (!files.exists(parent)) files.mkdir(parent, { recursive: true });
    files.writeFile(path, text);
    files.chmod(path, reference.mode ?? 0o444);
    files.chown(path, Number(reference.uid ?? 0) || 0, Number(reference.gid ?? 0) || 0);
  };
  for (const reference of service.secrets) await write("secret", project.secrets, reference);
  for (const reference of service.configs) await write("config", project.configs, reference);
}

function textOf(project: ComposeProject, source: string, object: ComposeFileObject): string {
  if (object.content !== undefined) return object.content;
  const variable = object.environment ?? "";
  const value = project.environment[variable];
  if (value === undefined)
    throw new ComposeError(
      `environment variable ${JSON.stringify(variable)} required by file ${JSON.stringify(source)} is not set`,
    );
  return value;
}
