import { FileTree } from "../../kernel/file-tree.ts";
import type { Layer } from "../../kernel/layer.ts";
import { initLayer } from "../../kernel/pseudo-files.ts";
import type { Engine } from "../engine.ts";
import { imageFiles, prepareFiles as prepareImage } from "../image/files.ts";
import type { Container } from "./container.ts";

interface Kept {
  readonly tree: FileTree;
  /** The revision that `container.files` holds. */
  saved: number;
}

/** A container's files as long as the lab is open; its `files` are what they are made from and written back to. */
const trees = new WeakMap<Container, Kept>();

/** The layers below a container's own, lowest first. */
export function lowerLayers(engine: Engine, container: Container): Layer[] {
  const stored = engine.state.images.images[container.image];
  return stored ? imageFiles(engine, stored) : [];
}

/** Loads what `rootTree` needs of the image. */
export async function prepareFiles(engine: Engine, container: Container): Promise<void> {
  const stored = engine.state.images.images[container.image];
  if (stored && !trees.has(container)) await prepareImage(engine, stored);
}

/**
 * The one tree of a container's own files over its image, the same for its processes, `docker diff`, `cp` and `commit`.
 * `prepareFiles` must have been awaited.
 */
export function rootTree(engine: Engine, container: Container): FileTree {
  const known = trees.get(container);
  if (known) return known.tree;
  const tree = FileTree.from([initLayer, ...lowerLayers(engine, container).reverse()], container.files, engine.clock);
  trees.set(container, { tree, saved: tree.revision });
  return tree;
}

/** Writes what changed in containers' files to the state: call before it is stored or copied. */
export function saveContainerFiles(engine: Engine): void {
  for (const container of Object.values(engine.state.containers)) {
    const kept = trees.get(container);
    if (!kept || kept.saved === kept.tree.revision) continue;
    kept.saved = kept.tree.revision;
    container.files = kept.tree.toJSON();
  }
}
