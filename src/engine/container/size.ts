import { FileError } from "../../kernel/filesystem.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import type { Engine } from "../engine.ts";
import { unpackedSize } from "../image/sizes.ts";
import type { Container } from "./container.ts";
import { rootTree } from "./root-tree.ts";

export const BLOCK = 4096;

/**
 * Bytes a container holds on disk in a directory of its own, in whole blocks, as `docker ps -s` shows them (tape 02: an
 * untouched one has its root directory), and together with its image. `prepareFiles` must have been awaited.
 */
export function containerSizes(engine: Engine, container: Container): { SizeRw: number; SizeRootFs: number } {
  const tree = rootTree(engine, container);
  const files = new MountedFileSystem(tree);
  let SizeRw = BLOCK;
  for (const { kind, path } of tree.changes()) {
    if (kind !== "D") SizeRw += blocks(files, path);
  }
  const stored = engine.state.images.images[container.image];
  return { SizeRw, SizeRootFs: (stored ? unpackedSize(stored.image) : 0) + SizeRw };
}

function blocks(files: MountedFileSystem, path: string): number {
  try {
    const { kind, size } = files.lstat(path);
    if (kind === "directory") return BLOCK;
    return kind === "file" ? Math.ceil(size / BLOCK) * BLOCK : 0;
  } catch (error) {
    if (error instanceof FileError) return 0;
    throw error;
  }
}
