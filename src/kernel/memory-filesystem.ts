/** The files of hosts and containers, all in memory: what the rest of Dársena takes from here. */
export { copyFiles } from "./copy-files.ts";
export { FileTree } from "./file-tree.ts";
export {
  binary,
  type Device,
  device,
  directory,
  type FileSpec,
  file,
  type Layer,
  layer,
  layerSize,
  link,
  liveDirectory,
  socket,
  synthetic,
} from "./layer.ts";
export { type Mount, type MountOptions, MountTable } from "./mount-table.ts";
export { MountedFileSystem } from "./mounted-filesystem.ts";
export { layerFromState, type NodeState, type PathChange, type TreeState } from "./tree-state.ts";
