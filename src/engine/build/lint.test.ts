import { describe, expect, test } from "vitest";
import { testEngine } from "../testing.ts";
import { ImageLookup } from "./base-image.ts";
import { checkDockerfile, refuseWarnings } from "./build-check.ts";
import { warningText } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { lintOptions, ruleUrl } from "./lint-rules.ts";

const { engine } = testEngine();

async function warnings(source: string, more: Partial<BuildRequest> = {}): Promise<string[]> {
  const request: BuildRequest = {
    dockerfile: { name: "Dockerfile", source },
    context: { files: engine.ports.host.files, root: "/" },
    ...{ ignore: undefined, tags: [], target: "", buildArgs: {}, labels: {}, noCache: false, provenance: false },
    network: "default",
    ...more,
  };
  return (await checkDockerfile(new ImageLookup(engine), parseDockerfile(source), request)).map(warningText);
}

describe("what could be better is told in BuildKit's words", () => {
  test.each([
    ["FROM alpine AS Base\n", "StageNameCasing: Stage name 'Base' should be lowercase (line 1)"],
    ["FROM alpine as base\n", "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"],
    ["FROM alpine\nRUN a \\\n\n b\n", "NoEmptyContinuation: Empty continuation line (line 4)"],
    [
      "FROM alpine\nRUN a\nrun b\n",
      "ConsistentInstructionCasing: Command 'run' should match the case of the command majority (uppercase) (line 3)",
    ],
    [
      "FROM alpine AS a\nFROM alpine AS a\n",
      'DuplicateStageName: Duplicate stage name "a", stage names should be unique (line 2)',
    ],
    [
      "FROM alpine AS scratch\n",
      'ReservedStageName: Stage name should not use the same name as reserved stage "scratch" (line 1)',
    ],
    [
      "FROM alpine\nCMD ['hug', '-p', '80']\n",
      "JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 2)",
    ],
    [
      "FROM alpine\nMAINTAINER me\n",
      "MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)",
    ],
    [
      "FROM alpine\nWORKDIR app\nWORKDIR more\n",
      'WorkdirRelativePath: Relative workdir "app" can have unexpected results if the base image changes (line 2)',
    ],
    ["FROM alpine\nENV A=$NADA\n", "UndefinedVar: Usage of undefined variable '$NADA' (line 2)"],
    ["FROM alpine\nENV A=$PAHT\n", "UndefinedVar: Usage of undefined variable '$PAHT' (did you mean $PATH?) (line 2)"],
    [
      "ARG VERSION=1\nFROM alpine:$VERSOIN\n",
      "UndefinedArgInFrom: FROM argument 'VERSOIN' is not declared (did you mean VERSION?) (line 2)",
    ],
    ["FROM alpine\nENV A=${NADA:-x}\n", "UndefinedVar: Usage of undefined variable '$NADA' (line 2)"],
    [
      "FROM --platform=linux/arm64 alpine\n",
      'InvalidBaseImagePlatform: Base image alpine was pulled with platform "linux/amd64", expected "linux/arm64" for current build (line 1)',
    ],
    [
      "FROM alpine\nENV A b\n",
      'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format (line 2)',
    ],
    [
      "FROM alpine\nARG DB_PASSWORD\n",
      'SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG "DB_PASSWORD") (line 2)',
    ],
    [
      'FROM alpine\nCMD ["a"]\nCMD ["b"]\n',
      "MultipleInstructionsDisallowed: Multiple CMD instructions should not be used in the same stage because only the last one will be used (line 2)",
    ],
    [
      "FROM --platform=$TARGETPLATFORM alpine\n",
      "RedundantTargetPlatform: Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior (line 1)",
    ],
    [
      "FROM --platform=linux/amd64 alpine\n",
      'FromPlatformFlagConstDisallowed: FROM --platform flag should not use constant value "linux/amd64" (line 1)',
    ],
    [
      "FROM alpine\nEXPOSE 80/TCP\n",
      "ExposeProtoCasing: Defined protocol '80/TCP' in EXPOSE instruction should be lowercase (line 2)",
    ],
    [
      "FROM alpine\nEXPOSE 8080:80\n",
      "ExposeInvalidFormat: EXPOSE instruction should not define an IP address or host-port mapping, found '8080:80' (line 2)",
    ],
  ])("%j", async (source, warning) => {
    expect((await warnings(source)).filter((text) => text.startsWith(warning.split(":")[0] ?? ""))).toEqual([warning]);
  });

  test("a base that an argument must give", async () => {
    const source = "ARG BASE\nFROM $BASE\n";
    expect(await warnings(source, { buildArgs: { BASE: "alpine" } })).toEqual([
      "InvalidDefaultArgInFrom: Default value for ARG $BASE results in empty or invalid base image name (line 2)",
    ]);
  });

  test("nothing is said of a .dockerignore with exceptions, nor of the whole context unless nothing of it is left", async () => {
    expect(
      await warnings("# check=experimental=all\nFROM alpine\nCOPY key.pem /\n", { ignore: "*.pem\n!key.pem\n" }),
    ).toEqual([]);
    expect(await warnings("# check=experimental=all\nFROM alpine\nCOPY . /\n", { ignore: ".*\n" })).toEqual([]);
    expect(await warnings("# check=experimental=all\nFROM alpine\nCOPY . /\n", { ignore: "*\n" })).toEqual([
      'CopyIgnoredFile: Attempting to Copy file "." that is excluded by .dockerignore (line 3)',
    ]);
  });

  test("a file that .dockerignore keeps out", async () => {
    expect(await warnings("FROM alpine\nCOPY ./key.pem /\n", { ignore: "*.pem\n" })).toEqual([]);
    const source = "# check=experimental=CopyIgnoredFile\nFROM alpine\nCOPY ./key.pem /\n";
    expect(await warnings(source, { ignore: "*.pem\n" })).toEqual([
      'CopyIgnoredFile: Attempting to Copy file "key.pem" that is excluded by .dockerignore (line 3)',
    ]);
  });
});

