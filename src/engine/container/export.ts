import { decode } from "../../kernel/bytes.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { FileTree } from "../../kernel/file-tree.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import { layerFromState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { archiveEntries } from "../image/layer-archive.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { prepareFiles, rootTree } from "./root-tree.ts";

/** All files of a container as one archive, without its volumes: `docker export`. @throws EngineError */
export async function exportContainer(engine: Engine, ref: string): Promise<string> {
  const container = requireContainer(engine, ref);
  await prepareFiles(engine, container);
  const merged = new MountedFileSystem(rootTree(engine, container));
  const flat = new FileTree([], engine.clock);
  copyFiles(merged, "/", new MountedFileSystem(flat), "/", { times: true });
  emitContainerEvent(engine, container, "export");
  return decode(writeTar(archiveEntries(layerFromState(flat.layerState()))));
}

/** The files at a path as an archive, under its last name. */
export function archiveOf(engine: Engine, files: FileSystem, path: string): TarEntry[] {
  const name = path.replace(/\/+$/, "").split("/").at(-1) || ".";
  const flat = new FileTree([], engine.clock);
  copyFiles(files, path, new MountedFileSystem(flat), `/${name}`, { times: true });
  return archiveEntries(layerFromState(flat.layerState()));
}
