import { encode } from "../../kernel/bytes.ts";
import { md5 } from "../../kernel/md5.ts";
import type { Process } from "../../kernel/process.ts";
import { sha1 } from "../../kernel/sha1.ts";
import { sha256 } from "../../kernel/sha256.ts";

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** A digest, as bytes. */
interface Digest {
  /** As OpenSSL 3 calls it. */
  readonly label: string;
  /** Bytes that it takes at a time, which an HMAC needs to know. */
  readonly block: number;
  of(process: Process, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** WebCrypto's work is the page's own, outside the lab's time. */
const subtle =
  (name: string) =>
  async ({ machine }: Process, bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await machine.clock.hold(crypto.subtle.digest(name, bytes)));

export const DIGESTS: Readonly<Record<string, Digest>> = {
  md5: { label: "MD5", block: 64, of: async (_, bytes) => bytesOf(md5(bytes)) },
  sha1: { label: "SHA1", block: 64, of: async (_, bytes) => sha1(bytes) },
  sha256: { label: "SHA2-256", block: 64, of: async (_, bytes) => bytesOf(sha256(bytes)) },
  sha384: { label: "SHA2-384", block: 128, of: subtle("SHA-384") },
  sha512: { label: "SHA2-512", block: 128, of: subtle("SHA-512") },
};

/** A digest with a key (RFC 2104). */
export async function hmac(process: Process, digest: Digest, key: string, bytes: Uint8Array): Promise<Uint8Array> {
  const given = encode(key);
  const short = given.length > digest.block ? await digest.of(process, given) : given;
  const padded = Uint8Array.from({ length: digest.block }, (_, i) => short[i] ?? 0);
  const joined = (pad: number, rest: Uint8Array) => Uint8Array.from([...padded.map((byte) => byte ^ pad), ...rest]);
  return digest.of(process, joined(0x5c, await digest.of(process, joined(0x36, bytes))));
}
