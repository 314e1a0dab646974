import { decode, encode } from "./bytes.ts";
import type { FileKind } from "./filesystem.ts";

/** A file of an archive. A "link" is another name for the file at `target`. */
export interface TarEntry {
  /** Without a leading slash; a directory's without a trailing one. */
  readonly path: string;
  readonly kind: Exclude<FileKind, "socket"> | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** ms since the epoch */
  readonly mtime: number;
  readonly content?: Uint8Array;
  readonly target?: string;
  /** Extended attributes, kept as pax records ("SCHILY.xattr.…"). */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Not a tar archive, or a damaged one. */
export class TarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TarError";
  }
}

const BLOCK = 512;
/** Archives are padded to whole records, as GNU tar and Go's archive/tar read them. */
const END = 2 * BLOCK;
const XATTR = "SCHILY.xattr.";

const TYPES: Record<TarEntry["kind"], string> = {
  file: "0",
  link: "1",
  symlink: "2",
  "character-device": "3",
  "block-device": "4",
  directory: "5",
  fifo: "6",
};
const KINDS = new Map(Object.entries(TYPES).map(([kind, type]) => [type, kind]));

/** An archive in the POSIX format (ustar, with pax records where a name or a number does not fit). */
export function writeTar(entries: Iterable<TarEntry>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const path = entry.kind === "directory" ? `${entry.path}/` : entry.path;
    const content = entry.kind === "file" ? (entry.content ?? new Uint8Array()) : new Uint8Array();
    const records: Record<string, string> = {};
    if (encode(path).length > 100) records.path = path;
    if (encode(entry.target ?? "").length > 100) records.linkpath = entry.target ?? "";
    if (entry.mtime % 1000 !== 0) records.mtime = String(entry.mtime / 1000);
    for (const [name, value] of Object.entries(entry.attributes ?? {})) records[XATTR + name] = value;
    if (Object.keys(records).length > 0) {
      const text = encode(Object.entries(records).map(paxRecord).join(""));
      parts.push(header({ ...entry, target: "" }, "PaxHeaders/entry", "x", text.length), padded(text));
    }
    parts.push(header(entry, path, TYPES[entry.kind], content.length), padded(content));
  }
  parts.push(new Uint8Array(END));
  return joined(parts);
}

/** A record starts with its own length, which counts itself. */
function paxRecord([key, value]: [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = encode(rest).length;
  let length = bytes + String(bytes).length;
  if (String(length).length !== String(bytes).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

function header(entry: TarEntry, path: string, type: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number, length: number) => block.set(encode(text).subarray(0, length), at);
  const octal = (value: number, at: number, length: number) =>
    put(
      `${Math.max(0, Math.floor(value))
        .toString(8)
        .padStart(length - 1, "0")}\0`,
      at,
      length,
    );
  put(path, 0, 100);
  octal(entry.mode, 100, 8);
  octal(entry.uid, 108, 8);
  octal(entry.gid, 116, 8);
  octal(size, 124, 12);
  octal(entry.mtime / 1000, 136, 12);
  put("        ", 148, 8);
  put(type, 156, 1);
  put(entry.target ?? "", 157, 100);
  put("ustar\x0000", 257, 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return block;
}

function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  out.set(bytes);
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The files of an archive, in their order. @throws TarError */
export function readTar(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let records: Record<string, string> = {};
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const block = bytes.subarray(at, at + BLOCK);
    at += BLOCK;
    if (block.every((byte) => byte === 0)) return entries;
    if (checksum(block) !== number(block, 148, 8)) throw new TarError("archive/tar: invalid tar header");
    const size = number(block, 124, 12);
    if (at + size > bytes.length) throw new TarError("unexpected EOF");
    const content = bytes.slice(at, at + size);
    at += Math.ceil(size / BLOCK) * BLOCK;
    const type = text(block, 156, 1) || "0";
    if (type === "x") records = paxRecords(content);
    else if (type === "L") records = { ...records, path: text(content, 0, content.length) };
    else if (type === "K") records = { ...records, linkpath: text(content, 0, content.length) };
    else if (type !== "g") {
      const kind = KINDS.get(type);
      if (isKind(kind)) entries.push(entryOf(block, kind, content, records));
      records = {};
    }
  }
  if (bytes.length === 0) return entries;
  throw new TarError("unexpected EOF");
}

const isKind = (kind: string | undefined): kind is TarEntry["kind"] => kind !== undefined && kind in TYPES;

function entryOf(
  block: Uint8Array,
  kind: TarEntry["kind"],
  content: Uint8Array,
  records: Readonly<Record<string, string>>,
): TarEntry {
  const prefix = text(block, 257, 6) === "ustar" ? text(block, 345, 155) : "";
  const name = records.path ?? (prefix === "" ? text(block, 0, 100) : `${prefix}/${text(block, 0, 100)}`);
  const target = records.linkpath ?? text(block, 157, 100);
  const attributes = Object.fromEntries(
    Object.entries(records)
      .filter(([key]) => key.startsWith(XATTR))
      .map(([key, value]) => [key.slice(XATTR.length), value]),
  );
  return {
    path: name.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""),
    kind,
    mode: number(block, 100, 8) & 0o7777,
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    mtime: records.mtime === undefined ? number(block, 136, 12) * 1000 : Number(records.mtime) * 1000,
    ...(kind === "file" ? { content } : {}),
    ...(target === "" ? {} : { target }),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}

function paxRecords(content: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(32, at);
    const length = Number(decode(content.subarray(at, blank)));
    if (blank < 0 || !(length > 0)) throw new TarError("archive/tar: invalid tar header");
    const record = decode(content.subarray(blank + 1, at + length - 1));
    const equals = record.indexOf("=");
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
}

const number = (block: Uint8Array, at: number, length: number): number =>
  Number.parseInt(text(block, at, length).trim() || "0", 8) || 0;

/** The sum of a header's bytes, its own field taken as blanks. */
function checksum(block: Uint8Array): number {
  return block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
}