test.each([
  'FROM alpine\nCMD ["ls"]\n',
  'FROM alpine AS base\nFROM base\nSHELL ["/bin/ash", "-c"]\nENTRYPOINT echo\n',
  "FROM alpine\nENV PUBLIC_KEY=1\nARG B\nENV C=$B\nWORKDIR /app\nWORKDIR src\n",
])("nothing to say of %j", async (source) => {
  expect(await warnings(source)).toEqual([]);
});

describe("the check directive", () => {
  test("leaves rules out", async () => {
    expect(await warnings("# check=skip=JSONArgsRecommended\nFROM alpine\nCMD ls\n")).toEqual([]);
    expect(await warnings("# syntax=docker/dockerfile:1\n# check=skip=all\nFROM alpine as A\nCMD ls\n")).toEqual([]);
    // After anything else it is a comment.
    expect(await warnings("FROM alpine\n# check=skip=all\nCMD ls\n")).toHaveLength(1);
  });

  test("makes errors of warnings", () => {
    const dockerfile = parseDockerfile("# check=error=true\nFROM alpine\nCMD ls\n");
    const warning = { rule: "JSONArgsRecommended", detail: "", range: { start: 3, end: 3 } } as const;
    expect(() => refuseWarnings(dockerfile, { buildArgs: {} }, [warning, warning])).toThrow(
      "lint violation found for rules: JSONArgsRecommended",
    );
    expect(() => refuseWarnings(dockerfile, { buildArgs: {} }, [])).not.toThrow();
  });

  test("can be wrong", () => {
    expect(lintOptions("nada")).toBe('invalid check option "nada"');
    expect(lintOptions("x=1")).toBe('invalid check option "x"');
  });
});

test("every rule is explained somewhere", () => {
  expect(ruleUrl("JSONArgsRecommended")).toBe("https://docs.docker.com/go/dockerfile/rule/json-args-recommended/");
  expect(ruleUrl("SecretsUsedInArgOrEnv")).toBe(
    "https://docs.docker.com/go/dockerfile/rule/secrets-used-in-arg-or-env/",
  );
});
