import { decode } from "../../../kernel/bytes.ts";
import type { ObjectStore, TreeFile } from "../objects/object-store.ts";
import type { IndexEntry } from "../repository/index-file.ts";
import type { Repository } from "../repository/repository.ts";
import { modeOf, type Worktree } from "../worktree/worktree.ts";

/** A file at one moment: in a commit, in the index, or in the working tree. */
export interface FileVersion {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  text(): Promise<string>;
}

/** All files of one moment, by path. */
export type Files = ReadonlyMap<string, FileVersion>;

const stored = (objects: ObjectStore, { path, mode, id }: TreeFile): FileVersion => ({
  ...{ path, mode, id },
  text: async () => (mode === "160000" ? `Subproject commit ${id}\n` : decode((await objects.read(id)).data)),
});

/** The files of a tree; none without one. */
export async function filesOfTree({ objects }: Repository, tree: string | undefined): Promise<Files> {
  const files = tree === undefined ? [] : await objects.filesOf(tree);
  return new Map(files.map((file) => [file.path, stored(objects, file)]));
}

export const filesOfIndex = ({ objects }: Repository, entries: readonly IndexEntry[]): Files =>
  new Map(
    entries
      .filter(({ stage, intentToAdd }) => stage === 0 && !intentToAdd)
      .map((entry) => [entry.path, stored(objects, entry)]),
  );

/** The tracked files as they are now; what is gone is not among them. */
export function filesOfWorktree(worktree: Worktree, entries: readonly IndexEntry[]): Files {
  const files = new Map<string, FileVersion>();
  for (const entry of entries) {
    const stats = worktree.fileStats(entry.path);
    if (!stats) continue;
    const { path } = entry;
    const text = () => Promise.resolve(worktree.text(path));
    files.set(path, { path, mode: modeOf(stats), id: worktree.idOf(path, entry, stats), text });
  }
  return files;
}
