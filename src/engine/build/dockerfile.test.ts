import { describe, expect, test, vi } from "vitest";
import { excerpt } from "./build-error.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { expandWord, expandWords } from "./words.ts";

const one = (source: string) => parseDockerfile(source).instructions[0];

describe("instructions are read as BuildKit reads them", () => {
  test("continued lines are one, comments between them are left out", () => {
    const run = one('RUN apt-get update \\\n  # why\n\n  && echo "a b" \\\n  done\n');
    expect(run).toMatchObject({
      keyword: "RUN",
      text: 'apt-get update   && echo "a b"   done',
      range: { start: 1, end: 5 },
    });
  });

  test("flags, exec form and lower case", () => {
    expect(one('copy --from=base --chown=1:1 ["a b", "/x"]')).toMatchObject({
      keyword: "COPY",
      flags: [
        { name: "from", value: "base", bare: false },
        { name: "chown", value: "1:1", bare: false },
      ],
      json: ["a b", "/x"],
    });
  });

  test("heredocs carry their bodies", () => {
    const file = parseDockerfile(
      'RUN <<EOT\nFROM x\necho hi\nEOT\nCOPY <<-a <<"b" /d/\n\tone $X\na\ntwo\nb\nUSER me\n',
    );
    expect(file.instructions.map(({ keyword }) => keyword)).toEqual(["RUN", "COPY", "USER"]);
    expect(file.instructions[0]?.heredocs).toEqual([{ name: "EOT", expand: true, content: "FROM x\necho hi\n" }]);
    expect(file.instructions[1]?.heredocs).toEqual([
      { name: "a", expand: true, content: "one $X\n" },
      { name: "b", expand: false, content: "two\n" },
    ]);
  });

  test("another escape character", () => {
    expect(one("# escape=`\nCOPY a C:\\x `\n b\n")?.text).toBe("a C:\\x  b");
  });
});

