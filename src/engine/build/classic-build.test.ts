import { expect, test } from "vitest";
import type { Program } from "../../kernel/process.ts";
import { testEngine } from "../testing.ts";
import type { BuildRequest } from "./build-request.ts";
import { classicBuild } from "./classic-build.ts";

const sh: Program = async ({ args, files, stdout }) => {
  const [word, path = "", text = ""] = (args[2] ?? "").split(" ");
  if (word === "fail") return Number(path);
  files.writeFile(path, text);
  await stdout.write("hola\n");
  return 0;
};

function lab() {
  const { engine, settle } = testEngine({ programs: { sh } });
  engine.ports.host.files.mkdir("/ctx");
  engine.ports.host.files.writeFile("/ctx/a", "1");
  const run = async (source: string, asked: Partial<BuildRequest> = {}, heard: (part: string) => void = () => {}) => {
    let text = "";
    const request: BuildRequest = {
      dockerfile: { name: "Dockerfile", source },
      context: { files: engine.ports.host.files, root: "/ctx" },
      ...{ ignore: undefined, target: "", buildArgs: {}, labels: {}, noCache: false, provenance: false },
      tags: ["docker.io/library/x:latest"],
      network: "default",
      ...asked,
    };
    const listener = {
      stream: (part: string) => {
        text += part;
        heard(part);
      },
      progress: () => {},
    };
    const image = await settle(classicBuild(engine, request, listener));
    return { image, text: text.replace(/\b[0-9a-f]{12}\b/g, "ID") };
  };
  return { run };
}

const SOURCE = "FROM alpine\nWORKDIR /src\nENV A=b\nCOPY a .\nRUN write /hi x\n";

