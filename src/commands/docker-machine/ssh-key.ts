import type { Random } from "../../kernel/random.ts";
import { base64, bytesOf } from "../../swarm/der.ts";

const BITS = 2048;

/** A part of a key as SSH writes it: its length in four bytes, then itself (RFC 4253). */
const part = (bytes: number[]) => [0, 0, bytes.length >> 8, bytes.length & 255, ...bytes];

/** The line of a public RSA key, as an id_rsa.pub and authorized_keys hold it. Its number is of chance: nothing in the lab computes with it. */
export function publicKeyOf(random: Random): string {
  const [first = 0, ...rest] = bytesOf(random.hex(BITS / 4));
  const modulus = [0, first | 0x80, ...rest.slice(0, -1), (rest.at(-1) ?? 0) | 1];
  const kind = [..."ssh-rsa"].map((char) => char.charCodeAt(0));
  return `ssh-rsa ${base64([...part(kind), ...part([1, 0, 1]), ...part(modulus)])}\n`;
}
