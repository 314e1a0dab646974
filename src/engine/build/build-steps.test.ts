import { beforeEach, describe, expect, test } from "vitest";
import type { Program } from "../../kernel/process.ts";
import { BuildLab, logs, steps } from "./build.fixture.ts";

/** `cat PATH`, `env NAME`, `ip`: enough of a shell for these tests. */
const sh: Program = async ({ args, files, env, stdout, machine }) => {
  const [word, first = ""] = (args[2] ?? "").split(" ");
  if (word === "cat") await stdout.write(files.readFile(first));
  if (word === "env") await stdout.write(`${env[first] ?? ""}\n`);
  if (word === "ip") await stdout.write(`${machine.network.router.interfaces().map(({ address }) => address)}\n`);
  if (word?.startsWith("/dev/pipes/")) await stdout.write(files.readFile(word));
  return 0;
};

let lab: BuildLab;
beforeEach(() => {
  lab = new BuildLab(sh);
});

describe("a step's own surroundings", () => {
  test("has BuildKit's /etc/hosts, with the names of --add-host; the image has not", async () => {
    const source = "FROM alpine\nRUN cat /etc/hosts\n";
    const { image, progress } = await lab.run(source, { extraHosts: { db: "10.0.0.1" } });
    expect(logs(progress)).toEqual([
      "127.0.0.1\tlocalhost buildkitsandbox",
      "::1\tlocalhost ip6-localhost ip6-loopback",
      "10.0.0.1\tdb",
    ]);
    const files = lab.filesOf(image);
    expect(files.exists("/etc/hosts") && files.readFile("/etc/hosts")).not.toContain("buildkitsandbox");
  });

  test("has loopback, and the lowest free address of the bridge", async () => {
    expect(logs((await lab.run("FROM alpine\nRUN ip\n")).progress)).toEqual(["127.0.0.1,172.17.0.2"]);
    const isolated = await lab.run("FROM alpine\nRUN ip\n", { network: "none" });
    expect(logs(isolated.progress)).toEqual(["127.0.0.1"]);
  });

  test("knows proxies without an ARG, in both cases, and the history does not", async () => {
    const buildArgs = { HTTP_PROXY: "http://p:1" };
    const { image, progress } = await lab.run("FROM alpine\nRUN env http_proxy\n", { buildArgs });
    expect(logs(progress)).toEqual(["http://p:1"]);
    expect(image.history.at(-1)?.createdBy).toBe("RUN /bin/sh -c env http_proxy # buildkit");
  });

  test("knows the ARGs of the stage below", async () => {
    const { progress } = await lab.run("FROM alpine AS x\nARG A=1\nFROM x\nRUN env A\n");
    expect(logs(progress)).toEqual(["1"]);
  });
});

describe("heredocs", () => {
  test("become documents before the stage begins; the second time they are there", async () => {
    const source = "FROM alpine\nCOPY <<a <<b /x/\n1\na\n2\nb\n";
    expect(steps((await lab.run(source)).progress).filter((name) => name.includes("inline"))).toEqual([
      "[internal] preparing inline document",
      "[internal] preparing inline document",
    ]);
    expect(steps((await lab.run(source)).progress)).toContain("CACHED [internal] preparing inline document");
  });

  test("that say what runs them are programs of their own", async () => {
    const { progress } = await lab.run("FROM alpine\nRUN <<EOF\n#!/bin/python\nx\nEOF\n");
    expect(logs(progress)).toEqual(["#!/bin/python", "x"]);
    expect(steps(progress)).toContain("[2/2] RUN <<EOF (#!/bin/python...)");
  });
});

describe("names of steps", () => {
  test("have their stage's where a mount comes from no stage, and hide secrets", async () => {
    const { progress } = await lab.run("FROM alpine\nRUN --mount=type=secret,id=s,env=S env $S\n", {
      secrets: { s: "x" },
    });
    expect(steps(progress)).toContain("[stage-0 2/2] RUN --mount=type=secret,id=s,env=S env ****");
  });
});

test("what is only compressed is a file like any other for ADD", async () => {
  lab.put("a.gz", "\x1f\x8bnot an archive");
  const { image } = await lab.run("FROM alpine\nADD a.gz /z/\n");
  expect(lab.filesOf(image).exists("/z/a.gz")).toBe(true);
});