test("every step has its container, as recorded", async () => {
  const { run } = lab();
  const { text, image } = await run(SOURCE);
  expect(text).toBe(`Step 1/5 : FROM alpine
 ---> ID
Step 2/5 : WORKDIR /src
 ---> Running in ID
 ---> Removed intermediate container ID
 ---> ID
Step 3/5 : ENV A=b
 ---> Running in ID
 ---> Removed intermediate container ID
 ---> ID
Step 4/5 : COPY a .
 ---> ID
Step 5/5 : RUN write /hi x
 ---> Running in ID
hola
 ---> Removed intermediate container ID
 ---> ID
Successfully built ID
Successfully tagged x:latest
`);
  expect(image.history.slice(1).map(({ createdBy }) => createdBy)).toEqual([
    "/bin/sh -c #(nop) WORKDIR /src",
    "/bin/sh -c #(nop)  ENV A=b",
    expect.stringMatching(/^\/bin\/sh -c #\(nop\) COPY file:[0-9a-f]{64} in \. $/),
    "/bin/sh -c write /hi x",
  ]);
  const again = (await run(SOURCE)).text;
  expect(again).toContain("Step 5/5 : RUN write /hi x\n ---> Using cache\n ---> ID\n");
  expect(again).not.toContain("Running in");
  // What follows a step that is new is new as well.
  const changed = (await run(SOURCE.replace("A=b", "A=c"))).text;
  expect(changed.match(/Using cache/g)).toHaveLength(1);
});

test("labels of the request are the last steps, by name, of the stage that is built", async () => {
  const { run } = lab();
  const source = "ARG V=1\nFROM alpine AS one\nENV A=$V\nFROM alpine AS two\nENV B=$V\n";
  const { text, image } = await run(source, { labels: { b: "two $A words", a: "1" }, target: "one" });
  expect(text.match(/^Step .*$/gm)).toEqual([
    "Step 1/5 : ARG V=1",
    "Step 2/5 : FROM alpine AS one",
    "Step 3/5 : ENV A=$V",
    "Step 4/5 : LABEL a=1",
    "Step 5/5 : LABEL b=two $A words",
  ]);
  expect(image.config.Labels).toEqual({ a: "1", b: "two $A words" });
  expect(image.history.at(-1)?.createdBy).toBe("/bin/sh -c #(nop)  LABEL b=two $A words");
  const again = await run(source, { labels: { a: "1", b: "other" }, target: "one" });
  expect(again.text).toContain("Step 4/5 : LABEL a=1\n ---> Using cache\n");
  expect(again.text).toContain("Step 5/5 : LABEL b=other\n ---> Running in ID\n");
});

test.each([
  ["FROM alpine\nRUN fail 3\n", "The command '/bin/sh -c fail 3' returned a non-zero code: 3"],
  [
    "FROM alpine\nCOPY nofile /x\n",
    "COPY failed: file not found in build context or excluded by .dockerignore: stat nofile: file does not exist",
  ],
  [
    "FROM alpine\nRUN --mount=type=cache,target=/c x\n",
    "the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled",
  ],
])("%j", async (source, message) => {
  await expect(lab().run(source)).rejects.toThrow(message);
});

test.each([
  [
    "COPY nada /b",
    "COPY failed: file not found in build context or excluded by .dockerignore: stat nada: file does not exist",
  ],
  [
    "ADD nada /b",
    "ADD failed: file not found in build context or excluded by .dockerignore: stat nada: file does not exist",
  ],
  ["COPY nada* /b", "COPY failed: no source files were specified"],
  [
    "COPY --chown=nadie a /b",
    "unable to convert uid/gid chown string to host mapping: can't find uid for user nadie: no such user: nadie",
  ],
  [
    "COPY --chmod=755 a /b",
    "the --chmod option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled",
  ],
  ["USER nadie\nRUN write /x y", "unable to find user nadie: no matching entries in passwd file"],
  ['RUN fail 3 "a"', `The command '/bin/sh -c fail 3 "a"' returned a non-zero code: 3`],
])("%s fails in that builder's words", async (line, message) => {
  await expect(lab().run(`FROM alpine\n${line}\n`)).rejects.toMatchObject({ name: "ClassicFailure", message });
});

test("arguments that nothing asked for are told of", async () => {
  const { text } = await lab().run("ARG A\nFROM alpine\nARG B\n", {
    buildArgs: { A: "1", B: "2", C: "3", HTTP_PROXY: "x" },
  });
  expect(text).toMatch(/\n\[Warning\] One or more build-args \[C\] were not consumed\nSuccessfully built /);
});

test("what is wrong is told in that builder's words", async () => {
  const { run } = lab();
  const fails = (source: string) => expect(run(source)).rejects;
  await fails("").toThrow("the Dockerfile (Dockerfile) cannot be empty");
  await fails("FROM alpine\nENV A\n").toThrow("failed to parse Dockerfile: ENV must have two arguments");
  await fails("FROM alpine\nFOO\n").toThrow("dockerfile parse error on line 2: unknown instruction: FOO");
  await fails("FROM alpine\nCOPY ../a /\n").toThrow("COPY failed: forbidden path outside the build context: ../a ()");
  await fails("FROM scratch\n").toThrow("No image was generated. Is your Dockerfile empty?");
});

test("a base's triggers run before its image is told", async () => {
  const { run } = lab();
  const { text } = await run("FROM alpine AS x\nONBUILD RUN write /t x\nFROM x\n");
  expect(text).toContain(
    "Step 3/3 : FROM x\n# Executing 1 build trigger\n ---> Running in ID\nhola\n ---> Removed intermediate container ID\n ---> ID\n",
  );
});

test("the history has words as they were given, after the shell", async () => {
  const { run } = lab();
  const { image } = await run('FROM alpine\nEXPOSE 80\nHEALTHCHECK CMD true\nSHELL ["/x"]\nLABEL a=b\n');
  expect(image.history.slice(-4).map(({ createdBy }) => createdBy)).toEqual([
    "/bin/sh -c #(nop)  EXPOSE 80",
    "/bin/sh -c #(nop)  HEALTHCHECK &{[CMD-SHELL true] 0s 0s 0s 0s 0}",
    "/x #(nop)  SHELL [/x]",
    "/x #(nop)  LABEL a=b",
  ]);
});

test("where a command ran does not decide whether it runs again", async () => {
  const { run } = lab();
  await run(SOURCE);
  expect((await run(SOURCE, { network: "none" })).text).not.toContain("Running in");
});

test("what ARG is given is no part of its step: the cache holds until it is used", async () => {
  const { run } = lab();
  const source = "FROM alpine\nARG X=1\nRUN write /a x\n";
  await run(source);
  const { text } = await run(source, { buildArgs: { X: "2" } });
  expect(text).toContain("Step 2/3 : ARG X=1\n ---> Using cache\n");
  expect(text).toContain("Step 3/3 : RUN write /a x\n ---> Running in ID\n");
});

test("a step cannot run in a network that is not there", async () => {
  await expect(lab().run("FROM alpine\nENV A=1\nRUN write /a x\n", { missingNetwork: "no" })).rejects.toThrow(
    "failed to set up container networking: network no not found",
  );
});

test("containers of steps are left, or removed even when they fail, on demand", async () => {
  const { run } = lab();
  expect((await run("FROM alpine\nENV A=1\nRUN write /a x\n", { kept: "all" })).text).not.toContain("Removed");
  let text = "";
  const failing = lab().run("FROM alpine\nRUN fail 3\n", { kept: "none" }, (part) => {
    text += part;
  });
  await expect(failing).rejects.toThrow("returned a non-zero code: 3");
  expect(text).toMatch(/---> Running in (\w+)\n(hola\n)? ---> Removed intermediate container \1\n$/);
});
