import { expect, test } from "vitest";
import { Random, type RandomState } from "./random.ts";

test("the same seed gives the same ids, another seed others", () => {
  expect(Random.seeded(1).hex(64)).toBe(Random.seeded(1).hex(64));
  expect(Random.seeded(1).hex(64)).not.toBe(Random.seeded(2).hex(64));
});

test("goes on from its stored state", () => {
  const random = Random.seeded(7);
  random.hex(10);
  const stored: RandomState = [...random.state];
  expect(new Random(stored).base36(25)).toBe(random.base36(25));
});

test("numbers stay below their limit and reach everything under it", () => {
  const random = Random.seeded(3);
  const seen = new Set(Array.from({ length: 200 }, () => random.below(6)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
