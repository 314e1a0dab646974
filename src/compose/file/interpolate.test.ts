import { describe, expect, it } from "vitest";
import { parseDotenv } from "./dotenv.ts";
import { substitute } from "./interpolate.ts";

const variables: Readonly<Record<string, string>> = { A: "a", EMPTY: "" };
const fill = (text: string) =>
  substitute(
    text,
    (name) => variables[name],
    () => {},
  );

describe("interpolation", () => {
  it.each([
    ["$A-${A}", "a-a"],
    ["$$A ${A}", "$A a"],
    ["${NO:-x} ${EMPTY:-x} ${EMPTY-x} ${NO-x}", "x x  x"],
    ["${A:+y}${EMPTY:+y}${EMPTY+z}${NO+z}", "yz"],
    ["${NO:-${A}b} ${NO:-${NO:-c}}", "ab c"],
    ["${A:?no} ${EMPTY?no}", "a "],
    ["$NO|", "|"],
    ["${NO:-a:b/c-d}", "a:b/c-d"],
  ])("%s", (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  it.each(["$", "${", "${A", "${}", "${1}", "$1", "${A!}"])("%s is no template", (text) => {
    expect(() => fill(text)).toThrow("Invalid template");
  });

  it("says what is missing", () => {
    expect(() => fill("${NO?}")).toThrow("required variable NO is missing a value");
    expect(() => fill("${EMPTY:?set $A}")).toThrow("required variable EMPTY is missing a value: set a");
  });
});

describe("an env file", () => {
  it("has comments, quotes, exports and variables", () => {
    const text = `# comment
A=1
export B = two words # not this
C='single $A "q"'
D="double $A\\n2"
E=$A-\${B}#x
F=
G: yaml
H="two
lines"
FROM_SHELL
`;
    expect(parseDotenv(text, (name) => ({ FROM_SHELL: "s" })[name])).toEqual({
      A: "1",
      B: "two words",
      C: 'single $A "q"',
      D: "double 1\n2",
      E: "1-two words#x",
      F: "",
      G: "yaml",
      H: "two\nlines",
      FROM_SHELL: "s",
    });
  });

  it("says in which line it is wrong", () => {
    expect(() => parseDotenv("A=1\nB!=2\n", () => undefined)).toThrow(
      'line 2: unexpected character "!" in variable name "B!=2"',
    );
    expect(() => parseDotenv('A="x\n', () => undefined)).toThrow('line 2: unterminated quoted value "x');
  });
});
