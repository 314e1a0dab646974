import type { FileKind } from "./filesystem.ts";
import type { Inode, InodeTree } from "./inode.ts";
import { DEFAULT_MODES, type Layer, type LayerNode } from "./layer.ts";
import { lowerEntry, lowerNames } from "./merged-layers.ts";

/**
 * A file that differs from the layers below, as plain JSON. Without a `kind` it is a directory that only holds such
 * files. Left out: the usual mode of its kind, and root's numbers.
 */
export interface NodeState {
  readonly kind?: FileKind;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly content?: string;
  readonly program?: string;
  readonly size?: number;
  readonly target?: string;
  readonly socket?: string;
  /** The content is that of the layer below: only owner, mode or time changed. */
  readonly kept?: true;
  /** A file with several names: the first carries this number, the others are `{ same: number }`. */
  readonly id?: number;
  readonly same?: number;
  readonly entries?: readonly (readonly [name: string, state: NodeState])[];
  readonly removed?: readonly string[];
  /** Nothing of the layers below shows through. */
  readonly opaque?: true;
}

/** The state of the root directory. */
export type TreeState = NodeState;

export interface PathChange {
  /** Added, changed (or with a change below it), deleted. */
  readonly kind: "A" | "C" | "D";
  readonly path: string;
}

/** Whether a file is what the layers below hold at its place, perhaps changed; not one put there instead. */
const inPlace = (inode: Inode, below: readonly LayerNode[]) => below[0] !== undefined && inode.lower[0] === below[0];

interface Difference {
  readonly name: string;
  /** Undefined: taken away. */
  readonly inode: Inode | undefined;
  readonly below: readonly LayerNode[];
}

/** The entries of a directory that may differ from the layers below. */
function differences(tree: InodeTree, directory: Inode, below: readonly LayerNode[]): Difference[] {
  if (inPlace(directory, below)) {
    return [...directory.entries].map(([name, inode]) => ({
      name,
      inode: inode ?? undefined,
      below: lowerEntry(below, name),
    }));
  }
  return tree
    .names(directory)
    .map((name) => ({ name, inode: tree.lookup(directory, name), below: lowerEntry(below, name) }));
}

/** @param whole whether content kept from below is written too */
export function writtenState(tree: InodeTree, whole: boolean): TreeState {
  const ids = new Map<Inode, number>();

  const stateOf = (inode: Inode, below: readonly LayerNode[]): NodeState | undefined => {
    const here = inPlace(inode, below);
    if (inode.kind === "directory") return directoryState(inode, below);
    if (here && !inode.changed) return undefined;
    const known = ids.get(inode);
    if (known !== undefined) return { same: known };
    const { content, program, size, target, socket } = inode;
    let id: number | undefined;
    if (inode.links > 1) {
      id = ids.size + 1;
      ids.set(inode, id);
    }
    return {
      ...attributes(inode),
      ...(here && inode.kept && !whole
        ? { kept: true }
        : { content: typeof content === "function" ? content() : content, program, size, target, socket }),
      ...(id === undefined ? {} : { id }),
    };
  };

  const directoryState = (directory: Inode, below: readonly LayerNode[]): NodeState | undefined => {
    const here = inPlace(directory, below);
    const entries: [string, NodeState][] = [];
    const removed: string[] = [];
    for (const { name, inode, below: lower } of differences(tree, directory, below)) {
      // Over nothing, everything is new: a directory that was moved here brings all it holds.
      const state = inode ? stateOf(inode, here ? lower : []) : undefined;
      if (state) entries.push([name, state]);
      else if (!inode && lower.length > 0) removed.push(name);
    }
    if (here && !directory.changed && entries.length === 0 && removed.length === 0) return undefined;
    return {
      ...(here && !directory.changed ? {} : attributes(directory)),
      ...(entries.length > 0 ? { entries } : {}),
      ...(removed.length > 0 ? { removed } : {}),
      ...(!here && below.length > 0 ? { opaque: true } : {}),
    };
  };

  const { root } = tree;
  return (root.lower.length === 0 && !root.changed ? undefined : directoryState(root, root.lower)) ?? {};
}

function attributes({ kind, mode, uid, gid, mtime }: Inode): NodeState {
  return {
    kind,
    ...(mode === DEFAULT_MODES[kind] ? {} : { mode }),
    ...(uid === 0 ? {} : { uid }),
    ...(gid === 0 ? {} : { gid }),
    mtime,
  };
}

