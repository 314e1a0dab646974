import { expect, test } from "vitest";
import { cellsOf, textWidth } from "./display-width.ts";

test.each([
  ["hola", 4],
  ["ñandú", 5],
  ["e\u0301", 1],
  ["日本語", 6],
  ["한국어", 6],
  ["ｱ", 1],
  ["👩‍💻", 2],
  ["👍🏽", 2],
  ["🇪🇸🇫🇷", 4],
  ["❤️", 2],
  ["1️⃣", 2],
  ["│─┐", 3],
])("%s takes %i columns", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("what belongs together is one cell", () => {
  expect(cellsOf("a👩‍👩‍👧‍👦e\u0301🇪🇸").map(({ text }) => text)).toEqual(["a", "👩‍👩‍👧‍👦", "e\u0301", "🇪🇸"]);
});
