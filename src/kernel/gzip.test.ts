import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { deflate, gunzip, gzip, inflate, isGzip, storedZlib } from "./gzip.ts";

const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) & 0xff);

test("what is compressed comes back, and by another implementation too", async () => {
  const packed = await gzip(bytes);
  expect(isGzip(packed)).toBe(true);
  expect(await gunzip(packed)).toEqual(bytes);
  expect(new Uint8Array(inflateSync(await deflate(bytes)))).toEqual(bytes);
  await expect(inflate(bytes)).rejects.toThrow();
});

test("what is only stored is in zlib's format, of one block or several", () => {
  for (const length of [0, 1, 65_535, 65_536, 70_000])
    expect(new Uint8Array(inflateSync(storedZlib(bytes.subarray(0, length))))).toEqual(bytes.slice(0, length));
});
