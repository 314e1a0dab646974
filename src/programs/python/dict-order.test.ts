import { expect, test } from "vitest";
import { python2Order } from "./dict-order.ts";

test("the keys of a small dict come as Python 2.7 gives them", () => {
  expect(python2Order(["a", "b", "c"])).toEqual(["a", "c", "b"]);
  // Their hashes end in 5, 1 and 7.
  expect(python2Order(["jack", "sape", "guido"])).toEqual(["sape", "jack", "guido"]);
});

test("numbers are their own hashes", () => {
  expect(python2Order([3, 1, 2])).toEqual([1, 2, 3]);
});

test("a dict that grows is ordered anew, and loses nothing", () => {
  const keys = [..."abcdefghijklmnopqrstuvwxyz"];
  // dict.fromkeys('abcdefghijklmnopqrstuvwxyz').keys() in a Python 2.7 of 64 bits.
  expect(python2Order(keys).join("")).toBe("acbedgfihkjmlonqpsrutwvyxz");
});
