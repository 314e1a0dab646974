import { describe, expect, it } from "vitest";
import { comesBefore } from "../key-order.ts";
import { goYaml } from "./go-yaml.ts";
import { readYaml } from "./read-yaml.ts";

describe("YAML as yaml.v3 writes it", () => {
  it.each([
    ["text", "text"],
    ["", '""'],
    ["80", '"80"'],
    ["0644", '"0644"'],
    ["yes", '"yes"'],
    ["null", '"null"'],
    ["2020-01-01", '"2020-01-01"'],
    ["22:22", '"22:22"'],
    ["a: b", "'a: b'"],
    ["it's: so", "'it''s: so'"],
    ["#x", "'#x'"],
    ["a #x", "'a #x'"],
    ["a#x", "a#x"],
    ["- x", "'- x'"],
    ["-x", "-x"],
    ["*x", "'*x'"],
    ["[a]", "'[a]'"],
    ["x:", "'x:'"],
    [" x", "' x'"],
    ["a\tb", '"a\\tb"'],
    ["${X}", "${X}"],
    ["1.5.2", "1.5.2"],
    ["one\ntwo", "|-\n  one\n  two"],
    ["one\n\ntwo\n", "|\n  one\n\n  two"],
  ])("%j", (text, written) => {
    expect(goYaml({ a: text })).toBe(`a: ${written}\n`);
    expect(readYaml(goYaml({ a: text }))[0]?.value).toEqual({ a: text });
  });

  it("sets lists one step in and leaves the empty in one line", () => {
    expect(goYaml({ a: [{ b: 1, c: [true, null] }, []], d: {}, e: [[1, 2]] })).toBe(
      "a:\n  - b: 1\n    c:\n      - true\n      - null\n  - []\nd: {}\ne:\n  - - 1\n    - 2\n",
    );
  });

  it("sorts keys by the numbers in them", () => {
    const keys = ["web10", "web2", "web", "a_b", "a1", "ab", "web02"];
    expect(keys.sort((a, b) => (comesBefore(a, b) ? -1 : 1))).toEqual([
      "a_b",
      "a1",
      "ab",
      "web",
      "web2",
      "web02",
      "web10",
    ]);
  });
});
