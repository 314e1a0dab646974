import { decode, encode } from "../../../kernel/bytes.ts";
import { bytesOfHex, type GitObject, hexOf } from "./git-object.ts";

/** A name in a tree. Modes are git's: 100644, 100755, 120000 for a link, 40000 for a tree, 160000 for a submodule. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/** Trees are sorted by bytes, a directory's name as if a slash followed. */
const sortKey = ({ mode, name }: TreeEntry) => hexOf(encode(mode === "40000" ? `${name}/` : name));

/** A tree as the object git stores, its entries in git's order. */
export function treeOf(entries: readonly TreeEntry[]): GitObject {
  const sorted = entries.map((entry) => ({ entry, key: sortKey(entry) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const pieces = sorted.flatMap(({ entry }) => [encode(`${entry.mode} ${entry.name}\0`), bytesOfHex(entry.id)]);
  const data = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return { type: "tree", data };
}

/** Reads a tree object: for each entry its mode, a blank, its name, a zero, and 20 bytes of id. */
export function entriesOf({ data }: GitObject): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < data.length; ) {
    const end = data.indexOf(0, at);
    const [, mode = "", name = ""] = /^(\d+) (.*)$/s.exec(decode(data.subarray(at, end))) ?? [];
    entries.push({ mode, name, id: hexOf(data.subarray(end + 1, end + 21)) });
    at = end + 21;
  }
  return entries;
}
