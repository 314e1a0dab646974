import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength, decode, encode } from "./bytes.ts";

test("any bytes come back as they were", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect([...encode(decode(bytes))]).toEqual([...bytes]);
    }),
  );
});

test("any text comes back as it was, and its length is known without encoding it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decode(encode(text))).toBe(text);
      expect(byteLength(text)).toBe(encode(text).length);
    }),
  );
});

test("text that is not UTF-8 is kept, a byte a character", () => {
  const text = decode(Uint8Array.of(0x68, 0xff, 0xc3, 0xb1));
  expect(text).toBe("h\udcffñ");
  expect(byteLength(text)).toBe(4);
});
