/** The serialisable state of a generator: four 32-bit words. */
export type RandomState = [number, number, number, number];

/**
 * The lab's source of chance (xoshiro128**), seeded, so that the same commands give the same ids in the same lab.
 */
export class Random {
  /** Live state: part of the lab's snapshot. */
  readonly state: RandomState;

  constructor(state: RandomState) {
    this.state = state;
  }

  /** A generator from a number, spread with splitmix32 so that near seeds give unlike sequences. */
  static seeded(seed: number): Random {
    let s = seed >>> 0;
    const word = () => {
      s = (s + 0x9e3779b9) >>> 0;
      let z = s;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    return new Random([word(), word(), word(), word()]);
  }

  /** A whole number from 0 to 2³²−1. */
  word(): number {
    const s = this.state;
    const rotl = (x: number, k: number) => ((x << k) | (x >>> (32 - k))) >>> 0;
    const result = Math.imul(rotl(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    for (let i = 0; i < 4; i++) s[i] = (s[i] ?? 0) >>> 0;
    return result;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.word() / 2 ** 32) * limit);
  }

  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    let out = "";
    while (out.length < length) out += this.word().toString(16).padStart(8, "0");
    return out.slice(0, length);
  }

  /** `length` digits of base 36, as swarm's identifiers and tokens are made of. */
  base36(length: number): string {
    let out = "";
    while (out.length < length) out += this.below(36).toString(36);
    return out;
  }

  /** One of `items`. */
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}
