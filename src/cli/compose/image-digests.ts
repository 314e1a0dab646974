import { ComposeError } from "../../compose/compose-error.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { EngineError } from "../../engine/errors.ts";
import { familiarName, fullReference, parseReference, withDefaultTag } from "../../engine/image/reference.ts";
import type { CommandContext } from "../command.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";

/**
 * The project with every image as its registry has it now: "nginx:latest@sha256:…" (docker/compose,
 * `ImageDigestResolver`).
 * @throws ComposeError when a registry does not know one
 */
export async function withDigests(project: ComposeProject, context: CommandContext): Promise<ComposeProject> {
  const services = await Promise.all(
    Object.values(project.services).map(async (service): Promise<[string, ComposeService]> => {
      if (service.image === undefined) return [service.name, service];
      const image = await withDigest(service.image, context);
      return [service.name, { ...service, image, definition: { ...service.definition, image } }];
    }),
  );
  return { ...project, services: Object.fromEntries(services) };
}

async function withDigest(image: string, { engine, process }: CommandContext): Promise<string> {
  const reference = withDefaultTag(parseReference(image));
  if (reference.digest !== undefined) return image;
  const full = fullReference(reference);
  try {
    const { id } = await engine.ports.registries.find(full, storedCredentials(process, full));
    return `${full}@${id}`;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ComposeError(`failed to resolve digest for ${familiarName(full)}: ${error.message}`);
  }
}
