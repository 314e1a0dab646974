import { decode, encode } from "../../../kernel/bytes.ts";
import { deflate, inflate } from "../../../kernel/gzip.ts";
import { sha1 } from "../../../kernel/sha1.ts";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  readonly type: ObjectType;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The bytes of an object before they are compressed: `blob 5\0hello`. Its name is their SHA-1. */
export function withHeader({ type, data }: GitObject): Uint8Array<ArrayBuffer> {
  const header = encode(`${type} ${data.length}\0`);
  const all = new Uint8Array(header.length + data.length);
  all.set(header);
  all.set(data, header.length);
  return all;
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of hexadecimal digits. */
export const bytesOfHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The 40 digits that name an object. */
export const idOf = (object: GitObject): string => hexOf(sha1(withHeader(object)));

export const blobOf = (text: string): GitObject => ({ type: "blob", data: encode(text) });

/** An object as a file of .git/objects holds it. */
export const packObject = async (object: GitObject): Promise<string> => decode(await deflate(withHeader(object)));

/** What such a file holds. @throws Error when it is damaged */
export async function unpackObject(content: string): Promise<GitObject> {
  const bytes = await inflate(encode(content));
  const end = bytes.indexOf(0);
  const [, type] = /^(blob|tree|commit|tag) \d+$/.exec(decode(bytes.subarray(0, end))) ?? [];
  if (type !== "blob" && type !== "tree" && type !== "commit" && type !== "tag") throw new Error("bad object header");
  return { type, data: bytes.slice(end + 1) };
}
