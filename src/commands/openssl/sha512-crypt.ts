import { encode } from "../../kernel/bytes.ts";
import type { Process } from "../../kernel/process.ts";

/** Passwords as most systems keep them: `$6$SALT$DIGEST`, by Ulrich Drepper's description of SHA-crypt. */

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 5000;
const SIZE = 64;

async function digest(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-512", whole));
}

const repeated = (of: Uint8Array, length: number) => Uint8Array.from({ length }, (_, i) => of[i % of.length] ?? 0);

/** The entry of a password. The work is the page's own, outside the lab's time. */
export const sha512Crypt = (process: Process, password: string, salt: string): Promise<string> =>
  process.machine.clock.hold(entryOf(password, salt));

async function entryOf(password: string, salt: string): Promise<string> {
  const key = encode(password);
  const saltBytes = encode(salt);
  const inner = await digest(key, saltBytes, key);
  const mixed: Uint8Array[] = [key, saltBytes, repeated(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) mixed.push((bits & 1) === 1 ? inner : key);
  let result = await digest(...mixed);
  const keys = repeated(await digest(...Array.from({ length: key.length }, () => key)), key.length);
  const times = 16 + (result[0] ?? 0);
  const salts = repeated(await digest(...Array.from({ length: times }, () => saltBytes)), saltBytes.length);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const parts = [odd ? keys : result];
    if (round % 3 !== 0) parts.push(salts);
    if (round % 7 !== 0) parts.push(keys);
    parts.push(odd ? result : keys);
    result = await digest(...parts);
  }
  return `$6$${salt}$${letters(result)}`;
}

function letters(bytes: Uint8Array): string {
  const at = (index: number) => bytes[index] ?? 0;
  let out = "";
  const put = (value: number, count: number) => {
    for (let i = 0; i < count; i++) out += ALPHABET[(value >> (6 * i)) & 63];
  };
  let [a, b, c] = [0, 21, 42];
  for (let i = 0; i < 21; i++) {
    put((at(a) << 16) | (at(b) << 8) | at(c), 4);
    [a, b, c] = [b + 1, c + 1, a + 1];
  }
  put(at(SIZE - 1), 2);
  return out;
}
