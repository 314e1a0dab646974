import { encode } from "../../kernel/bytes.ts";
import { md5 } from "../../kernel/md5.ts";

/** Passwords by Poul-Henning Kamp's MD5-crypt: `$1$`, and Apache's `$apr1$` for htpasswd files. */

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 1000;

const digest = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
  return Uint8Array.from(md5(whole).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
};

/** The entry of a password. @param magic what it begins with */
export function md5Crypt(key: Uint8Array, saltText: string, magic: "$1$" | "$apr1$"): string {
  const salt = encode(saltText);
  const inner = digest(key, salt, key);
  const parts: Uint8Array[] = [key, encode(magic), salt, Uint8Array.from(key, (_, i) => inner[i % 16] ?? 0)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? Uint8Array.of(0) : key.slice(0, 1));
  let result = digest(...parts);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const mixed: Uint8Array[] = [odd ? key : result];
    if (round % 3 !== 0) mixed.push(salt);
    if (round % 7 !== 0) mixed.push(key);
    mixed.push(odd ? result : key);
    result = digest(...mixed);
  }
  return `${magic}${saltText}$${letters(result)}`;
}

function letters(bytes: Uint8Array): string {
  const at = (index: number) => bytes[index] ?? 0;
  let out = "";
  const put = (value: number, count: number) => {
    for (let i = 0; i < count; i++) out += ALPHABET[(value >> (6 * i)) & 63];
  };
  for (let i = 0; i < 5; i++) put((at(i) << 16) | (at(i + 6) << 8) | at(i === 4 ? 5 : i + 12), 4);
  put(at(11), 2);
  return out;
}
