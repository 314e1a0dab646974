import { expect, test } from "vitest";
import { wrapWords } from "./message.ts";

test("lines break between words, and the message's own breaks stay", () => {
  expect(wrapWords("uno dos tres\ncuatro", 8)).toBe("uno dos\ntres\ncuatro");
});

test("a word wider than the screen is left to the terminal", () => {
  expect(wrapWords("a abcdefghij b", 5)).toBe("a\nabcdefghij\nb");
});
