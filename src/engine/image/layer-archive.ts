import { decode, encode } from "../../kernel/bytes.ts";
import { gzip } from "../../kernel/gzip.ts";
import { entriesOf, type Layer as FileLayer, type LayerNode, sizeOf, textOf } from "../../kernel/layer.ts";
import { digestOf } from "../../kernel/sha256.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import { layerFromState, type NodeState, type TreeState } from "../../kernel/tree-state.ts";
import type { Layer } from "./image.ts";

/** How a layer's archive says that a file of the layers below is gone (OCI image-spec, layer.md). */
const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
/** What a binary of ours stands for travels beside its bytes. */
const PROGRAM = "user.darsena.program";
const SIZE = "user.darsena.size";

const BLOCK = 4096;
/** What gzip leaves of machine code, about. */
const BINARY_RATIO = 0.42;

/** The files of a layer as its archive lists them: parents first, names in order. */
export function archiveEntries(layer: FileLayer): TarEntry[] {
  const out: TarEntry[] = [];
  const seen = new Map<LayerNode, string>();
  const visit = (node: LayerNode, path: string) => {
    const { mode, uid, gid, mtime } = node;
    const common = { path, mode, uid, gid, mtime };
    if (node.kind === "directory") {
      if (!node.implied && path !== "") out.push({ ...common, kind: "directory" });
      const inside = path === "" ? "" : `${path}/`;
      const gone = { mode: 0, uid: 0, gid: 0, mtime, kind: "file" } as const;
      if (node.opaque) out.push({ ...gone, path: `${inside}${OPAQUE}` });
      for (const name of [...(node.removed ?? [])].sort()) out.push({ ...gone, path: `${inside}${WHITEOUT}${name}` });
      const names = [...entriesOf(node)].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [name, child] of names) visit(child, `${inside}${name}`);
      return;
    }
    const first = seen.get(node);
    if (first !== undefined) {
      out.push({ ...common, kind: "link", target: first });
      return;
    }
    seen.set(node, path);
    if (node.kind === "symlink") out.push({ ...common, kind: "symlink", target: node.target ?? "" });
    else if (node.kind === "file") {
      const attributes = {
        ...(node.program === undefined ? {} : { [PROGRAM]: node.program }),
        ...(node.size === undefined ? {} : { [SIZE]: String(node.size) }),
      };
      const given = Object.keys(attributes).length > 0 ? { attributes } : {};
      out.push({ ...common, kind: "file", content: encode(textOf(node)), ...given });
    } else if (node.kind !== "socket") out.push({ ...common, kind: node.kind });
  };
  visit(layer.root, "");
  return out;
}

interface Draft {
  state: NodeState;
  readonly entries: Map<string, Draft>;
  readonly removed: string[];
}

/** The tree an archive unpacks to, over whatever lies below. */
export function stateFromArchive(entries: readonly TarEntry[]): TreeState {
  const root: Draft = { state: {}, entries: new Map(), removed: [] };
  const ids = new Map<string, number>();
  const draftAt = (path: string): Draft | undefined => {
    let here: Draft | undefined = root;
    for (const name of path.split("/")) here = here?.entries.get(name);
    return here;
  };
  for (const entry of entries) {
    const names = entry.path.split("/").filter((name) => name !== "" && name !== ".");
    const last = names.pop();
    let here = root;
    for (const name of names) {
      const next = here.entries.get(name) ?? { state: {}, entries: new Map(), removed: [] };
      here.entries.set(name, next);
      here = next;
    }
    if (last === undefined) root.state = { ...root.state, ...attributesOf(entry) };
    else if (last === OPAQUE) here.state = { ...here.state, opaque: true };
    else if (last.startsWith(WHITEOUT)) here.removed.push(last.slice(WHITEOUT.length));
    else if (entry.kind === "link") {
      const target = entry.target?.replace(/^(\.?\/)+/, "") ?? "";
      const first = draftAt(target);
      if (!first) continue;
      const id = ids.get(target) ?? ids.size + 1;
      ids.set(target, id);
      first.state = { ...first.state, id };
      here.entries.set(last, { state: { same: id }, entries: new Map(), removed: [] });
    } else {
      const before = here.entries.get(last);
      const draft: Draft =
        before && entry.kind === "directory" ? before : { state: {}, entries: new Map(), removed: [] };
      draft.state = { ...draft.state, ...attributesOf(entry) };
      here.entries.set(last, draft);
    }
  }
  return closed(root);
}

function attributesOf({ kind, mode, uid, gid, mtime, content, target, attributes }: TarEntry): NodeState {
  if (kind === "link") return {};
  const program = attributes?.[PROGRAM];
  const size = attributes?.[SIZE];
  return {
    kind,
    mode,
    mtime,
    ...(uid === 0 ? {} : { uid }),
    ...(gid === 0 ? {} : { gid }),
    ...(kind === "file" && program === undefined ? { content: decode(content ?? new Uint8Array()) } : {}),
    ...(program === undefined ? {} : { program }),
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(kind === "symlink" ? { target: target ?? "" } : {}),
  };
}

function closed({ state, entries, removed }: Draft): NodeState {
  return {
    ...state,
    ...(entries.size > 0 ? { entries: [...entries].map(([name, draft]) => [name, closed(draft)] as const) } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  };
}

/**
 * Bytes a layer takes unpacked, as containerd counts a snapshot: whole blocks of 4 KiB, the root directory's and every
 * touched directory's among them. Small symbolic links take none.
 */
export function unpackedBytes(layer: FileLayer): number {
  const sum = (node: LayerNode): number => {
    if (node.kind === "file") return Math.ceil(sizeOf(node) / BLOCK) * BLOCK;
    if (node.kind !== "directory") return 0;
    let total = BLOCK;
    for (const child of new Set(entriesOf(node).values())) total += sum(child);
    return total;
  };
  return sum(layer.root);
}

/** The bytes that a layer's binaries would add if they were there. */
function missingBytes(layer: FileLayer): number {
  const sum = (node: LayerNode): number => {
    if (node.kind === "file") return node.size === undefined ? 0 : Math.max(0, node.size - encode(textOf(node)).length);
    let total = 0;
    for (const child of entriesOf(node).values()) total += sum(child);
    return total;
  };
  return sum(layer.root);
}

/** A layer of an image made of what a step wrote, with the real digests of its archive. */
export async function packLayer(state: TreeState): Promise<Layer> {
  const layer = layerFromState(state);
  const archive = writeTar(archiveEntries(layer));
  const blob = await gzip(archive);
  return {
    digest: digestOf(blob),
    diffId: digestOf(archive),
    compressedSize: blob.length + Math.round(missingBytes(layer) * BINARY_RATIO),
    size: unpackedBytes(layer),
  };
}
