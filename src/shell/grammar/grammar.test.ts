import { describe, expect, test } from "vitest";
import { parse } from "../parse.ts";

/** What bash 5.2 says of these when they are all there is (`bash -c`). */
const UNEXPECTED: readonly (readonly [source: string, token: string])[] = [
  ["for x in a; echo", "echo"],
  ["for x in a; do echo; esac", "esac"],
  ["for in x; do :; done", "x"],
  ["while true; done", "done"],
  ["until x; do done", "done"],
  ["if; then", ";"],
  ["if true; then; fi", ";"],
  ["if true; then echo a; else; fi", ";"],
  ["function", "newline"],
  ["a ( b", "b"],
  ["echo a (", "("],
  ["f() echo", "echo"],
  ["f() { }", "}"],
  ["( )", ")"],
  ["fi x", "fi"],
  ["(echo) x", "x"],
  ["echo a && && b", "&&"],
  ["echo a | | b", "|"],
  ["; a", ";"],
  ["echo a;; echo b", ";;"],
  ["a >", "newline"],
  ["a > > b", ">"],
  ["cat <<", "newline"],
  ["x=(a (b))", "("],
  ["case a in b c) :;; esac", "c"],
  ["case a in b) :;; fi esac", "esac"],
  ["echo $(if)", ")"],
  ['echo "$(fi)"', "fi"],
  ["]]", "]]"],
];

describe("a token where none of its kind may stand", () => {
  test.each(UNEXPECTED)("%s", (source, token) => {
    expect(parse(source).fault).toMatchObject({ kind: "unexpected", token });
  });
});

describe("a source that goes on", () => {
  test.each<[string, string | undefined]>([
    ["f() {\n", undefined],
    ["f()", undefined],
    ["if true; then\n", undefined],
    ["for x in a b c", undefined],
    ["case a in", undefined],
    ["echo a &&", undefined],
    ["echo a |", undefined],
    ["{ echo a }", undefined],
    ["while read x; do echo $x", undefined],
    ["echo 'abc", "'"],
    ['"$' + '{x:-"a}"', "}"],
    ["echo `abc", "`"],
    ["echo $" + "{abc", "}"],
    ["echo $((1+", ")"],
    ["echo $(echo", ")"],
    ["a=(1 2", ")"],
  ])("%s", (source, closing) => {
    expect(parse(source).fault).toMatchObject({ kind: "open", closing });
  });
});

test.each([
  ["[[ a b ]]", "conditional binary operator expected"],
  ["[[ a\n", "unexpected token `newline', conditional binary operator expected"],
  ["[[ -e ]]", "unexpected argument `]]' to conditional unary operator"],
  ["[[ a == ]]", "unexpected argument `]]' to conditional binary operator"],
  ["[[ ( a ]]", "unexpected token `]]', expected `)'"],
])("a condition that is none: %s", (source, message) => {
  expect(parse(source).fault).toMatchObject({ kind: "message", message });
});

test.each([
  "",
  "# only a comment",
  "echo do in done fi; echo {a,b} }",
  "if a; then b; elif c; then d; else e; fi >f 2>&1",
  "case $x in a|b) ;; (c) d ;& *) e; esac",
  "for ((i=0; i<3; i++)) { echo; }; for x; do :; done; for x do :; done",
  "cat <<A - <<-'B' | wc\n( ' \"\nA\n\tfi\n\tB\necho",
  'x=(a [2]=b\n# c\n"d e") y=$(case a in a) echo ")";; esac)',
  "[[ ! ( -n $a && b == c* ) || $d =~ ^(x|y z)$ ]] && ((1 < 2)) || ( (a) )",
  "time -p ! a | b |& c & d; coproc N { cat; }; function f { :; } 2>/dev/null",
  "echo $" + "{x:-'}'} \"$" + "{x:-\"}\"}\" `echo \\`a\\`` $'\\'' <(a) > >(b) 3<&- {fd}>x !(a|b)",
])("a whole source: %s", (source) => {
  expect(parse(source).fault).toBeUndefined();
});
