import { byteLength } from "./bytes.ts";
import type { FileKind } from "./filesystem.ts";

/** A file whose bytes are made when they are read: `/dev/zero`, `/proc/uptime`. */
export interface Device {
  /** One read(2)'s worth; the empty text is the end of the file. */
  read(): string;
  write?(text: string): void;
}

/** A file of a read-only layer. Which of the optional fields are there depends on `kind`. */
export interface LayerNode {
  readonly kind: FileKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** ms since the epoch */
  readonly mtime: number;
  /** A file's text; a function is called at every read, so a long text costs nothing until somebody wants it. */
  readonly content?: string | (() => string);
  /** See Stats. */
  readonly program?: string;
  readonly size?: number;
  readonly target?: string;
  readonly socket?: string;
  readonly device?: Device;
  /** What a directory holds; a function for one whose content changes by itself (`/proc`). */
  readonly entries?: ReadonlyMap<string, LayerNode> | (() => ReadonlyMap<string, LayerNode>);
  /** Names this layer hides in the layers below (whiteouts). */
  readonly removed?: ReadonlySet<string>;
  /** Hides all of what the layers below hold here. */
  readonly opaque?: boolean;
  /** Named only as the parent of something: its owner, mode and time are those of the layer below, if it has it. */
  readonly implied?: boolean;
}

/** A read-only tree: one layer of an image. Layers are shared between trees and never change. */
export interface Layer {
  readonly root: LayerNode;
}

type Attributes = Partial<Pick<LayerNode, "mode" | "uid" | "gid" | "mtime">>;

/** A file as `layer` takes it; what is left out is root's, with the usual mode and the layer's time. */
export type FileSpec = { readonly kind: FileKind } & Partial<LayerNode>;

/** An executable that stands for a binary. @param size bytes the real one has */
export const binary = (program: string, size: number, attributes: Attributes = {}): FileSpec => ({
  kind: "file",
  mode: 0o755,
  program,
  size,
  ...attributes,
});

export const file = (content: string | (() => string), attributes: Attributes = {}): FileSpec => ({
  kind: "file",
  content,
  ...attributes,
});

/** A symbolic link. */
export const link = (target: string): FileSpec => ({ kind: "symlink", target });

export const directory = (attributes: Attributes = {}): FileSpec => ({ kind: "directory", ...attributes });

/** A Unix socket. @param name what listens on it */
export const socket = (name: string, attributes: Attributes = {}): FileSpec => ({
  kind: "socket",
  socket: name,
  mode: 0o660,
  ...attributes,
});

export const device = (made: Device, attributes: Attributes = {}): FileSpec => ({
  kind: "character-device",
  device: made,
  mode: 0o666,
  ...attributes,
});

/** A read-only file whose text is made at every read, as those of `/proc`. */
export const synthetic = (read: () => string, attributes: Attributes = {}): FileSpec => ({
  kind: "file",
  device: { read },
  mode: 0o444,
  ...attributes,
});

/** A directory whose content changes by itself. */
export const liveDirectory = (entries: () => Readonly<Record<string, FileSpec>>): FileSpec => ({
  kind: "directory",
  mode: 0o555,
  entries: () => new Map(Object.entries(entries()).map(([name, spec]) => [name, nodeOf(spec, 0)])),
});

export const DEFAULT_MODES: Readonly<Record<FileKind, number>> = {
  file: 0o644,
  directory: 0o755,
  symlink: 0o777,
  "character-device": 0o666,
  "block-device": 0o660,
  fifo: 0o644,
  socket: 0o755,
};

function nodeOf(spec: FileSpec, mtime: number): LayerNode {
  return { mode: DEFAULT_MODES[spec.kind], uid: 0, gid: 0, mtime, ...spec };
}

interface OpenDirectory {
  node: LayerNode;
  readonly entries: Map<string, OpenDirectory | LayerNode>;
}

const isOpen = (entry: OpenDirectory | LayerNode): entry is OpenDirectory => "node" in entry;

/**
 * A layer from its paths: `layer({ "/bin/ls": binary("ls", 140_000), "/etc/hostname": "caja\n", "/tmp": directory() })`.
 * A plain text is a file's content. Parents need not be named.
 * @param mtime the time of what says none, ms since the epoch
 */
export function layer(paths: Readonly<Record<string, FileSpec | string>>, mtime = 0): Layer {
  const implied: LayerNode = { ...nodeOf(directory(), mtime), implied: true };
  const root: OpenDirectory = { node: implied, entries: new Map() };
  for (const [path, given] of Object.entries(paths)) {
    const node = nodeOf(typeof given === "string" ? file(given) : given, mtime);
    const names = path.split("/").filter((name) => name !== "");
    const last = names.pop();
    let here = root;
    for (const name of names) {
      let next = here.entries.get(name);
      if (!next || !isOpen(next)) {
        next = { node: implied, entries: new Map() };
        here.entries.set(name, next);
      }
      here = next;
    }
    if (last === undefined) root.node = node;
    else if (node.kind === "directory" && !node.entries) {
      const open = here.entries.get(last);
      if (open && isOpen(open)) open.node = node;
      else here.entries.set(last, { node, entries: new Map() });
    } else here.entries.set(last, node);
  }
  return { root: close(root) };
}

function close(open: OpenDirectory): LayerNode {
  const entries = new Map<string, LayerNode>();
  for (const [name, entry] of open.entries) entries.set(name, isOpen(entry) ? close(entry) : entry);
  return { ...open.node, entries: open.node.entries ?? entries };
}

/** What a directory of a layer holds; made now if it is made when asked for. */
export function entriesOf(node: LayerNode): ReadonlyMap<string, LayerNode> {
  if (typeof node.entries === "function") return node.entries();
  return node.entries ?? NO_ENTRIES;
}

const NO_ENTRIES: ReadonlyMap<string, LayerNode> = new Map();

/** The text of a node that may stand for a binary. */
export function textOf(node: Pick<LayerNode, "content" | "program" | "device">): string {
  if (node.device) return node.device.read();
  // Enough of an ELF header for `file` and `head -c 4`.
  if (node.program !== undefined) return `\x7fELF\x02\x01\x01${"\0".repeat(9)}\x03\0>\0${node.program}\0`;
  return typeof node.content === "function" ? node.content() : (node.content ?? "");
}

/** Bytes as `ls -l` shows them. */
export function sizeOf(
  node: Pick<LayerNode, "kind" | "content" | "program" | "device" | "size"> & { readonly target?: string | undefined },
): number {
  if (node.size !== undefined) return node.size;
  if (node.kind === "directory") return 4096;
  if (node.kind === "symlink") return byteLength(node.target ?? "");
  return node.device || node.kind !== "file" ? 0 : byteLength(textOf(node));
}

/** What a layer adds to an image's size: the bytes of its files. */
export function layerSize(of: Layer): number {
  const sum = (node: LayerNode): number => {
    if (node.kind === "file") return sizeOf(node);
    let total = 0;
    for (const child of entriesOf(node).values()) total += sum(child);
    return total;
  };
  return sum(of.root);
}
