import { beforeEach, expect, test } from "vitest";
import { DockerLine } from "../../docker-line.fixture.ts";

let line: DockerLine;
beforeEach(async () => {
  line = new DockerLine({ LANG: "en_US.UTF-8" }, undefined, ["alpine"]);
  line.machine.files.mkdir("/b/app", { recursive: true });
  put("Dockerfile", "FROM alpine AS base\nCOPY a /a\nFROM base AS web\nCOPY a /b\n");
  put("app/web.Dockerfile", "FROM alpine\nCOPY nada /\n");
  put("a", "hola\n");
  await run("build -t x --label l=1 --build-arg V=2 /b");
  await run("build -f /b/app/web.Dockerfile /b");
  await run("build --check /b");
});

const run = (text: string) => line.run(`docker ${text}`);
const put = (path: string, text: string) => line.machine.files.writeFile(`/b/${path}`, text);
const column = async (name: string) => (await run(`buildx history ls --format {{.${name}}}`)).out.trimEnd().split("\n");

test("builds are listed, the last first, by where they began; a look at a Dockerfile is none", async () => {
  const { out } = await run("buildx history ls");
  const [head = "", failed = "", done = "", ...rest] = out.split("\n");
  expect(head.trimEnd()).toMatch(/^BUILD ID {20}NAME {19}STATUS {6}CREATED AT {4,}DURATION$/);
  expect(failed).toMatch(/^[a-z0-9]{25} {3}b\/app\/web.Dockerfile {3}Error {7}\S.* ago {3,}\d+\.\ds +$/);
  expect(done).toMatch(/^[a-z0-9]{25} {3}b {22}Completed {3}\S.* ago {3,}\d+\.\ds +$/);
  expect(rest).toEqual([""]);
});

test("the name of a build has its target", async () => {
  await run("build --target base /b");
  expect(await column("Name")).toEqual(["b (base)", "b/app/web.Dockerfile", "b"]);
});

test("filters", async () => {
  expect((await run("buildx history ls --filter status=error --format {{.Name}}")).out).toBe("b/app/web.Dockerfile\n");
  expect((await run("buildx history ls --filter status!=error --format {{.Name}}")).out).toBe("b\n");
  expect((await run("buildx history ls --filter duration>1h --format {{.Name}}")).out).toBe("");
  expect((await run("buildx history ls --filter startedAt>1h --format {{.Name}}")).out.split("\n")).toHaveLength(3);
  expect(await run("buildx history ls --filter nada=x")).toMatchObject({
    status: 1,
    err: 'ERROR: unsupported filter "nada=x"\n',
  });
  expect((await run("buildx history ls --filter nada")).err).toBe('ERROR: invalid filter "nada"\n');
});

test("a build is inspected: the last, one by its id, one by how long ago it was", async () => {
  const [failed = "", done = ""] = await column("Ref");
  const { out } = await run("buildx history inspect ^1");
  expect(out).toContain("Name:\t\tb\nContext:\tb\nDockerfile:\tDockerfile\n\nStarted:\t");
  expect(out).toContain("Build Steps:\t8/8 (0% cached)\n\nImage Resolve Mode:\tlocal\n\nBUILD ARG\tVALUE\nV\t\t2\n\n");
  expect(out).toContain("LABEL\tVALUE\nl\t1\n\nMaterials:\nURI\t");
  expect(out).toContain(`Print build logs: docker buildx history logs ${done}\n`);
  const error = (await run(`buildx history inspect ${failed}`)).out;
  expect(error).toContain("Error:\t\tUnknown failed to compute cache key: ");
  expect(error).toContain(" | >>> COPY nada /\n");
  expect((await run("buildx history inspect --format {{.Status}}")).out).toBe("failed\n");
  expect(JSON.parse((await run("buildx history inspect --format json ^1")).out)).toMatchObject({
    Ref: done,
    Status: "completed",
    NumTotalSteps: 8,
    Labels: [{ Name: "l", Value: "1" }],
  });
  expect((await run("buildx history inspect nada")).err).toBe('ERROR: no record found for ref "nada"\n');
  expect((await run("buildx history inspect ^9")).err).toBe("ERROR: no completed build found with offset 7\n");
});

test("the log of a build is told again", async () => {
  const { err } = await run("buildx history logs ^1");
  expect(err).toMatch(/^#1 \[internal\] load build definition from Dockerfile\n#1 transferring dockerfile: /);
  expect(err).toMatch(/\n#8 exporting to image\n(#8 .*\n)+#8 DONE \d\.\ds\n$/);
});

test("builds are forgotten", async () => {
  const [failed = ""] = await column("Ref");
  expect((await run("buildx history rm")).err).toBe("ERROR: rm requires at least one argument\n");
  expect((await run(`buildx history rm ${failed} nada`)).status).toBe(0);
  expect(await column("Name")).toEqual(["b"]);
  await run("buildx history rm --all");
  expect((await run("buildx history logs")).err).toBe("ERROR: no records found\n");
});
