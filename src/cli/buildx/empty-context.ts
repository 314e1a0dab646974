import type { CopySource } from "../../engine/build/copy-source.ts";
import { FileTree } from "../../kernel/file-tree.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";

/** The context of a build that was only given a Dockerfile. */
export function treeOfNothing(): CopySource {
  const tree = new FileTree([], { now: () => 0 });
  return { files: new MountedFileSystem(new MountTable(tree, { source: "none", type: "tmpfs" })), root: "/" };
}
