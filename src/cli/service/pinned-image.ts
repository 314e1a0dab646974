import type { RegistryCredentials } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { familiarName, fullReference, parseReference, withDefaultTag } from "../../engine/image/reference.ts";
import type { CommandContext } from "../command.ts";

/**
 * An image with the digest its registry gives it now, as services keep it ("nginx:latest@sha256:…"), so that every node
 * runs the same; without it, and a warning, when the registry does not know it (docker/cli, service/create.go).
 * @param credentials what `--with-registry-auth` sends along
 */
export async function pinnedImage(
  { engine, err }: Pick<CommandContext, "engine" | "err">,
  image: string,
  credentials?: RegistryCredentials,
): Promise<string> {
  const reference = withDefaultTag(parseReference(image));
  const full = fullReference(reference);
  try {
    const { id } = await engine.ports.registries.find(full, credentials);
    return reference.digest === undefined ? `${familiarName(full)}@${id}` : image;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await err(
      `image ${image} could not be accessed on a registry to record\nits digest. Each node will access ${image} independently,\npossibly leading to different nodes running different\nversions of the image.\n\n`,
    );
    return image;
  }
}
