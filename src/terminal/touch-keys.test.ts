import { expect, test } from "vitest";
import { nextTab } from "./tabs.ts";
import { pressTouchKey, withControl } from "./touch-keys.ts";

test("Tab and Ctrl-D act on what is being written, so that goes first", () => {
  expect(pressTouchKey("\t", "doc")).toEqual({ send: "doc\t", line: "" });
  expect(pressTouchKey("\x04", "")).toEqual({ send: "\x04", line: "" });
});

test("Ctrl-C drops what is being written; the arrows leave it", () => {
  expect(pressTouchKey("\x03", "rm -rf")).toEqual({ send: "\x03", line: "" });
  expect(pressTouchKey("\x1b[A", "ls")).toEqual({ send: "\x1b[A", line: "ls" });
});

test("Control and a letter are nano's ^X, whichever its case; what no keyboard has is nothing", () => {
  expect(["x", "X", "p", "_", "\\", " ", "?"].map(withControl)).toEqual([
    "\x18",
    "\x18",
    "\x10",
    "\x1f",
    "\x1c",
    "\0",
    "\x7f",
  ]);
  expect(["ñ", "1", "", "ab"].map(withControl)).toEqual([undefined, undefined, undefined, undefined]);
});

test("arrows go around the tabs, Home and End to the first and last", () => {
  expect(nextTab("ArrowRight", 2, 3)).toBe(0);
  expect(nextTab("ArrowLeft", 0, 3)).toBe(2);
  expect(nextTab("Home", 2, 3)).toBe(0);
  expect(nextTab("End", 0, 3)).toBe(2);
  expect(nextTab("a", 0, 3)).toBeUndefined();
});
