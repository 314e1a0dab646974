import type { Layer as FileLayer } from "../../kernel/layer.ts";
import { layerFromState, type TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import type { Image, StoredImage } from "./image.ts";

/** A layer's tree is made once, however many containers use it. */
const made = new WeakMap<TreeState, FileLayer>();

/** The content of one layer of this host's images. */
export function layerFiles(engine: Engine, diffId: string): FileLayer | undefined {
  const state = engine.state.images.layers[diffId];
  if (!state) return engine.ports.registries.layer(diffId);
  let layer = made.get(state);
  if (!layer) {
    layer = layerFromState(state);
    made.set(state, layer);
  }
  return layer;
}

/**
 * The layers of an image, the lowest first. Call `prepareFiles` first: layers that come from a registry's catalog are
 * loaded when first needed.
 */
export function imageFiles(engine: Engine, image: Image | StoredImage): FileLayer[] {
  const { layers } = "image" in image ? image.image : image;
  return layers.flatMap(({ diffId }) => layerFiles(engine, diffId) ?? []);
}

/** Makes an image's files ready to be mounted. */
export function prepareFiles(engine: Engine, image: Image | StoredImage): Promise<void> {
  return engine.clock.hold(engine.ports.registries.prepare("image" in image ? image.image : image));
}
