import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isIncomplete, parse, parseText, parseWord } from "./parse.ts";
import type { Command, Statement, WordPart } from "./syntax-tree.ts";

function simple(source: string): Command {
  const command = parse(source).commands[0]?.command;
  if (command?.type !== "Command") throw new Error(`no simple command: ${source}`);
  return command;
}

const kinds = (parts: readonly WordPart[] | undefined) => parts?.map(({ type, text }) => [type, text]);

test("a word falls into what is quoted, what is expanded and what is not", () => {
  expect(parseWord("plain")).toMatchObject({ text: "plain", parts: undefined });
  const text = `a'b'"c $d"$'e\\n'$f\${g}$(h)\`i\`$((j))$[k]<(l)`;
  expect(kinds(parseWord(text).parts)).toEqual([
    ["Literal", "a"],
    ["SingleQuoted", "'b'"],
    ["DoubleQuoted", '"c $d"'],
    ["AnsiCQuoted", "$'e\\n'"],
    ["SimpleExpansion", "$f"],
    ["ParameterExpansion", "$" + "{g}"],
    ["CommandExpansion", "$(h)"],
    ["CommandExpansion", "`i`"],
    ["ArithmeticExpansion", "$((j))"],
    ["ArithmeticExpansion", "$[k]"],
    ["ProcessSubstitution", "<(l)"],
  ]);
});

test.each([
  ["x:-a b", { type: "Default", operator: ":-", operand: { text: "a b" } }],
  ["x##*/", { type: "Remove", operator: "##", operand: { text: "*/" } }],
  ["x//a/b c", { type: "Replace", operator: "//", pattern: { text: "a" }, replacement: { text: "b c" } }],
  ["x/%a", { type: "Replace", operator: "/%", pattern: { text: "a" }, replacement: { text: "" } }],
  ["x:1?2:3:(4)", { type: "Slice", offset: "1?2:3", length: "(4)" }],
  ["x: -1", { type: "Slice", offset: " -1", length: undefined }],
  ["x^^", { type: "CaseModification", operator: "^^" }],
  ["x@Q", { type: "Transform", operator: "Q" }],
  ["!x@", { type: "Names", operator: "@" }],
  ["x y", { type: "Unknown" }],
  ["${x}", { type: "Unknown" }],
])("the operation in $" + "{%s}", (inside, operation) => {
  expect(parseWord(`$\{${inside}}`).parts).toMatchObject([{ type: "ParameterExpansion", operation }]);
});

test.each([
  ["#x[@]", { prefix: "#", parameter: "x", index: "@" }],
  ["#", { prefix: undefined, parameter: "#" }],
  ["##", { prefix: "#", parameter: "#" }],
  ["#-x", { prefix: undefined, parameter: "#", operation: { type: "Default" } }],
  ["!x", { prefix: "!", parameter: "x" }],
  ["!", { prefix: undefined, parameter: "!" }],
  ["x[${y[1]}]", { parameter: "x", index: "$" + "{y[1]}" }],
])("the parameter in $" + "{%s}", (inside, expansion) => {
  expect(parseWord(`$\{${inside}}`).parts).toMatchObject([expansion]);
});

test("single quotes in an operand quote nothing inside double quotes", () => {
  const [quoted] = parseWord(`"\${x:-'$y'}"`).parts ?? [];
  const [expansion] = quoted?.type === "DoubleQuoted" ? quoted.parts : [];
  const operation = expansion?.type === "ParameterExpansion" ? expansion.operation : undefined;
  expect(operation?.type === "Default" && kinds(operation.operand.parts)).toEqual([
    ["Literal", "'"],
    ["SimpleExpansion", "$y"],
    ["Literal", "'"],
  ]);
});

