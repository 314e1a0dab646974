import { decode } from "../../kernel/bytes.ts";
import { FileTree } from "../../kernel/file-tree.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { Layer as FileLayer } from "../../kernel/layer.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { layerFromState, type TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { readArchive } from "../image/import.ts";
import { archiveEntries, stateFromArchive } from "../image/layer-archive.ts";
import type { ModeChange } from "./chmod-mode.ts";
import { type CopyItem, type CopySource, pathsOf } from "./copy-source.ts";

export interface CopyRequest {
  readonly source: CopySource;
  readonly items: readonly CopyItem[];
  /** Absolute; with a trailing slash it is a directory. */
  readonly destination: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly mode?: ModeChange;
  /** Written here instead of over layers of its own. */
  readonly into?: FileSystem;
  /** Whether there are more things to copy than these: the destination is a directory then. */
  readonly several?: boolean;
  /** ADD: archives of the context are unpacked. */
  readonly unpack?: boolean;
  /** `--parents`: the source's own path is kept. */
  readonly parents?: boolean;
}

/** A tree over some layers, lowest first, as root writes it. */
export function treeOver(engine: Engine, lowers: readonly FileLayer[]): { tree: FileTree; files: MountedFileSystem } {
  const tree = new FileTree([...lowers].reverse(), engine.clock);
  return { tree, files: new MountedFileSystem(new MountTable(tree, { source: "overlay", type: "overlay" })) };
}

/** What COPY and ADD write over some layers (lowest first). */
export async function copiedFiles(
  engine: Engine,
  lowers: readonly FileLayer[],
  request: CopyRequest,
): Promise<TreeState> {
  const { source, items, destination } = request;
  const { tree, files: own } = treeOver(engine, lowers);
  const files = request.into ?? own;
  const target = resolvePath("/", destination);
  const isFolder =
    destination.endsWith("/") ||
    destination.endsWith("/.") ||
    items.length > 1 ||
    request.several === true ||
    (files.exists(target) && files.stat(target).kind === "directory");
  for (const item of items) {
    const name = item.path.split("/").at(-1) ?? "";
    const from = resolvePath("/", `${source.root}/${item.path}`);
    if (request.unpack && !item.isDirectory) {
      const entries = await unpacked(engine, source.files.readFile(from));
      if (entries) {
        makeFolder(files, target, request);
        writeState(files, target, entries);
        continue;
      }
    }
    // A directory gives what it holds, not itself.
    const place =
      item.isDirectory && !request.parents
        ? target
        : `${target}${request.parents ? item.path.slice(item.pivot?.length ?? 0) : isFolder ? `/${name}` : ""}`;
    makeFolder(files, item.isDirectory ? place : resolvePath(place, ".."), request);
    for (const path of pathsOf(source, item)) {
      const inside = item.isDirectory ? path.slice(item.path === "/" ? 0 : item.path.length) : "";
      if (item.isDirectory && inside === "") continue;
      copyOne(
        source.files,
        resolvePath("/", `${source.root}/${path}`),
        files,
        resolvePath("/", `${place}${inside}`),
        request,
      );
    }
  }
  return tree.layerState();
}

/** The files of an archive, if a text is one. */
async function unpacked(engine: Engine, content: string): Promise<FileLayer | undefined> {
  const looksLikeArchive = content.startsWith("\x1f") || content.slice(257, 262) === "ustar";
  if (!looksLikeArchive) return undefined;
  try {
    return layerFromState(stateFromArchive(await readArchive(engine, content)));
  } catch (error) {
    // What is only compressed is a file like any other.
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function writeState(files: FileSystem, target: string, layer: FileLayer): void {
  for (const { path, kind, mode, uid, gid, mtime, content, target: pointsTo } of archiveEntries(layer)) {
    const place = resolvePath(target, path);
    if (kind === "directory") files.mkdir(place, { recursive: true, mode });
    else if (kind === "symlink") files.symlink(pointsTo ?? "", place);
    else if (kind === "link") files.link(resolvePath(target, pointsTo ?? ""), place);
    else if (kind === "file") {
      files.mkdir(resolvePath(place, ".."), { recursive: true });
      files.writeFile(place, decode(content ?? new Uint8Array()), { mode });
    }
    if (kind !== "symlink" && kind !== "link") {
      files.chown(place, uid, gid);
      files.touch(place, mtime);
    }
  }
}

function makeFolder(files: FileSystem, path: string, { owner }: CopyRequest): void {
  const missing: string[] = [];
  for (let at = path; !files.exists(at); at = resolvePath(at, "..")) missing.unshift(at);
  for (const one of missing) {
    files.mkdir(one);
    if (owner) files.chown(one, owner.uid, owner.gid);
  }
}

function copyOne(from: FileSystem, path: string, to: FileSystem, place: string, request: CopyRequest): void {
  const stats = from.lstat(path);
  const { owner = { uid: 0, gid: 0 } } = request;
  const mode = request.mode?.(stats.mode, stats.kind === "directory") ?? stats.mode;
  if (stats.kind === "directory") {
    to.mkdir(place, { recursive: true });
    to.chmod(place, mode);
  } else {
    if (to.exists(place) && to.stat(place).kind !== "directory") to.unlink(place);
    if (stats.kind === "symlink") {
      to.symlink(stats.target ?? "", place);
      return;
    }
    const binary = stats.program === undefined ? {} : { program: stats.program, size: stats.size };
    to.writeFile(place, stats.program === undefined ? from.readFile(path) : "", { mode, ...binary });
    to.chmod(place, mode);
  }
  to.chown(place, owner.uid, owner.gid);
  to.touch(place, stats.mtime);
}
