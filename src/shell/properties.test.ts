import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandBraces } from "./brace.ts";
import { runBash, testMachine } from "./machine-for-tests.ts";
import { backslashQuoted, doubleQuoted, singleQuoted } from "./quote.ts";
import { CTRL_C, ENTER, TestTerminal } from "./terminal-for-tests.ts";

/** Pieces of shell language, so that random lines are often nearly right. */
const PIECES = [
  ..."abcx 012 $ {}()[]<>|&;'\"`\\!*?~#=-+/:,.@%^",
  "$(",
  "$((",
  "))",
  "${",
  "${x:-",
  "<<E",
  "<<<",
  "<(",
  ">(",
  "&&",
  "||",
  ";;",
  "if ",
  "then ",
  "fi",
  "for x in ",
  "do ",
  "done",
  "while false; ",
  "case a in ",
  "esac",
  "{ ",
  " }",
  "[[ ",
  " ]]",
  "f() { ",
  "echo ",
  "x=",
  "a=(",
  "2>&1 ",
  "\n",
  "$'",
  "=~ ",
  "declare -A m",
  "local ",
  "$@",
  '"$*"',
  "{1..3}",
  "{a,b}",
  "!!",
  "trap 'echo' EXIT; ",
  "set -e; ",
  "read x; ",
  "exec 3>f; ",
  "coproc ",
  "time ",
  "select x in a; ",
  "wait; ",
  "\u00e9",
  "\u{1f433}",
];

const lines = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 14 })
  .map((pieces) => pieces.join(""));

describe("any line", () => {
  test("is run or refused, and the shell ends", async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (line) => {
        const machine = testMachine();
        machine.clock.after(60_000, () => machine.machine.processes.killAll());
        const { status } = await runBash(line, { machine, stdin: "one\ntwo\n" });
        expect(status).toBeGreaterThanOrEqual(0);
        // 139 is a program that broke down.
        expect(status).not.toBe(139);
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  test("comes back to a prompt", async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (line) => {
        const terminal = new TestTerminal();
        await terminal.type(line.replace(/[\x00-\x1f\x7f]/g, "") + ENTER);
        for (let tries = 0; tries < 3 && terminal.status === undefined; tries++) await terminal.type(CTRL_C);
        if (terminal.status === undefined) expect(await terminal.type(`echo "he"re${ENTER}`)).toContain("\nhere\n");
        expect(terminal.status).not.toBe(139);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

describe("quoting", () => {
  const texts = fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\0", ""));

  test.each([
    ["single quotes", singleQuoted],
    ["double quotes", doubleQuoted],
    ["backslashes", backslashQuoted],
  ])(
    "with %s gives a text back",
    async (_, quote) => {
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          expect((await runBash(`printf %s ${quote(text)}`)).output).toBe(text);
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  test("gives a variable back, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect((await runBash('printf %s "$x"', { env: { x: text, PATH: "/bin" } })).output).toBe(text);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

test("braces without commas or dots stay as they are", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 20 }).filter((text) => !/[,.]/.test(text)),
      (text) => {
        expect(expandBraces(text)).toEqual([text]);
      },
    ),
  );
});
