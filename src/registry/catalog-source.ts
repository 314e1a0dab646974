import type { ReconstructedImage, RecordedImage } from "./catalog-data.ts";

/** The facts are fetched with the first pull: nobody who only reads needs them. */

/** @throws TypeError when the file is not what scripts/registry-data.ts writes */
export async function recordedImages(): Promise<readonly RecordedImage[]> {
  const file: { default: unknown } = await import("../../content/registry/images.json", { with: { type: "json" } });
  if (!isList<RecordedImage>(file.default, ["repository", "tags", "index", "layers", "history", "config"]))
    throw new TypeError("content/registry/images.json: not a list of images");
  return file.default;
}

/** @throws TypeError when the file is not what scripts/reconstructed-images.ts writes */
export async function reconstructedImages(): Promise<readonly ReconstructedImage[]> {
  const file: { default: unknown } = await import("../../content/registry/reconstructed.json", {
    with: { type: "json" },
  });
  if (!isList<ReconstructedImage>(file.default, ["repository", "tags", "why", "layers", "history", "config"]))
    throw new TypeError("content/registry/reconstructed.json: not a list of images");
  return file.default;
}

function isList<T extends object>(value: unknown, keys: readonly (keyof T & string)[]): value is readonly T[] {
  return (
    Array.isArray(value) &&
    value.every((item: unknown) => typeof item === "object" && item !== null && keys.every((key) => key in item))
  );
}
