import { encode } from "../kernel/bytes.ts";
import { sha256 } from "../kernel/sha256.ts";

/** Passwords as /etc/shadow holds them: crypt(3)'s `$5$SALT$DIGEST`, by Ulrich Drepper's description of SHA-crypt. */

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 5000;

function digest(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const hex = sha256(whole);
  return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

/** As many bytes of a digest as `length`, the digest over and over. */
const repeated = (of: Uint8Array, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => of[index % of.length] ?? 0);

/** The entry of a password. @param salt up to 16 letters of crypt's alphabet */
export function shaCrypt(password: string, salt: string): string {
  const key = encode(password);
  const saltBytes = encode(salt);
  const inner = digest([key, saltBytes, key]);
  const mixed: Uint8Array[] = [key, saltBytes, repeated(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) mixed.push((bits & 1) === 1 ? inner : key);
  let result = digest(mixed);
  const keys = repeated(digest(Array.from({ length: key.length }, () => key)), key.length);
  const times = 16 + (result[0] ?? 0);
  const salts = repeated(digest(Array.from({ length: times }, () => saltBytes)), saltBytes.length);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const parts = [odd ? keys : result];
    if (round % 3 !== 0) parts.push(salts);
    if (round % 7 !== 0) parts.push(keys);
    parts.push(odd ? result : keys);
    result = digest(parts);
  }
  return `$5$${salt}$${letters(result)}`;
}

/** The digest's bytes in the order and the letters that crypt writes them. */
function letters(bytes: Uint8Array): string {
  const at = (index: number) => bytes[index] ?? 0;
  let out = "";
  const put = (value: number, count: number) => {
    for (let i = 0; i < count; i++) out += ALPHABET[(value >> (6 * i)) & 63];
  };
  let [a, b, c] = [0, 10, 20];
  for (let i = 0; i < 10; i++) {
    put((at(a) << 16) | (at(b) << 8) | at(c), 4);
    [a, b, c] = [c + 1, a + 1, b + 1];
  }
  put((at(31) << 8) | at(30), 3);
  return out;
}

/** Whether a password is the one of an entry; a locked or empty entry matches none. */
export function passwordMatches(password: string, entry: string): boolean {
  const salt = /^\$5\$([^$]*)\$/.exec(entry)?.[1];
  return salt !== undefined && shaCrypt(password, salt) === entry;
}

/** Letters for a new entry's salt. @param below a random number below its argument */
export function newSalt(below: (limit: number) => number): string {
  return Array.from({ length: 16 }, () => ALPHABET[below(64)]).join("");
}
