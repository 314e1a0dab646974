/**
 * The elliptic curve P-256 and ECDSA over it (FIPS 186-4), as much as a swarm's root certificate needs. WebCrypto
 * cannot make keys from the lab's seed, and the same commands must give the same lab.
 */

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const A = P - 3n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const mod = (value: bigint, by: bigint) => ((value % by) + by) % by;

function inverse(value: bigint, by: bigint): bigint {
  let [r0, r1, s0, s1] = [mod(value, by), by, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return mod(s0, by);
}

function add(a: Point | null, b: Point | null): Point | null {
  if (!a) return b;
  if (!b) return a;
  if (a.x === b.x && mod(a.y + b.y, P) === 0n) return null;
  const slope =
    a.x === b.x
      ? mod((3n * a.x * a.x + A) * inverse(2n * a.y, P), P)
      : mod((b.y - a.y) * inverse(mod(b.x - a.x, P), P), P);
  const x = mod(slope * slope - a.x - b.x, P);
  return { x, y: mod(slope * (a.x - x) - a.y, P) };
}

function multiply(point: Point, by: bigint): Point {
  let result: Point | null = null;
  let doubled: Point | null = point;
  for (let k = by; k > 0n; k >>= 1n) {
    if (k & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  if (!result) throw new RangeError("a multiple of the curve's order");
  return result;
}

/** 32 bytes, big end first. */
export function bytes32(value: bigint): number[] {
  const hex = value.toString(16).padStart(64, "0");
  return Array.from({ length: 32 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** A private key from 64 hexadecimal digits of chance. */
export function privateKey(hex: string): bigint {
  return mod(BigInt(`0x${hex}`), N - 1n) + 1n;
}

/** The public point, uncompressed: 0x04, x, y. */
export function publicKey(secret: bigint): number[] {
  const { x, y } = multiply(G, secret);
  return [4, ...bytes32(x), ...bytes32(y)];
}

/** Signs a SHA-256 digest (hexadecimal). `nonce` is a fresh private key of chance. */
export function sign(secret: bigint, digest: string, nonce: bigint): { r: bigint; s: bigint } {
  const r = mod(multiply(G, nonce).x, N);
  const s = mod(inverse(nonce, N) * (BigInt(`0x${digest}`) + r * secret), N);
  return { r, s };
}
