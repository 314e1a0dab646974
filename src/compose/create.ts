import { ComposeError } from "./compose-error.ts";
import { type ProjectContainer, projectContainers } from "./containers.ts";
import { type ConvergeOptions, converge } from "./converge.ts";
import { ensureNetworks } from "./networks.ts";
import type { ComposeProject } from "./project.ts";
import type { ComposeSession } from "./session.ts";
import { removeContainers } from "./stop.ts";
import { ensureVolumes } from "./volumes.ts";

export interface CreateProjectOptions extends ConvergeOptions {
  readonly removeOrphans: boolean;
  readonly ignoreOrphans: boolean;
}

/**
 * Makes what a project needs, its images being there: networks, volumes, containers (docker/compose, create.go).
 * @throws ComposeError, EngineError
 */
export async function createProject(
  session: ComposeSession,
  project: ComposeProject,
  options: CreateProjectOptions,
): Promise<void> {
  checkContainerNames(project);
  const networks = await ensureNetworks(session, project);
  await ensureVolumes(session, project);
  await orphans(session, project, options);
  await converge(session, project, networks, options);
}

async function orphans(session: ComposeSession, project: ComposeProject, options: CreateProjectOptions): Promise<void> {
  const found = projectContainers(session, project.name, { oneOff: "include" }).filter((one) => isOrphan(project, one));
  if (found.length === 0 || options.ignoreOrphans) return;
  if (options.removeOrphans) await removeContainers(session, found, { timeout: undefined, volumes: false });
  else
    session.warn(
      `Found orphan containers ([${found.map(({ name }) => name).join(" ")}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
    );
}

/** Whether nothing in the files asks for a container: its service is gone, or it was made for one command that is over. */
export function isOrphan(
  project: {
    readonly services: Readonly<Record<string, unknown>>;
    readonly disabledServices: Readonly<Record<string, unknown>>;
  },
  { oneOff, status, service }: ProjectContainer,
): boolean {
  if (oneOff) return status === "exited" || status === "dead";
  return !(service in project.services) && !(service in project.disabledServices);
}

function checkContainerNames({ services }: ComposeProject): void {
  const names = new Map<string, string>();
  for (const { name, containerName } of Object.values(services)) {
    if (containerName === undefined) continue;
    const other = names.get(containerName);
    if (other !== undefined)
      throw new ComposeError(
        `services.${name}: container name ${JSON.stringify(containerName)} is already in use by service ${other}`,
      );
    names.set(containerName, name);
  }
}
