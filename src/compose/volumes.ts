import { EngineError } from "../engine/errors.ts";
import { ComposeError } from "./compose-error.ts";
import { LABEL, LABEL_VERSION } from "./labels.ts";
import { done, failed, warning, working } from "./progress.ts";
import type { ComposeProject, ComposeVolume } from "./project.ts";
import { configHash } from "./resource-hash.ts";
import type { ComposeSession } from "./session.ts";

/** Makes the volumes of a project that are not there. @throws ComposeError, EngineError */
export async function ensureVolumes(session: ComposeSession, project: ComposeProject): Promise<void> {
  for (const [key, volume] of Object.entries(project.volumes)) {
    const found = Object.hasOwn(session.engine.state.volumes, volume.name)
      ? session.engine.state.volumes[volume.name]
      : undefined;
    if (volume.external) {
      if (!found) throw new ComposeError(`external volume ${JSON.stringify(volume.name)} not found`);
    } else if (!found) await create(session, project, key, volume);
    else warnOfStranger(session, project, volume, found.labels?.[LABEL.project]);
  }
}

function warnOfStranger({ warn }: ComposeSession, project: ComposeProject, { name }: ComposeVolume, owner?: string) {
  const use = "Use `external: true` to use an existing volume";
  if (owner === undefined)
    warn(`volume ${JSON.stringify(name)} already exists but was not created by Docker Compose. ${use}`);
  else if (owner !== project.name)
    warn(
      `volume ${JSON.stringify(name)} already exists but was created for project ${JSON.stringify(owner)} (expected ${JSON.stringify(project.name)}). ${use}`,
    );
}

async function create(session: ComposeSession, project: ComposeProject, key: string, volume: ComposeVolume) {
  const line = `Volume ${volume.name}`;
  session.report(working(line, "Creating"));
  try {
    await session.operations.createVolume({
      name: volume.name,
      ...(volume.driver === undefined ? {} : { driver: volume.driver }),
      options: volume.driverOptions,
      labels: {
        ...volume.labels,
        [LABEL.configHash]: configHash(volume),
        [LABEL.project]: project.name,
        [LABEL.version]: LABEL_VERSION,
        [LABEL.volume]: key,
      },
    });
  } catch (error) {
    session.report(failed(line));
    throw error;
  }
  session.report(done(line, "Created"));
}

/** Removes a volume; one that is in use stays, with a warning. @throws EngineError */
export async function removeProjectVolume(session: ComposeSession, name: string): Promise<void> {
  if (!Object.hasOwn(session.engine.state.volumes, name)) return;
  const line = `Volume ${name}`;
  session.report(working(line, "Removing"));
  try {
    await session.operations.removeVolume(name);
    session.report(done(line, "Removed"));
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 409) throw error;
    session.report(warning(line, "Resource is still in use"));
  }
}

/** The names of the volumes that a project made. */
export function actualVolumes({ engine }: Pick<ComposeSession, "engine">, project: string): string[] {
  return Object.values(engine.state.volumes)
    .filter(({ labels }) => labels?.[LABEL.project] === project)
    .map(({ name }) => name);
}
