import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import type { Image, StoredImage } from "./image.ts";
import { familiarName } from "./reference.ts";
import { containersOf, referencesOf } from "./resolve.ts";

/** What an image is called in events. */
export function imageEvent(engine: Engine, action: string, id: string, name = id): void {
  const labels = engine.state.images.images[id]?.image.config.Labels;
  engine.emit({ Type: "image", Action: action, Actor: { ID: id, Attributes: { ...labels, name } } });
}

/**
 * Puts an image into a host's store.
 * @param reference full, with tag; without one the image is left dangling
 * @param layerStates content of the layers made here, by diffId
 * @param replaced what becomes of an image that loses this reference, its last: builds let it go, everything else
 *   leaves it dangling
 */
export function addImage(
  engine: Engine,
  image: Image,
  reference?: string,
  layerStates: Readonly<Record<string, TreeState>> = {},
  replaced: "dangling" | "gone" = "dangling",
): StoredImage {
  const store = engine.state.images;
  Object.assign(store.layers, layerStates);
  const before = store.images[image.id];
  const stored: StoredImage = before ?? { image, lastTagTime: engine.timestamp(), pulledFrom: [] };
  delete stored.hidden;
  store.images[image.id] = stored;
  if (reference !== undefined) setReference(engine, reference, image.id, replaced);
  return stored;
}

/** Lets a name mean an image. */
export function setReference(
  engine: Engine,
  reference: string,
  id: string,
  replaced: "dangling" | "gone" = "dangling",
): void {
  const store = engine.state.images;
  const old = store.references[reference];
  // A name that moves goes to the end: names are kept in the order they were given.
  if (old !== id) delete store.references[reference];
  store.references[reference] = id;
  const stored = store.images[id];
  if (stored) stored.lastTagTime = engine.timestamp();
  if (old !== undefined && old !== id && replaced === "gone" && referencesOf(engine, old).length === 0)
    forgetImage(engine, old);
}

/** Takes a name away; what it meant stays. */
export function dropReference(engine: Engine, reference: string): void {
  const id = engine.state.images.references[reference];
  delete engine.state.images.references[reference];
  if (id !== undefined) imageEvent(engine, "untag", id, familiarName(reference));
}

/** Takes an image off the list; its layers go with the last that uses them. */
export function forgetImage(engine: Engine, id: string): void {
  const store = engine.state.images;
  const stored = store.images[id];
  if (!stored) return;
  for (const reference of referencesOf(engine, id)) delete store.references[reference];
  stored.hidden = true;
  collectGarbage(engine);
}

/** Frees what neither an image, nor a container, nor the build cache uses. */
export function collectGarbage(engine: Engine): void {
  const store = engine.state.images;
  for (const [id, { hidden }] of Object.entries(store.images)) {
    if (hidden && containersOf(engine, id).length === 0) delete store.images[id];
  }
  const used = new Set<string>();
  for (const { image } of Object.values(store.images)) for (const { diffId } of image.layers) used.add(diffId);
  for (const { layer } of Object.values(store.buildCache ?? {})) if (layer) used.add(layer.diffId);
  for (const diffId of Object.keys(store.layers)) if (!used.has(diffId)) delete store.layers[diffId];
}

/** Whether a layer need not be downloaded again. */
export function hasLayer(engine: Engine, digest: string): boolean {
  const store = engine.state.images;
  return (
    Object.values(store.images).some(({ image }) => image.layers.some((layer) => layer.digest === digest)) ||
    Object.values(store.buildCache ?? {}).some(({ layer }) => layer?.digest === digest)
  );
}
