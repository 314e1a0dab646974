import { expect, it } from "vitest";
import { mergeResults } from "./search-index.ts";

it("merges the results of several queries, each page once, the best first", () => {
  const merged = mergeResults([
    [
      { id: "a", score: 2 },
      { id: "b", score: 1 },
    ],
    [
      { id: "b", score: 5 },
      { id: "c", score: 1 },
    ],
  ]);
  expect(merged).toEqual([
    { id: "b", score: 5 },
    { id: "a", score: 2 },
    { id: "c", score: 1 },
  ]);
});
