import type { FileKind } from "./filesystem.ts";
import { DEFAULT_MODES, type Device, type LayerNode, sizeOf, textOf } from "./layer.ts";

/** A file of a tree that can change: made from the layers below when first looked at, or new. */
export class Inode {
  readonly number: number;
  readonly kind: FileKind;
  /** What the layers below hold at this file's place, the top one first; empty for a new file. */
  readonly lower: readonly LayerNode[];
  mode: number;
  uid = 0;
  gid = 0;
  mtime: number;
  links = 1;
  content: string | (() => string) | undefined;
  program: string | undefined;
  size: number | undefined;
  target: string | undefined;
  socket: string | undefined;
  device: Device | undefined;
  /** Whether owner, mode, time or content differ from `lower`. */
  changed = false;
  /** Whether the content is still that of `lower`. */
  kept = false;
  /** Of a directory: what was looked at, put in, or (null) taken away. */
  readonly entries = new Map<string, Inode | null>();

  constructor(number: number, kind: FileKind, mtime: number, lower: readonly LayerNode[] = []) {
    this.number = number;
    this.kind = kind;
    this.mtime = mtime;
    this.lower = lower;
    this.mode = DEFAULT_MODES[kind];
    const below = lower.find((node) => !node.implied) ?? lower[0];
    if (!below) return;
    this.kept = true;
    ({ mode: this.mode, uid: this.uid, gid: this.gid, mtime: this.mtime } = below);
    const { content, program, size, target, socket, device } = below;
    Object.assign(this, { content, program, size, target, socket, device });
  }

  get text(): string {
    return textOf(this);
  }

  get bytes(): number {
    return sizeOf(this);
  }
}

/** What reading and restoring a tree's state need of it. */
export interface InodeTree {
  readonly root: Inode;
  create(kind: FileKind, lower?: readonly LayerNode[]): Inode;
  lookup(directory: Inode, name: string): Inode | undefined;
  names(directory: Inode): string[];
}
