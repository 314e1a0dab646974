import type { FileSystem } from "../../kernel/filesystem.ts";
import type { PathChange } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { mountedFiles } from "../volume/mount.ts";
import { requireContainer } from "./find.ts";
import { prepareFiles, rootTree } from "./root-tree.ts";

/** What differs from the image: `docker diff`. @throws EngineError */
export async function containerChanges(engine: Engine, ref: string): Promise<PathChange[]> {
  const container = requireContainer(engine, ref);
  await prepareFiles(engine, container);
  return rootTree(engine, container).changes();
}

/** The files of a container, running or not, with its volumes: what `docker cp` reads and writes. @throws EngineError */
export async function containerFiles(engine: Engine, ref: string): Promise<FileSystem> {
  const container = requireContainer(engine, ref);
  const live = engine.live.get(container.id);
  if (live) return live.machine.files;
  await prepareFiles(engine, container);
  return mountedFiles(engine, container);
}
