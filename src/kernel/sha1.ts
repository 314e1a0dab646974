/** SHA-1 in one go (FIPS 180-4), for what is named by it (git's objects): WebCrypto's is asynchronous. As 20 bytes. */
export function sha1(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
  const hash = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Uint32Array(80);
  for (let at = 0; at < padded.length; at += 64) compress(hash, words, view, at);
  const digest = new Uint8Array(20);
  const out = new DataView(digest.buffer);
  for (const [i, word] of hash.entries()) out.setUint32(i * 4, word);
  return digest;
}

const rotate = (x: number, by: number) => ((x << by) | (x >>> (32 - by))) >>> 0;

/** The function and the constant of each fifth of the rounds. */
const FIFTHS: readonly (readonly [mix: (b: number, c: number, d: number) => number, constant: number])[] = [
  [(b, c, d) => (b & c) | (~b & d), 0x5a827999],
  [(b, c, d) => b ^ c ^ d, 0x6ed9eba1],
  [(b, c, d) => (b & c) | (b & d) | (c & d), 0x8f1bbcdc],
  [(b, c, d) => b ^ c ^ d, 0xca62c1d6],
];

function compress(hash: Uint32Array, words: Uint32Array, view: DataView, at: number): void {
  const word = (i: number) => words[i] ?? 0;
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + i * 4);
  for (let i = 16; i < 80; i++) words[i] = rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  for (const [fifth, [mix, constant]] of FIFTHS.entries())
    for (let i = fifth * 20; i < fifth * 20 + 20; i++) {
      const next = (rotate(a, 5) + mix(b, c, d) + e + constant + word(i)) >>> 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
  for (const [i, value] of [a, b, c, d, e].entries()) hash[i] = (hash[i] ?? 0) + value;
}
