import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readYaml } from "./read-yaml.ts";
import { yamlSyntaxError } from "./yaml-syntax-error.ts";

const failure = (text: string): string => {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "no error";
};

describe("a text that is no YAML", () => {
  // The first is recorded (13-compose); the others follow from libyaml's rules and go-yaml's way to name a line.
  it.each([
    ["services:\n  web:\n   image: nginx\n  - x\n", "yaml: line 1: did not find expected key"],
    ["services:\n  web:\n    image: nginx\n   ports:\n    - 80\n", "yaml: line 1: did not find expected key"],
    ["services:\n  web:\n    image: nginx\n volumes:\n", "yaml: line 3: did not find expected key"],
    ["services:\n\tweb:\n", "yaml: line 2: found character that cannot start any token"],
    [
      "services:\n  web:\n    image: nginx\n\tports:\n",
      "yaml: line 3: found a tab character that violates indentation",
    ],
    ["services:\n  web:\n    image: a: b\n", "yaml: line 3: mapping values are not allowed in this context"],
    ["services: web:\n", "yaml: mapping values are not allowed in this context"],
    ["services:\n  web\n    image: nginx\n", "yaml: line 3: mapping values are not allowed in this context"],
    ["services:\n web:\n  image: nginx\n   ports:\n", "yaml: line 4: mapping values are not allowed in this context"],
    ["services:\n  web:\n    image: x\n    ports\n    tty: true\n", "yaml: line 4: could not find expected ':'"],
    ['services:\n  web:\n    image: "nginx\n    ports: []\n', "yaml: line 3: found unexpected end of stream"],
    ["services:\n  web:\n    ports: [80, 81\n    image: x\n", "yaml: line 2: did not find expected ',' or ']'"],
    ["services:\n  web:\n    environment: {A: 1\n", "yaml: line 2: did not find expected ',' or '}'"],
    [
      "services:\n  web:\n    environment:\n      - A=1\n      B: 2\n",
      "yaml: line 3: did not find expected '-' indicator",
    ],
    ["services:\n  web:\n    command: @foo\n", "yaml: line 3: found character that cannot start any token"],
    ["services:\n  web:\n    ports:\n      - 80\n     - 81\n", "yaml: line 2: did not find expected key"],
    ["services:\n  web:\n    image: *other\n", "yaml: unknown anchor 'other' referenced"],
    [
      "services:\n  web:\n    image: a\n  web:\n    image: b\n",
      'yaml: unmarshal errors:\n  line 4: mapping key "web" already defined at line 2',
    ],
  ])("%j", (text, message) => {
    expect(failure(text)).toBe(message);
  });
});

describe("a text that is YAML", () => {
  const read = (text: string) => readYaml(text)[0]?.value;

  it("has go-yaml's scalars", () => {
    expect(read("a: 0644\nb: 0x1f\nc: yes\nd: '1'\ne: ~\nf: 1.50\ng: 22:22\nh: .5\ni: 1_000\nj: True\n")).toEqual({
      a: 420,
      b: 31,
      c: "yes",
      d: "1",
      e: null,
      f: 1.5,
      g: "22:22",
      h: 0.5,
      i: 1000,
      j: true,
    });
  });

  it("may say things once and merge them", () => {
    expect(read("x: &a {p: 1, q: 1}\ny: &b {q: 2, r: 2}\nz:\n  <<: [*a, *b]\n  p: 3\nw: *a\n")).toMatchObject({
      z: { p: 3, q: 1, r: 2 },
      w: { p: 1, q: 1 },
    });
  });

  it("keeps the paths of !reset and !override", () => {
    const [document] = readYaml("services:\n  web:\n    ports: !reset []\n    dns: !override [a]\n");
    expect(document).toEqual({
      value: { services: { web: { dns: ["a"] } } },
      line: 1,
      resets: [
        ["services", "web", "ports"],
        ["services", "web", "dns"],
      ],
    });
  });

  it("is nothing that libyaml would refuse", () => {
    const key = fc.constantFrom("a", "b-c", '"d e"', "f");
    const leaf = fc.constantFrom(
      "1",
      "text",
      "'it''s'",
      '"x: y"',
      "http://x:80/y",
      "[1, a, {b: c}]",
      "{a: 1, b: }",
      "",
      "- x",
      "|\n",
    );
    const lines = fc.letrec<{ node: string[] }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc
          .uniqueArray(fc.tuple(key, leaf), { minLength: 1, maxLength: 3, selector: ([name]) => name })
          .map((pairs) =>
            pairs
              .map(([name, value]) =>
                value === "- x"
                  ? `${name}:\n- x`
                  : value === "|\n"
                    ? `${name}: |\n  text\n\n    more`
                    : `${name}: ${value}`,
              )
              .flatMap((text) => text.split("\n")),
          ),
        fc
          .tuple(key, tie("node"))
          .map(([name, inner]) => [`${name}:`, ...inner.map((line) => (line === "" ? "" : `  ${line}`))]),
        fc
          .array(tie("node"), { minLength: 1, maxLength: 2 })
          .map((items) =>
            items.flatMap((item) => item.map((line, at) => (line === "" ? "" : `${at === 0 ? "-" : " "} ${line}`))),
          ),
      ),
    })).node;
    fc.assert(
      fc.property(lines, (text) => {
        expect(yamlSyntaxError(`${text.join("\n")}\n`)).toBeUndefined();
      }),
    );
  });
});