describe("mistakes are told in BuildKit's words", () => {
  test.each([
    ["FROM a\nWORKDR /src\n", "dockerfile parse error on line 2: unknown instruction: WORKDR (did you mean WORKDIR?)"],
    ["FROM a\nXYZZY 1\n", "dockerfile parse error on line 2: unknown instruction: XYZZY"],
    ["FROM a b\n", "dockerfile parse error on line 1: FROM requires either one or three arguments"],
    [
      "COPY x\n",
      "dockerfile parse error on line 1: COPY requires at least two arguments, but only one was provided. Destination could not be determined",
    ],
    ["COPY --chwon=1 a b\n", "dockerfile parse error on line 1: unknown flag: --chwon (did you mean chown?)"],
    ["FROM a\nfoo x\n", "dockerfile parse error on line 2: unknown instruction: foo (did you mean from?)"],
    ["FROM a\nFOO x\nENV A\n", "ENV must have two arguments"],
    ["FROM a\nENV =1\n", "dockerfile parse error on line 2: ENV names can not be blank"],
    ["FROM a\nLABEL a=1 =2\n", "dockerfile parse error on line 2: LABEL names can not be blank"],
    ['RUN ["ls", 1]\n', "when using JSON array syntax, arrays must be comprised of strings only"],
    ["VOLUME []\n", "dockerfile parse error on line 1: VOLUME requires at least one argument"],
    ['VOLUME [""]\n', "dockerfile parse error on line 1: VOLUME specified can not be an empty string"],
    ["SHELL []\n", "dockerfile parse error on line 1: SHELL requires at least one argument"],
    ["COPY a <<EOT\nx\nEOT\n", "dockerfile parse error on line 1: COPY cannot accept a heredoc as a destination"],
    ["RUN --security=x ls\n", 'dockerfile parse error on line 1: security "x" is not valid'],
    [
      "RUN --mount=from=$X,target=/a ls\n",
      "dockerfile parse error on line 1: 'from' doesn't support variable expansion, define alias stage instead",
    ],
    ["HEALTHCHECK --interval=5 CMD x\n", 'dockerfile parse error on line 1: time: missing unit in duration "5"'],
    [
      "HEALTHCHECK --timeout=1us CMD x\n",
      'dockerfile parse error on line 1: Interval "timeout" cannot be less than 1ms',
    ],
    [
      "HEALTHCHECK --retries=x CMD x\n",
      'dockerfile parse error on line 1: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    ["HEALTHCHECK --retries=-1 CMD x\n", "dockerfile parse error on line 1: --retries cannot be negative (-1)"],
    ["# escape=x\nFROM a\n", "invalid escape token 'x' does not match ` or \\"],
    ["# escape=`\n# escape=`\nFROM a\n", "only one escape parser directive can be used"],
    ["RUN <<EOT\necho\n", "unterminated heredoc"],
    ["", "the Dockerfile cannot be empty"],
  ])("%j", (source, message) => {
    expect(() => parseDockerfile(source)).toThrow(message);
  });

  test("with the lines around", () => {
    expect(excerpt("Bad", "FROM python:3\nWORKDR /src\n", { start: 2, end: 2 })).toBe(
      "Bad:2\n--------------------\n   1 |     FROM python:3\n   2 | >>> WORKDR /src\n   3 |     \n--------------------\n",
    );
  });
});

test("words are expanded as a shell would", () => {
  const env = { A: "1", E: "", F: "app.tar.gz", P: "x y" };
  const cases: [string, string][] = [
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables, not JavaScript's
    ["$A/${A}b", "1/1b"],
    ["${N:-d}-${E:-d}-${E-d}-${A:+set}", "d-d--set"],
    ["${N:-${A}}", "1"],
    ["${F#*.} ${F##*.} ${F%.*} ${F%%.*} ${F#x}", "tar.gz gz app.tar app app.tar.gz"],
    ["${F/a/A} ${F//a/A} ${F/.?ar/}", "App.tar.gz App.tAr.gz app.gz"],
    ["${A:?must}${A?}", "11"],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the end of them
    ["'$A' \"$A\" \\$A", "$A 1 $A"],
    ["$N", ""],
  ];
  for (const [text, expected] of cases) expect(expandWord(text, env)).toBe(expected);
  expect(expandWord('"$A" $N', env, { raw: true, keepUnset: true })).toBe('"1" $N');
  expect(expandWords('80 $P "a b"', env)).toEqual(["80", "x", "y", "a b"]);
});

test.each([
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables, not JavaScript's
  ["${N:?falta}", 'failed to process "${N:?falta}": N: falta'],
  ["${N?}", 'failed to process "${N?}": N: is not allowed to be unset'],
  ["${E:?}", 'failed to process "${E:?}": E: is not allowed to be empty'],
  ["${A", `failed to process "\${A": unsupported modifier (\uFFFD) in substitution`],
  ["${A:-b", `failed to process "\${A:-b": syntax error: missing '}'`],
  ["${A!}", 'failed to process "${A!}": unsupported modifier (!) in substitution'],
  ["${}", 'failed to process "${}": syntax error: bad substitution'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the end of them
  ["'x", `failed to process "'x": unexpected end of statement while looking for matching single-quote`],
  ['"x', 'failed to process "\\"x": unexpected end of statement while looking for matching double-quote'],
])("%s cannot be expanded", (text, message) => {
  expect(() => expandWord(text, { A: "1", E: "" })).toThrow(message);
});

test("a Dockerfile is read without what only Node has", () => {
  vi.stubGlobal("Buffer", undefined);
  try {
    expect(parseDockerfile("FROM alpine\n").instructions).toHaveLength(1);
    expect(parseDockerfile("\uFEFF# escape=`\nFROM alpine\n").instructions).toHaveLength(1);
  } finally {
    vi.unstubAllGlobals();
  }
});
