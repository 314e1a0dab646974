import { describe, expect, test } from "vitest";
import { PyFloat, type PyMap } from "./py-value.ts";
import { dumpYaml } from "./yaml-dump.ts";
import { YamlError } from "./yaml-error.ts";
import { loadYaml } from "./yaml-load.ts";

const load = (text: string) => loadYaml(text, "f");
const dump = (tree: PyMap) => dumpYaml(tree, (text) => ({ text, quoted: false }));

/** The words of the error that loading throws. */
function fault(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  return "";
}

describe("YAML 1.1 as PyYAML reads it", () => {
  test.each([
    ["yes", true],
    ["Off", false],
    ["y", "y"],
    ["0755", 493],
    ["0o755", "0o755"],
    ["0x1F", 31],
    ["1_000", 1000],
    ["22:22", 1342],
    ["1e3", "1e3"],
    ["~", null],
    ["'12'", "12"],
  ])("%s", (text, value) => expect(load(text)).toEqual(value));

  test("1.0 is a float", () => expect(load("1.0")).toEqual(new PyFloat(1)));

  test("what stands in a mapping wins over what it merges, the first of several over the others", () => {
    const text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc:\n  y: 3\n  <<: [*a, *b]\n";
    expect(load(text)).toMatchObject({ c: { x: 1, y: 3, z: 2 } });
  });

  test.each([
    ["a: b: c", 'yaml.scanner.ScannerError: mapping values are not allowed here\n  in "f", line 1, column 5'],
    [
      "web:\n    image: x\n   ports: y",
      'yaml.parser.ParserError: while parsing a block mapping\n  in "f", line 1, column 1\nexpected <block end>, but found \'<block mapping start>\'\n  in "f", line 3, column 4',
    ],
    [
      "a:\n\tb: 1",
      "yaml.scanner.ScannerError: while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \"f\", line 2, column 1",
    ],
    ["a: *x", "yaml.composer.ComposerError: found undefined alias 'x'\n  in \"f\", line 1, column 4"],
  ])("%j is told of in its words", (text, message) => expect(fault(text)).toBe(message));
});

describe("YAML as PyYAML writes it", () => {
  test("keys in order, lists not further in", () => {
    expect(dump({ b: [1, { d: "x", c: null }], a: {} })).toBe("a: {}\nb:\n- 1\n- c: null\n  d: x\n");
  });

  test("quotes where a text would be something else", () => {
    expect(dump({ a: "123", b: "1.5", c: "2018-09-03", d: "", e: "x: y", f: "it's" })).toBe(
      "a: '123'\nb: '1.5'\nc: '2018-09-03'\nd: ''\ne: 'x: y'\nf: it's\n",
    );
  });

  test("a line that is longer than eighty columns is folded at a blank", () => {
    const text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
    expect(dump({ a: text })).toBe(
      "a: one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n  fifteen sixteen\n",
    );
  });

  test("a new line is an empty one in single quotes", () => expect(dump({ a: "x\ny" })).toBe("a: 'x\n\n  y'\n"));

  test("floats keep their point", () => expect(dump({ a: new PyFloat(1) })).toBe("a: 1.0\n"));
});
