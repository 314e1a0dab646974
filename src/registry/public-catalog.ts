import { splitTag } from "../engine/image/reference.ts";
import { addVariant, type Catalog, makeCatalog } from "./catalog.ts";
import { reconstructedImages, recordedImages } from "./catalog-source.ts";

export { addVariant };

/**
 * What the public registries hold, with the tags that were put together in an earlier life of the lab. It comes with the
 * first pull: a lab without one does not need it.
 * @param variants those tags, with their repositories: "docker.io/library/redis:7"
 * @throws TypeError when the facts are not what the scripts write
 */
export async function loadCatalog(variants: readonly string[] = []): Promise<Catalog> {
  const [recorded, reconstructed] = await Promise.all([recordedImages(), reconstructedImages()]);
  const catalog = makeCatalog(recorded, reconstructed);
  for (const name of variants) {
    const { repository, tag } = splitTag(name);
    addVariant(catalog, repository, tag);
  }
  return catalog;
}
