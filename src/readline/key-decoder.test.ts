import { expect, test } from "vitest";
import { encode } from "../kernel/bytes.ts";
import { KeyDecoder } from "./key-decoder.ts";

function keysOf(...chunks: string[]): string[] {
  const decoder = new KeyDecoder();
  return chunks.flatMap((chunk) => {
    decoder.push(chunk);
    const names: string[] = [];
    for (let key = decoder.next(); key; key = decoder.next())
      names.push(key.name === "text" || key.name === "paste" ? `${key.name}:${key.text}` : key.name);
    return names;
  });
}

test.each([
  ["\x01", "C-a"],
  ["\t", "Tab"],
  ["\r", "Enter"],
  ["\x7f", "Backspace"],
  ["\x1f", "C-_"],
  ["\x1b[A", "Up"],
  ["\x1bOA", "Up"],
  ["\x1b[1;5D", "C-Left"],
  ["\x1b[1;3C", "M-Right"],
  ["\x1b[3~", "Delete"],
  ["\x1b[3;5~", "C-Delete"],
  ["\x1b[4~", "End"],
  ["\x1b[Z", "S-Tab"],
  ["\x1bb", "M-b"],
  ["\x1b.", "M-."],
  ["\x1b\x7f", "M-Backspace"],
  ["\x1b\x08", "M-C-h"],
  ["\x1b\x1b[D", "M-Left"],
  ["\x1bñ", "M-ñ"],
  ["\x1b[99z", "unknown"],
])("%j is %s", (sent, name) => {
  expect(keysOf(sent)).toEqual([name]);
});

test("text comes in one piece, and keys in between keep their place", () => {
  expect(keysOf("hola 日本\x01x")).toEqual(["text:hola 日本", "C-a", "text:x"]);
});

test("a key may come in pieces", () => {
  expect(keysOf("\x1b", "[", "1;5", "C", "a")).toEqual(["C-Right", "text:a"]);
  expect(keysOf("\ud83d", "\udc69")).toEqual(["text:👩"]);
});

test("the bytes of a character may come in pieces", () => {
  const bytes = [...encode("é日")].map((byte) => String.fromCharCode(0xdc00 + byte));
  expect(keysOf(...bytes)).toEqual(["text:é", "text:日"]);
});

test("Escape typed twice means nothing and takes nothing with it", () => {
  expect(keysOf("\x1b", "\x1b", "a")).toEqual(["M-Escape", "text:a"]);
});

test("a paste is one key, with the newlines of a text", () => {
  expect(keysOf("\x1b[200~uno\r\ndos\r", "tres\x03\x1b[A\x1b[201~!")).toEqual([
    "paste:uno\ndos\ntres\x03\x1b[A",
    "text:!",
  ]);
});

test("what has not become a key can be had back", () => {
  const decoder = new KeyDecoder();
  decoder.push("a\rrest\x1b[");
  decoder.next();
  decoder.next();
  expect(decoder.takeRest()).toBe("rest\x1b[");
  expect(decoder.next()).toBeUndefined();
});
