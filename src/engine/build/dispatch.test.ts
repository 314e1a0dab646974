import { beforeEach, describe, expect, test } from "vitest";
import { BuildLab, steps } from "./build.fixture.ts";
import type { BuildProgress } from "./build-progress.ts";

let lab: BuildLab;
beforeEach(() => {
  lab = new BuildLab(async () => 0);
  lab.put("a", "1\n");
});

/** Why a build failed, and how far it came. */
async function failure(source: string) {
  let progress: BuildProgress | undefined;
  const failed = await lab.run(source, {}, (made) => (progress = made)).catch((error: unknown) => error);
  return { failed, steps: progress ? steps(progress) : [] };
}

const LOADED = [
  "[internal] load build definition from Dockerfile",
  "[internal] load metadata for docker.io/library/alpine:latest",
  "[internal] load .dockerignore",
];

describe("what is wrong with an instruction ends a build before its first step", () => {
  test.each([
    ["EXPOSE abc", "invalid containerPort: abc"],
    ["EXPOSE 80/xyz", "invalid proto: xyz"],
    ["EXPOSE 70000", "invalid containerPort: 70000"],
    ["EXPOSE 1:2:80", "invalid IP address: 1"],
    ["STOPSIGNAL SIGFOO", "invalid signal: SIGFOO"],
    ["VOLUME $NADA", "VOLUME specified can not be an empty string"],
    ["COPY --chmod=0999 a /b", "invalid chmod parameter: '0999'. it should be octal string and between 0 and 07777"],
    ["RUN --mount=type=foo ls", 'unsupported mount type "foo"'],
    ["COPY https://example.org/a /b", "source can't be a URL for COPY"],
    ["ENV A='x", `failed to process "'x": unexpected end of statement while looking for matching single-quote`],
  ])("%s", async (line, message) => {
    const { failed, steps: done } = await failure(`FROM alpine\nRUN ls\n${line}\n`);
    expect(failed).toMatchObject({ message, range: { start: 3, end: 3 } });
    expect(done).toEqual(LOADED);
  });

  test("an address or a port of the host counts for nothing in EXPOSE", async () => {
    const { image } = await lab.run("FROM alpine\nEXPOSE 127.0.0.1:8080:80 1000-1001:9000-9001/udp\n");
    expect(Object.keys(image.config.ExposedPorts ?? {}).sort()).toEqual(["80/tcp", "9000/udp", "9001/udp"]);
  });
});

describe("stages that copy from each other", () => {
  test.each([
    ["FROM alpine\nCOPY --from=0 /a /b\n", "circular dependency detected on stage: stage-0", 2],
    [
      "FROM alpine AS a\nCOPY --from=b /a /b\nFROM alpine AS b\nCOPY --from=a /a /b\n",
      "circular dependency detected on stage: a",
      2,
    ],
    [
      "FROM alpine AS a\nCOPY --from=b /a /b\nFROM alpine AS b\nFROM a\n",
      'cannot copy from stage "b", it needs to be defined before current stage "a"',
      2,
    ],
    ["FROM alpine\nCOPY --from=5 /a /b\n", "invalid stage index 5", undefined],
    [
      "FROM alpine\nCOPY --from=$X /a /b\n",
      "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
      undefined,
    ],
  ])("%j", async (source, message, line) => {
    const { failed } = await failure(source);
    expect(failed).toMatchObject({ message, range: line === undefined ? undefined : { start: line, end: line } });
  });

  test("a base is a stage by its very name, a source in any case", async () => {
    await expect(lab.run("FROM alpine AS base\nFROM Base\n")).rejects.toThrow('failed to parse stage name "Base"');
    lab.put("a", "1\n");
    const { image } = await lab.run("FROM scratch AS base\nCOPY a /a\nFROM scratch\nCOPY --from=BASE /a /b\n");
    expect(lab.filesOf(image).readFile("/b")).toBe("1\n");
  });

  test("a target that is not there may have been another", async () => {
    await expect(lab.run("FROM alpine AS base\n", { target: "bse" })).rejects.toThrow(
      'target stage "bse" could not be found (did you mean base?)',
    );
  });
});

test("files of a user that is not there are root's", async () => {
  const { image } = await lab.run("FROM alpine\nCOPY --chown=nadie a /b\nCOPY --chown=1000 a /c\n");
  const files = lab.filesOf(image);
  expect([files.stat("/b"), files.stat("/c")]).toMatchObject([
    { uid: 0, gid: 0 },
    { uid: 1000, gid: 1000 },
  ]);
});

test("CMD without words asks the shell for nothing", async () => {
  const { image } = await lab.run("FROM alpine\nCMD\n");
  expect(image.config.Cmd).toEqual(["/bin/sh", "-c", ""]);
});

test("what needs an entitlement is not allowed without it", async () => {
  await expect(lab.run("FROM alpine\nRUN --security=insecure x\n")).rejects.toThrow(
    "failed to load LLB: security.insecure is not allowed",
  );
  const host = "FROM alpine\nRUN --network=host x\n";
  await expect(lab.run(host)).rejects.toThrow("failed to load LLB: network.host is not allowed");
  await expect(lab.run(host, { network: "host" })).resolves.toBeDefined();
});

test("ONBUILD of a stage is done by those that stand on it, and by no others", async () => {
  const { progress, image } = await lab.run(
    "FROM alpine AS base\nONBUILD RUN trigger\nFROM base AS mid\nRUN x\nFROM mid\nRUN y\n",
  );
  expect(steps(progress).slice(4, 7)).toEqual([
    "[mid 1/2] ONBUILD RUN trigger",
    "[mid 2/2] RUN x",
    "[stage-2 1/1] RUN y",
  ]);
  expect(image.config.OnBuild).toBeUndefined();
});

test("a step's name has its variables; RUN keeps its quotes and what is not set", async () => {
  const { progress } = await lab.run('FROM alpine\nENV A=1\nCOPY "a" /b$A$N\nRUN "x" $A $N\n');
  expect(steps(progress)).toContain("[2/3] COPY a /b1");
  expect(steps(progress)).toContain('[3/3] RUN "x" 1 $N');
});

test("a pattern of .dockerignore that is none ends a build", async () => {
  await expect(lab.run("FROM alpine\nCOPY . /x\n", { ignore: "[b\n" })).rejects.toThrow("syntax error in pattern");
});