/** Puts a state back into an untouched tree. */
export function restore(tree: InodeTree, state: TreeState): void {
  const known = new Map<number, Inode>();

  const adopt = (inode: Inode, from: NodeState) => {
    const { kind, mode, uid = 0, gid = 0, mtime, content, program, size, target, socket, kept } = from;
    if (kind === undefined) return;
    Object.assign(inode, { mode: mode ?? DEFAULT_MODES[kind], uid, gid, mtime: mtime ?? inode.mtime, changed: true });
    if (!kept && kind !== "directory") Object.assign(inode, { content, program, size, target, socket, kept: false });
  };

  const enter = (directory: Inode, from: NodeState) => {
    for (const name of from.removed ?? []) directory.entries.set(name, null);
    for (const [name, child] of from.entries ?? []) {
      const inode = made(directory, name, child);
      if (inode) directory.entries.set(name, inode);
    }
  };

  const made = (directory: Inode, name: string, from: NodeState): Inode | undefined => {
    if (from.same !== undefined) {
      const first = known.get(from.same);
      if (first) first.links++;
      return first;
    }
    const below = lowerEntry(directory.lower, name);
    const kind = from.kind ?? "directory";
    const shows = !from.opaque && (kind === "directory" || from.kept) && below[0]?.kind === kind;
    const inode = tree.create(kind, shows ? below : []);
    adopt(inode, from);
    if (from.id !== undefined) known.set(from.id, inode);
    if (kind === "directory") enter(inode, from);
    return inode;
  };

  adopt(tree.root, state);
  enter(tree.root, state);
}

/** A read-only layer from what `FileTree.layerState` gave. */
export function layerFromState(state: TreeState): Layer {
  const known = new Map<number, LayerNode>();
  const nodeOf = (from: NodeState): LayerNode => {
    const same = from.same === undefined ? undefined : known.get(from.same);
    if (same) return same;
    const { kind = "directory", uid = 0, gid = 0, mtime = 0, content, program, size, target, socket } = from;
    const entries = new Map((from.entries ?? []).map(([name, child]) => [name, nodeOf(child)] as const));
    const node: LayerNode = {
      ...{ kind, mode: from.mode ?? DEFAULT_MODES[kind], uid, gid, mtime },
      ...{ content, program, size, target, socket },
      ...(kind === "directory" ? { entries, removed: new Set(from.removed), opaque: from.opaque ?? false } : {}),
      implied: from.kind === undefined,
    };
    if (from.id !== undefined) known.set(from.id, node);
    return node;
  };
  return { root: nodeOf(state) };
}

/** What is other than in the layers below, by path, as `docker diff` lists it. */
export function changesOf(tree: InodeTree): PathChange[] {
  const within = (directory: Inode, below: readonly LayerNode[], path: string): PathChange[] => {
    const out: PathChange[] = [];
    const found = differences(tree, directory, below);
    // A directory put in place of another hides what that one held.
    if (!inPlace(directory, below)) {
      const here = new Set(found.map(({ name }) => name));
      for (const name of below[0]?.kind === "directory" ? lowerNames(below) : []) {
        if (!here.has(name)) found.push({ name, inode: undefined, below: lowerEntry(below, name) });
      }
    }
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, inode, below: lower } of found) {
      const at = `${path}/${name}`;
      if (!inode) {
        if (lower.length > 0) out.push({ kind: "D", path: at });
        continue;
      }
      const children = inode.kind === "directory" ? within(inode, lower, at) : [];
      if (lower.length === 0) out.push({ kind: "A", path: at });
      else if (!inPlace(inode, lower) || inode.changed || children.length > 0) out.push({ kind: "C", path: at });
      out.push(...children);
    }
    return out;
  };
  return within(tree.root, tree.root.lower, "");
}

/** How much was written over the layers, bytes; a file with two names counts once. */
export function writtenBytes(tree: InodeTree): number {
  const seen = new Set<Inode>();
  const within = (directory: Inode, below: readonly LayerNode[]): number => {
    let total = 0;
    for (const { inode, below: lower } of differences(tree, directory, below)) {
      if (!inode || seen.has(inode)) continue;
      seen.add(inode);
      if (inode.kind === "directory") total += within(inode, lower);
      else if (inode.kind === "file" && (inode.changed || !inPlace(inode, lower))) total += inode.bytes;
    }
    return total;
  };
  return within(tree.root, tree.root.lower);
}
