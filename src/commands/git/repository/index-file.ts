import { decode, encode } from "../../../kernel/bytes.ts";
import type { Stats } from "../../../kernel/filesystem.ts";
import { sha1 } from "../../../kernel/sha1.ts";
import { bytesOfHex, hexOf } from "../objects/git-object.ts";

/** What the next commit will hold of one file. */
export interface IndexEntry {
  readonly path: string;
  /** "100644", "100755", "120000" */
  readonly mode: string;
  readonly id: string;
  /** 0, or 1 to 3 for the three sides of a conflict. */
  readonly stage: number;
  /** The file as it was when it was added; zeros when nobody looked. */
  readonly mtime: number;
  readonly inode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** `git add -N`: the path alone. */
  readonly intentToAdd: boolean;
}

class IndexError extends Error {}

const DEVICE = 0xfe01;

/** An entry without a conflict. @param stats of the file as it is now; zeros without them */
export function indexEntry(path: string, mode: string, id: string, stats?: Stats): IndexEntry {
  const known = stats ?? { mtime: 0, inode: 0, uid: 0, gid: 0, size: 0 };
  const { mtime, inode, uid, gid, size } = known;
  return { path, mode, id, stage: 0, mtime, inode, uid, gid, size, intentToAdd: false };
}

/** Sorted as git keeps them: by the bytes of the path, then by stage. */
function sortedEntries(entries: Iterable<IndexEntry>): IndexEntry[] {
  const keyed = [...entries].map((entry) => ({ entry, key: hexOf(encode(entry.path)) }));
  keyed.sort((a, b) => (a.key === b.key ? a.entry.stage - b.entry.stage : a.key < b.key ? -1 : 1));
  return keyed.map(({ entry }) => entry);
}

/** .git/index in version 2 of its format (gitformat-index), or 3 when an entry needs it. */
export function indexBytes(entries: readonly IndexEntry[]): Uint8Array<ArrayBuffer> {
  const sorted = sortedEntries(entries);
  const isExtended = sorted.some(({ intentToAdd }) => intentToAdd);
  const pieces = sorted.map(entryBytes);
  const length = 12 + pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(length + 20);
  bytes.set(encode("DIRC"));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, isExtended ? 3 : 2);
  view.setUint32(8, sorted.length);
  let at = 12;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes.set(sha1(bytes.subarray(0, length)), length);
  return bytes;
}

function entryBytes(entry: IndexEntry): Uint8Array {
  const name = encode(entry.path);
  const head = entry.intentToAdd ? 64 : 62;
  // At least one zero follows the name, and entries begin at multiples of eight.
  const bytes = new Uint8Array(Math.ceil((head + name.length + 1) / 8) * 8);
  const view = new DataView(bytes.buffer);
  const seconds = Math.floor(entry.mtime / 1000);
  const nanoseconds = (entry.mtime % 1000) * 1e6;
  const words = [seconds, nanoseconds, seconds, nanoseconds, entry.mtime === 0 ? 0 : DEVICE, entry.inode];
  words.push(Number.parseInt(entry.mode, 8), entry.uid, entry.gid, entry.size);
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word);
  bytes.set(bytesOfHex(entry.id), 40);
  view.setUint16(60, (entry.intentToAdd ? 0x4000 : 0) | (entry.stage << 12) | Math.min(name.length, 0xfff));
  if (entry.intentToAdd) view.setUint16(62, 0x2000);
  bytes.set(name, head);
  return bytes;
}

/** @throws IndexError when it is none */
export function parseIndex(bytes: Uint8Array<ArrayBuffer>): IndexEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 32 || decode(bytes.subarray(0, 4)) !== "DIRC") throw new IndexError("bad signature");
  const end = bytes.length - 20;
  if (hexOf(sha1(bytes.subarray(0, end))) !== hexOf(bytes.subarray(end)))
    throw new IndexError("bad index file sha1 signature");
  const entries: IndexEntry[] = [];
  let at = 12;
  for (let left = view.getUint32(8); left > 0; left--) {
    const flags = view.getUint16(at + 60);
    const isExtended = (flags & 0x4000) !== 0;
    const start = at + (isExtended ? 64 : 62);
    const stop = bytes.indexOf(0, start);
    entries.push({
      path: decode(bytes.subarray(start, stop)),
      mode: view.getUint32(at + 24).toString(8),
      id: hexOf(bytes.subarray(at + 40, at + 60)),
      stage: (flags >> 12) & 3,
      mtime: view.getUint32(at + 8) * 1000 + view.getUint32(at + 12) / 1e6,
      inode: view.getUint32(at + 20),
      uid: view.getUint32(at + 28),
      gid: view.getUint32(at + 32),
      size: view.getUint32(at + 36),
      intentToAdd: isExtended && (view.getUint16(at + 62) & 0x2000) !== 0,
    });
    at += Math.ceil((stop - at + 1) / 8) * 8;
  }
  return entries;
}
