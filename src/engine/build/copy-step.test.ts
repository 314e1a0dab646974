import { beforeEach, describe, expect, test } from "vitest";
import { BuildLab, steps } from "./build.fixture.ts";
import { chmodMode } from "./chmod-mode.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";

let lab: BuildLab;
beforeEach(() => {
  lab = new BuildLab(() => Promise.resolve(0));
  for (const path of ["a.txt", "b.md", "d/c.txt", "d/e/f.txt", "d/e/g.md"]) lab.put(path, path);
});

/** The files below a directory of what was built. */
async function tree(source: string, at: string, ignore?: string): Promise<string[]> {
  const { image } = await lab.run(source, { ignore });
  const files = lab.filesOf(image);
  const walk = (path: string): string[] =>
    files.readdir(path).flatMap((name) => {
      const place = `${path}/${name}`;
      return files.stat(place).kind === "directory" ? walk(place) : [place.slice(at.length + 1)];
    });
  return walk(at);
}

describe("COPY", () => {
  test("--exclude leaves out by path or by pattern", async () => {
    const source = "FROM alpine\nCOPY --exclude=*.md --exclude=d/e . /x/\n";
    expect(await tree(source, "/x")).toEqual(["a.txt", "d/c.txt"]);
  });

  test("--parents keeps the path, or what follows the pivot", async () => {
    expect(await tree("FROM alpine\nCOPY --parents d/e/f.txt a.txt /x/\n", "/x")).toEqual(["a.txt", "d/e/f.txt"]);
    expect(await tree("FROM alpine\nCOPY --parents d/./e/f.txt /x/\n", "/x")).toEqual(["e/f.txt"]);
  });

  test("a pattern may match nothing, a name may not", async () => {
    await expect(lab.run("FROM alpine\nCOPY *.nada a.txt /x/\n")).resolves.toBeDefined();
    await expect(lab.run("FROM alpine\nCOPY nada /x/\n")).rejects.toThrow('"/nada": not found');
  });

  test("files and a heredoc together", async () => {
    expect(await tree("FROM alpine\nCOPY a.txt <<EOF /x/\nhola\nEOF\n", "/x")).toEqual(["EOF", "a.txt"]);
  });

  test("--link is taken, modes and owners count for the cache", async () => {
    const step = (flags: string) => `FROM alpine\nCOPY ${flags} a.txt /x\n`;
    await lab.run(step("--link"));
    await lab.run(step("--chmod=600"));
    expect(steps((await lab.run(step("--chmod=600"))).progress)).toContain("CACHED [2/2] COPY --chmod=600 a.txt /x");
    expect(steps((await lab.run(step("--chmod=644"))).progress)).toContain("[2/2] COPY --chmod=644 a.txt /x");
  });

  test("the history tells flags and names after variables", async () => {
    const { image } = await lab.run("FROM alpine\nARG N=a\nCOPY --chown=1:1 --chmod=755 $N.txt <<EOF /x/\n\nEOF\n");
    expect(image.history.at(-1)?.createdBy).toBe("COPY --chown=1:1 --chmod=755 a.txt <<EOF /x/ # buildkit");
  });

  test.each([
    ["COPY http://web/x /x", "source can't be a URL for COPY"],
    ["COPY https://github.com/a/b.git /x", "source can't be a git ref for COPY"],
    ["COPY --chmod=9 a.txt /x", "invalid chmod parameter: '9'. it should be octal string and between 0 and 07777"],
    ["COPY --from=5 a /x", "invalid stage index 5"],
    ["COPY --from=later a /x", 'cannot copy from stage "later", it needs to be defined before current stage "first"'],
    ["COPY --from=first a /x", "circular dependency detected on stage: first"],
    ["COPY --from=nosuch a /x", "nosuch: failed to resolve source metadata for docker.io/library/nosuch:latest"],
    ["ADD --checksum=sha256:0 a.txt /x", "checksum requires HTTP(S) or Git sources"],
    [
      "ADD https://example.com/x /x",
      "this playground cannot fetch https://example.com/x: it has no way to the Internet",
    ],
  ])("%s is refused", async (line, message) => {
    const source = `FROM alpine AS first\n${line}\nFROM alpine AS later\n`;
    await expect(lab.run(source, { target: "first" })).rejects.toThrow(message);
  });
});

test("an image that is copied from counts as a stage", async () => {
  const { progress } = await lab.run("FROM alpine AS base\nCOPY --from=redis:7 /bin/true /x\n");
  const names = steps(progress);
  expect(names.some((name) => name.startsWith("[base 1/2] FROM docker.io/library/alpine"))).toBe(true);
  expect(names).toContain("[base 2/2] COPY --from=redis:7 /bin/true /x");
  expect(names.some((name) => name.startsWith("FROM docker.io/library/redis:7@sha256:"))).toBe(true);
});

test("steps are numbered in a column, WORKDIR / makes none", async () => {
  const lines = Array.from({ length: 9 }, (_, i) => `RUN step ${i}`).join("\n");
  const { progress, image } = await lab.run(`FROM alpine AS only\nWORKDIR /\n${lines}\n`);
  expect(steps(progress)).toContain("[ 2/11] RUN step 0");
  expect(image.history.some(({ createdBy, layer }) => createdBy === "WORKDIR /" && layer === null)).toBe(true);
});

test("modes are octal or symbolic", () => {
  const range = { start: 1, end: 1 };
  expect(chmodMode("755", range)(0o600, false)).toBe(0o755);
  expect(chmodMode("u=rwX,go=rX", range)(0o600, false)).toBe(0o644);
  expect(chmodMode("u=rwX,go=rX", range)(0o600, true)).toBe(0o755);
  expect(chmodMode("+x,o-r", range)(0o644, false)).toBe(0o751);
});

describe(".dockerignore", () => {
  test.each([
    ["*.md", ["b.md"], ["d/e/g.md", "a.txt"]],
    ["**/*.md\n!d/e/*.md", ["b.md"], ["d/e/g.md"]],
    ["d/**\n!d/c.txt", ["d/e/f.txt"], ["d/c.txt", "a.txt"]],
    ["# nada\n\n/a.txt\nd/", ["a.txt", "d", "d/c.txt"], ["b.md"]],
    ["?.txt", ["a.txt"], ["ab.txt"]],
    ["[ab].*", ["a.txt", "b.md"], ["c.txt"]],
  ])("%j", (text, ignored, kept) => {
    const patterns = new IgnorePatterns(text);
    expect(ignored.filter((path) => !patterns.ignores(path))).toEqual([]);
    expect(kept.filter((path) => patterns.ignores(path))).toEqual([]);
  });
});
