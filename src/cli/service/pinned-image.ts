import type { Engine, RegistryCredentials } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import {
  familiarName,
  fullReference,
  parseReference,
  type Reference,
  withDefaultTag,
} from "../../engine/image/reference.ts";

/** What became of an image's name, and what the daemon's answer warns of: said only when the service was taken. */
export interface PinnedImage {
  readonly image: string;
  readonly warning: string;
}

/**
 * An image with the digest its registry gives it now, as services keep it ("nginx:latest@sha256:…"), so that every node
 * runs the same; without it, and with a warning, when the registry does not know it (moby, daemon/cluster/services.go).
 * A name that is none stays as it is: the managers refuse it.
 * @param credentials what `--with-registry-auth` sends along
 */
export async function pinnedImage(
  { ports }: Engine,
  asked: string,
  credentials?: RegistryCredentials,
): Promise<PinnedImage> {
  const reference = referenceOf(asked);
  if (!reference) return { image: asked, warning: "" };
  const full = fullReference(reference);
  const image = familiarName(full);
  try {
    const { id } = await ports.registries.find(full, credentials);
    return { image: reference.digest === undefined ? `${image}@${id}` : asked, warning: "" };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const warning = `image ${image} could not be accessed on a registry to record\nits digest. Each node will access ${image} independently,\npossibly leading to different nodes running different\nversions of the image.\n\n`;
    return { image, warning };
  }
}

/** An image with the tag that the client's library names in any case (moby, client/service_create.go). */
export function taggedImage(asked: string): string {
  const reference = referenceOf(asked);
  return reference ? familiarName(fullReference(reference)) : asked;
}

function referenceOf(text: string): Reference | undefined {
  try {
    return withDefaultTag(parseReference(text));
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
