import type { ImageAnnotations } from "../../engine/image/image.ts";
import { CommandError } from "../command.ts";

const ANNOTATED = ["index", "index-descriptor", "manifest", "manifest-descriptor"];

/**
 * The values of `--annotation`, `[type[platform]:]key=value`, by the document they go into: the manifest unless told. What
 * goes into a descriptor is in no document of the image (docker/buildx, util/buildflags/export.go, ParseAnnotations).
 * @throws CommandError
 */
export function annotationsOf(texts: readonly string[]): ImageAnnotations | undefined {
  const found: Record<string, Record<string, string>> = {};
  for (const text of texts.filter((one) => one !== "")) {
    const cut = text.indexOf("=");
    if (cut < 0) throw failure(`invalid annotation ${JSON.stringify(text)}, expected key=value`);
    const [place, value] = [text.slice(0, cut), text.slice(cut + 1)];
    const colon = place.indexOf(":");
    const key = place.slice(colon + 1);
    for (const type of colon < 0 ? ["manifest"] : place.slice(0, colon).split(",")) {
      const name = typeOf(type);
      found[name] = { ...found[name], [key]: value };
    }
  }
  const { manifest, index } = found;
  return manifest || index ? { ...(manifest ? { manifest } : {}), ...(index ? { index } : {}) } : undefined;
}

function typeOf(text: string): string {
  const [, name] = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(text) ?? [];
  if (name === undefined)
    throw failure(
      `invalid annotation type ${JSON.stringify(text)}, expected type and optional platform in square brackets`,
    );
  if (!ANNOTATED.includes(name)) throw failure(`unknown annotation type ${JSON.stringify(name)}`);
  return name;
}

const failure = (why: string) => new CommandError(`ERROR: failed to build: parse annotations: ${why}`);
