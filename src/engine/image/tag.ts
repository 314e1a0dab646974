import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { imageEvent, setReference } from "./add.ts";
import { familiarName } from "./reference.ts";
import { requireImage, requireTagged } from "./resolve.ts";

/**
 * Gives an image another name.
 * @throws EngineError 404 when there is no such image, 400 when the name is none
 */
export function tagImage(engine: Engine, source: string, target: string): void {
  const { image } = requireImage(engine, source);
  const reference = requireTagged(target);
  if (/^(sha256|sha384|sha512):/.test(familiarName(reference)))
    throw invalid("refusing to create an ambiguous tag using digest algorithm as name");
  setReference(engine, reference, image.id);
  imageEvent(engine, "tag", image.id, familiarName(reference));
}
