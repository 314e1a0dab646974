import { describe, expect, test } from "vitest";
import { BuildError } from "../../engine/build/build-error.ts";
import { BuildProgress } from "../../engine/build/build-progress.ts";
import type { LintWarning } from "../../engine/build/lint.ts";
import { checkText, failureText, warningsText } from "./failure-text.ts";
import { PlainDisplay } from "./plain-display.ts";
import { TerminalDisplay } from "./terminal-display.ts";
import { tabbed } from "./usage-table.ts";

const IMAGE = `docker.io/library/python:3@sha256:17a7e09a7a08f5b4944ef2893fbbbbdc4e8f70c59a75345ec72af18e7b205773`;

function progress() {
  let now = 0;
  const made = new BuildProgress({ now: () => now });
  const pass = (ms: number) => {
    now += ms;
  };
  return { made, pass, at: () => now };
}

describe("on a terminal", () => {
  test("a build is drawn over itself, byte for byte as recorded", () => {
    const { made, pass, at } = progress();
    const display = new TerminalDisplay(made, 100);
    expect(display.opening()).toBe("\x1b[1A\x1b[1B\x1b[0G\x1b[?25l\n\x1b[?25h");
    const definition = made.add("[internal] load build definition from Dockerfile");
    expect(display.frame(at(), false)).toBe(
      `\x1b[1A\x1b[0G\x1b[?25l[+] Building 0.0s (0/1)${" ".repeat(62)}docker:default\n\x1b[?25h`,
    );
    made.start(definition);
    const transfer = made.startStatus(definition, "transferring dockerfile:");
    pass(20);
    made.finishStatus(definition, transfer, 153);
    made.finish(definition);
    const metadata = made.add("[internal] load metadata for docker.io/library/python:3");
    made.start(metadata);
    pass(80);
    made.finish(metadata);
    expect(display.frame(at(), false)).toBe(
      `\x1b[1A\x1b[0G\x1b[?25l[+] Building 0.1s (2/2)${" ".repeat(62)}docker:default\n` +
        `\x1b[34m => [internal] load build definition from Dockerfile${" ".repeat(43)}0.0s\n\x1b[0m` +
        `\x1b[34m => => transferring dockerfile: 153B${" ".repeat(59)}0.0s\n\x1b[0m` +
        `\x1b[34m => [internal] load metadata for docker.io/library/python:3${" ".repeat(36)}0.1s\n\x1b[0m\x1b[?25h`,
    );
    const from = made.add(`[1/4] FROM ${IMAGE}`);
    made.start(from);
    const frame = display.frame(at(), false);
    expect(frame.startsWith("\x1b[1A\x1b[1A\x1b[1A\x1b[1A\x1b[0G")).toBe(true);
    expect(frame).toContain(`\n\x1b[0m => [1/4] FROM ${IMAGE.slice(0, 78)}  0.0s\n`);
  });

  test("a step that runs shows its last lines, one that fails is red", () => {
    const { made, pass, at } = progress();
    const display = new TerminalDisplay(made, 100);
    const run = made.add("[2/2] RUN make");
    made.start(run);
    for (let i = 1; i <= 8; i++) made.log(run, `line ${i}`);
    const running = display.frame(at(), false);
    expect(running).toContain("\x1b[2m => => # line 3\n\x1b[0m");
    expect(running).not.toContain("line 2\n");
    pass(1200);
    made.finish(run, { error: "no" });
    const failed = display.frame(at(), true);
    expect(failed).toContain("FINISHED");
    expect(failed).toMatch(/\x1b\[31m => ERROR \[2\/2\] RUN make +1\.2s\n\x1b\[0m/);
    // Six lines of output are gone from the screen.
    expect(failed).toContain(`${`${" ".repeat(100)}\n`.repeat(6)}\x1b[6A\x1b[0G`);
  });
});

test("as a log, every step has a number and says how it ended", () => {
  const { made, pass } = progress();
  let text = "";
  new PlainDisplay(
    made,
    (part) => {
      text += part;
    },
    '"default" instance using docker driver',
  );
  const from = made.add(`[1/3] FROM ${IMAGE}`);
  made.start(from);
  const resolving = made.startStatus(from, `resolve ${IMAGE}`);
  const context = made.add("[internal] load build context");
  made.start(context);
  pass(10);
  made.finish(context);
  pass(100);
  made.finishStatus(from, resolving);
  made.finish(from, { cached: true });
  const run = made.add("[2/3] RUN make");
  made.start(run);
  pass(245);
  made.log(run, "hola");
  made.finish(run, { error: 'process "/bin/sh -c make" did not complete successfully: exit code: 2' });
  made.finish(made.add("[3/3] COPY a b"), { canceled: true });
  expect(text).toBe(`#0 building with "default" instance using docker driver

#1 [1/3] FROM ${IMAGE}
#1 resolve ${IMAGE}
#1 ...

#2 [internal] load build context
#2 DONE 0.0s

#1 [1/3] FROM ${IMAGE}
#1 resolve ${IMAGE} 0.1s done
#1 CACHED

#3 [2/3] RUN make
#3 0.245 hola
#3 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2

#4 [3/3] COPY a b
#4 CANCELED

`);
  const source = "FROM python:3\nRUN make\n";
  const error = new BuildError("why", { start: 2, end: 2 });
  expect(failureText(error, made, { name: "Bad", source })).toBe(`------
 > [2/3] RUN make:
0.245 hola
------
Bad:2
--------------------
   1 |     FROM python:3
   2 | >>> RUN make
   3 |     
--------------------
ERROR: failed to build: failed to solve: why
`);
});

test("warnings are counted, and explained on demand", () => {
  const { made } = progress();
  const file = { name: "Dockerfile", source: "FROM alpine\nCMD ls\n" };
  expect(warningsText(made, file, false)).toBe("");
  const detail = "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals";
  const warning: LintWarning = { rule: "JSONArgsRecommended", detail, range: { start: 2, end: 2 } };
  made.warn(made.add("[internal] load build definition from Dockerfile"), warning);
  expect(warningsText(made, file, false)).toBe(
    `\n \x1b[33m1 warning found (use docker --debug to expand):\n\x1b[0m - JSONArgsRecommended: ${detail} (line 2)\n`,
  );
  const lines =
    "Dockerfile:2\n--------------------\n   1 |     FROM alpine\n   2 | >>> CMD ls\n   3 |     \n--------------------\n";
  const url = "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/";
  expect(warningsText(made, file, true)).toContain(
    `found:\n\x1b[0m - JSONArgsRecommended: ${detail} (line 2)\nJSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals\nMore info: ${url}\n${lines}\n`,
  );
  expect(checkText([warning], file)).toBe(
    `Check complete, 1 warning has been found!\n\nWARNING: JSONArgsRecommended - ${url}\n${detail}\n${lines}`,
  );
  expect(checkText([], file)).toBe("Check complete, no warnings found.\n");
});

test("tables of buildx have tabs between their columns", () => {
  expect(
    tabbed([
      ["ID", "SIZE"],
      ["abcdefgh", "1B"],
    ]),
  ).toBe("ID\t\tSIZE\nabcdefgh\t1B\n");
});
