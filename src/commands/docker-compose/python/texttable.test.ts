import { expect, test } from "vitest";
import { fold, textTable } from "./texttable.ts";

test("headings stand in the middle, cells at the left", () => {
  expect(textTable(["Name", "State"], [["curso_data_1", "Up"]], 100)).toBe(
    "    Name       State\n--------------------\ncurso_data_1   Up   ",
  );
});

test("a table that is too wide takes from its widest columns", () => {
  expect(textTable(["A", "B"], [["x", "one two three"]], 12)).toBe(
    "A      B    \n------------\nx   one two \n    three   ",
  );
});

test.each([
  ["0.0.0.0:8000->80/tcp,:::8000->80/tcp", 31, ["0.0.0.0:8000->80/tcp,:::8000-", ">80/tcp"]],
  ["well-known thing-to-do", 10, ["well-known", "thing-to-", "do"]],
  ["aaaaaaaaaaaa b", 5, ["aaaaa", "aaaaa", "aa b"]],
])("%s in %d columns", (text, width, lines) => expect(fold(text, width)).toEqual(lines));
