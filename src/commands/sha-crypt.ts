import { encode } from "../kernel/bytes.ts";
import { sha256 } from "../kernel/sha256.ts";

/**
 * Passwords as /etc/shadow holds them: crypt(3)'s `$5$SALT$DIGEST` and `$6$SALT$DIGEST`, by Ulrich Drepper's description
 * of SHA-crypt.
 */

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 5000;

/** The entry of a password with SHA-256. @param salt up to 16 letters of crypt's alphabet */
export function shaCrypt(password: string, salt: string): string {
  const steps = digests(password, salt);
  let step = steps.next();
  while (!step.done) step = steps.next(bytesOf(sha256(step.value)));
  return `$5$${salt}$${letters256(step.value)}`;
}

/** The same with SHA-512, which the platform computes. */
export async function sha512Crypt(password: string, salt: string): Promise<string> {
  const steps = digests(password, salt);
  let step = steps.next();
  while (!step.done) step = steps.next(new Uint8Array(await crypto.subtle.digest("SHA-512", step.value)));
  return `$6$${salt}$${letters512(step.value)}`;
}

/** Yields what is to be digested, is given its digest, and returns the last one. */
function* digests(password: string, salt: string): Generator<Uint8Array<ArrayBuffer>, Uint8Array, Uint8Array> {
  const key = encode(password);
  const saltBytes = encode(salt);
  const inner = yield joined([key, saltBytes, key]);
  const mixed: Uint8Array[] = [key, saltBytes, repeated(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) mixed.push((bits & 1) === 1 ? inner : key);
  let result = yield joined(mixed);
  const keys = repeated(yield joined(Array.from({ length: key.length }, () => key)), key.length);
  const times = 16 + (result[0] ?? 0);
  const salts = repeated(yield joined(Array.from({ length: times }, () => saltBytes)), saltBytes.length);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const parts = [odd ? keys : result];
    if (round % 3 !== 0) parts.push(salts);
    if (round % 7 !== 0) parts.push(keys);
    parts.push(odd ? result : keys);
    result = yield joined(parts);
  }
  return result;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** As many bytes of a digest as `length`, the digest over and over. */
const repeated = (of: Uint8Array, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => of[index % of.length] ?? 0);

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));

/** A digest's bytes in the order and the letters that crypt writes them: three make four letters, the rest what it can. */
function letters256(bytes: Uint8Array): string {
  let out = "";
  let [a, b, c] = [0, 10, 20];
  for (let i = 0; i < 10; i++) {
    out += letters(bytes, [a, b, c], 4);
    [a, b, c] = [c + 1, a + 1, b + 1];
  }
  return out + letters(bytes, [31, 30], 3);
}

function letters512(bytes: Uint8Array): string {
  let out = "";
  let [a, b, c] = [0, 21, 42];
  for (let i = 0; i < 21; i++) {
    out += letters(bytes, [a, b, c], 4);
    [a, b, c] = [b + 1, c + 1, a + 1];
  }
  return out + letters(bytes, [63], 2);
}

function letters(bytes: Uint8Array, places: readonly number[], count: number): string {
  const value = places.reduce((sum, place) => (sum << 8) | (bytes[place] ?? 0), 0);
  return Array.from({ length: count }, (_, i) => ALPHABET[(value >> (6 * i)) & 63]).join("");
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