test("assignments stand before a name, and after one that declares", () => {
  const { prefix, name, suffix } = simple("a=1 b[$i]+='2 3' c=(x [4]=y) env d=5");
  expect(prefix).toMatchObject([
    { name: "a", append: false, index: undefined, value: { text: "1" } },
    { name: "b", append: true, index: "$i", value: { text: "'2 3'" } },
    { name: "c", value: [{ text: "x" }, { text: "[4]=y" }] },
  ]);
  expect(name?.text).toBe("env");
  expect(suffix).toMatchObject([{ type: "Word", text: "d=5" }]);
  expect(simple("declare -a e=(6 7)").suffix).toMatchObject([{ type: "Word" }, { type: "Assignment", name: "e" }]);
  expect(parse("echo e=(6 7)").fault).toMatchObject({ kind: "unexpected", token: "(" });
});

test("redirections know their descriptors; digits after >& are what is copied", () => {
  expect(simple("a 2>&1<b {fd}>>c <<<d").redirects).toMatchObject([
    { operator: ">&", descriptor: 2, target: { text: "1" } },
    { operator: "<", descriptor: undefined, target: { text: "b" } },
    { operator: ">>", descriptor: "fd", target: { text: "c" } },
    { type: "HereString", target: { text: "d" } },
  ]);
});

test("here-documents follow the line, in the order of their operators", () => {
  const { commands, openDocuments } = parse("cat <<A <<-'B'; b\n$x\nA\n\t$y\n\tB\nc <<C\nrest");
  const [first, , third] = commands.map(({ command }) => (command.type === "Command" ? command.redirects : []));
  expect(first).toMatchObject([
    { delimiter: "A", text: "$x\n", closed: true, parts: [{ type: "SimpleExpansion" }, { type: "Literal" }] },
    { delimiter: "B", text: "\t$y\n", tabs: true, closed: true, parts: undefined },
  ]);
  expect(third).toMatchObject([{ delimiter: "C", text: "rest\n", closed: false }]);
  expect(openDocuments).toEqual(third);
});

test("places are those of the source, inside substitutions too", () => {
  const source = 'if a; then\n  b "$(c | `d`)" & e\nfi >f';
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("type" in value && value.type === "Command" && "pos" in value && "end" in value)
      found.push(source.slice(Number(value.pos), Number(value.end)));
    for (const child of Object.values(value)) visit(child);
  };
  visit(parse(source).commands);
  expect(found).toEqual(["a", 'b "$(c | `d`)"', "c", "`d`", "d", "e"]);
});

test("of a faulty source the lines before the command at fault can be run", () => {
  const { commands, fault } = parse("a; b\nc\nd; if e\nthen )\nf");
  expect(commands.map(({ pos }: Statement) => pos)).toEqual([0, 3, 5]);
  expect(fault).toMatchObject({ kind: "unexpected", token: ")", at: 20 });
});

test("a text in which an expansion has no end keeps the fault for when it is expanded", () => {
  expect(parseText("a $(b")).toMatchObject([
    { text: "a " },
    { type: "CommandExpansion", script: { fault: { kind: "open" } } },
  ]);
  expect(parseText("a ${b")).toMatchObject([{ text: "a " }, { operation: { type: "Unknown" } }]);
  expect(parseText("nothing in it")).toBeUndefined();
});

describe("a source that more lines could make whole", () => {
  test.each(["a \\", "a &&", "cat <<E\nx", "if a", "'"])("%s", (source) => {
    expect(isIncomplete(parse(source), source)).toBe(true);
  });

  test.each(["a", "a )", "cat <<E\nx\nE"])("not %s", (source) => {
    expect(isIncomplete(parse(source), source)).toBe(false);
  });
});

test("any text is a script or has a fault, and a word keeps its text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab $'\"`(){}[]<>|&;\\\n=!#"), maxLength: 24 }), (text) => {
      expect(parse(text).commands.every(({ pos, end }) => pos < end)).toBe(true);
      expect(parseWord(text).text).toBe(text);
    }),
    { numRuns: 3000 },
  );
});
