import { beforeEach, describe, expect, test } from "vitest";
import { DockerLine, type RunOptions } from "../docker-line.fixture.ts";

let line: DockerLine;
beforeEach(() => {
  line = new DockerLine({ LANG: "en_US.UTF-8", TOKEN: "s3cr3t" }, undefined, ["alpine"]);
  line.machine.files.mkdir("/b");
  put("Dockerfile", "FROM alpine\nCOPY a /a\nCMD ls\n");
  put("a", "hola\n");
});

const run = (text: string, options?: RunOptions) => line.run(`docker ${text}`, options);
const put = (path: string, text: string) => line.machine.files.writeFile(`/b/${path}`, text);
const read = (path: string) => line.machine.files.readFile(path);

describe("docker build", () => {
  test("warns where BuildKit does: in the log's first step and at the end", async () => {
    const { status, out, err } = await run("build -t x /b");
    expect([status, out]).toEqual([0, ""]);
    const warning =
      "JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 3)";
    expect(err).toContain(`#1 transferring dockerfile: 61B 0.0s done\n#1 WARN: ${warning}\n#1 DONE 0.0s\n`);
    expect(err.endsWith(`\n \x1b[33m1 warning found (use docker --debug to expand):\n\x1b[0m - ${warning}\n`)).toBe(
      true,
    );
  });

  test("--check only looks, and fails when something could be better", async () => {
    const { status, out } = await run("build --check /b");
    expect(status).toBe(1);
    expect(out).toContain("Check complete, 1 warning has been found!\n\nWARNING: JSONArgsRecommended - https://");
    expect(Object.keys(line.engine.state.images.images)).toHaveLength(1);
    put("Dockerfile", 'FROM alpine\nCMD ["ls"]\n');
    expect(await run("build --check /b")).toMatchObject({
      status: 0,
      out: "Check complete, no warnings found.\n",
    });
    expect((await run("build --check -q /b")).out).toBe("\nCheck complete, no warnings found.\n");
    put("Dockerfile", "FRM alpine\n");
    expect((await run("build --check /b")).err).toContain(
      "ERROR: dockerfile parse error on line 1: unknown instruction: FRM (did you mean FROM?)\nDockerfile:1\n",
    );
  });

  test("a build that fails says its warnings before the lines of the Dockerfile", async () => {
    put("Dockerfile", "FROM alpine\nCMD ls\nCOPY nada /\n");
    const { status, err } = await run("build /b");
    expect(status).toBe(1);
    expect(err).toMatch(/#\d+ CANCELED\n\n \x1b\[33m1 warning found[^\n]+\n[^\n]+\(line 2\)\nDockerfile:3\n/);
  });

  test("stopped by a signal it says how far it came", async () => {
    put("Dockerfile", "FROM alpine\nCOPY a /a\n");
    line.clock.after(150, () => {
      for (const { pid } of line.machine.processes.list()) line.machine.processes.kill(pid, "SIGINT");
    });
    const { status, err } = await run("build /b");
    expect(status).toBe(130);
    const end = "\n#2 CANCELED\nERROR: failed to build: failed to solve: Canceled: context canceled\n";
    expect(err.slice(-end.length)).toBe(end);
    expect((await run("buildx history ls --filter status=canceled --format {{.Name}}")).out).toBe("b\n");
  });

  test("gives its files: a directory, an archive", async () => {
    put("Dockerfile", "FROM scratch\nCOPY a /out/a\n");
    const { status, err } = await run("build -o /dest /b");
    expect([status, read("/dest/out/a")]).toEqual([0, "hola\n"]);
    expect(err).toContain("exporting to client directory\n");
    await run("build --output type=tar,dest=/x.tar /b");
    expect(read("/x.tar").slice(257, 262)).toBe("ustar");
    expect((await run("build -o - /b")).out).toContain("out/a");
    expect(Object.keys(line.engine.state.images.images)).toHaveLength(1);
  });

  test("writes the id and what it knows of the result", async () => {
    const { out } = await run("build -q -t x --iidfile /iid --metadata-file /meta /b");
    expect(read("/iid")).toBe(out.trim());
    expect(JSON.parse(read("/meta"))).toMatchObject({
      "buildx.build.provenance": { materials: [{ uri: "pkg:docker/alpine@latest?platform=linux%2Famd64" }] },
      "containerimage.digest": out.trim(),
      "image.name": "docker.io/library/x:latest",
    });
  });

  test("reads a Dockerfile or a whole context from standard input", async () => {
    expect((await run("build -q -", { input: "FROM alpine\n" })).out).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    await run("build -q -o type=tar,dest=/ctx.tar -", {
      input: "FROM scratch\nCOPY <<Dockerfile /\nFROM scratch\nDockerfile\n",
    });
    expect((await run("build -q -", { input: read("/ctx.tar") })).status).toBe(0);
  });

  test.each([
    ["build -t BAD /b", 'invalid tag "BAD": repository name must be lowercase'],
    ["build /nada", 'unable to prepare context: path "/nada" not found'],
    ["build -f /b/no/Dockerfile /b", "resolve : lstat /b/no: no such file or directory"],
    ["build -f /b/Nada /b", "failed to solve: failed to read dockerfile: open Nada: no such file or directory"],
    ["build --secret id=x,src=nada /b", "failed to stat nada: stat nada: no such file or directory"],
    ["build -o type=local /b", "dest is required for local exporter"],
    ["build -o type=nada /b", 'failed to solve: exporter "nada" could not be found'],
    ["build -o type=registry /b", "tag is needed when pushing to registry"],
    ["build --platform=nada /b", '"nada": unknown operating system or architecture: invalid argument'],
    ["build --target nada /b", 'failed to solve: target stage "nada" could not be found'],
    ["build --call=nada /b", "failed to solve: unsupported request frontend.nada: unsupported request frontend.nada"],
    ["build --no-cache --no-cache-filter a /b", "--no-cache and --no-cache-filter cannot currently be used together"],
    ["build -f - -", "invalid argument: can't use stdin for both build context and dockerfile"],
  ])("%s fails in buildx's words", async (text, message) => {
    const { status, err } = await run(text);
    expect([status, err.trimEnd().endsWith(`ERROR: failed to build: ${message}`)]).toEqual([1, true]);
  });

  test.each([
    ["--build-arg =x", 'invalid key-value pair "=x": empty key'],
    ["--secret id=x,sorce=a", "unexpected key 'sorce' in 'sorce=a'"],
    ["--secret foo", "invalid field 'foo' must be a key=value pair"],
    ["-o out,dest", "invalid value out"],
    ["-o dest=x,a=b", "type is required for output"],
    ["-o out --iidfile i", "local and tar exporters are incompatible with image ID file"],
    ["--progress=nada", "invalid progress mode nada"],
    ["--progress=tty", "failed to get console: provided file is not a console"],
    ["--builder nada", 'no builder "nada" found'],
  ])("%s is refused before anything is shown", async (flag, message) => {
    const { status, err } = await run(`build ${flag} /b`);
    expect([status, err]).toEqual([1, `ERROR: ${message}\n`]);
  });

  test("an image can get its name from --output", async () => {
    const { err } = await run("build -o type=image,name=im /b");
    expect(err).toContain("naming to docker.io/library/im:latest");
  });

  test("--call=targets lists the stages, with what comments say of them", async () => {
    put("Dockerfile", "# base what all stand on\nFROM alpine AS base\nFROM base AS fin\n");
    expect((await run("build --call=targets /b")).out).toBe(
      "TARGET        DESCRIPTION\nbase          what all stand on\nfin (default) \n",
    );
    expect(JSON.parse((await run("build --call=targets,format=json /b")).out)).toMatchObject({
      targets: [
        { name: "base", base: "alpine" },
        { name: "fin", default: true, base: "base" },
      ],
    });
  });

  test("nothing on standard input is nothing to build", async () => {
    const { status, err } = await run("build -", { input: "" });
    expect(status).toBe(1);
    expect(err).toContain(
      "ERROR: failed to build: failed to solve: failed to read dockerfile: no local sources enabled\n",
    );
  });

  test("BuildKit has no use for some flags, and says so", async () => {
    const { err } = await run("build -q --squash --isolation x /b");
    expect(err).toMatch(/^WARNING: isolation flag is deprecated with BuildKit.\nWARNING: experimental flag squash/);
  });

  test.each([
    "--platform linux/arm64",
    "--sbom=true",
    "--attest type=sbom",
    "--cache-to type=inline",
    "--progress=rawjson",
    "-o type=oci,dest=/x,tar=false",
  ])("%s is said to be beyond this playground", async (flag) => {
    const { status, err } = await run(`build ${flag} /b`);
    expect(status).toBe(1);
    expect(err).toContain("This playground does not simulate");
  });
});

test("the builder before BuildKit says that it is deprecated, and fails with its command's status", async () => {
  const old = new DockerLine({ DOCKER_BUILDKIT: "0" }, undefined, ["alpine"]);
  old.machine.files.mkdir("/b");
  old.machine.files.writeFile("/b/Dockerfile", "FROM alpine\nRUN nada\n");
  const { status, out, err } = await old.run("docker build /b");
  expect(out).toMatch(
    /^Sending build context to Docker daemon {2}[\d.]+kB\r\r\nStep 1\/2 : FROM alpine\n ---> \w{12}\n/,
  );
  expect(err).toMatch(/^DEPRECATED: The legacy builder is deprecated/);
  expect(err).toMatch(
    /\nfailed to create task for container: .*runc create failed: unable to start container process: .*no such file or directory\n$/,
  );
  expect(status).toBe(1);
  expect((await old.run("docker build /nada")).err).toMatch(/\nunable to prepare context: path "\/nada" not found\n$/);
});

describe("docker buildx", () => {
  test("the docker driver is the only builder", async () => {
    expect((await run("buildx ls")).out).toBe(
      "NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT   PLATFORMS\ndefault*      docker                                 \n \\_ default    \\_ default       running              linux/amd64 (+3), linux/386\n",
    );
    expect((await run("buildx inspect")).out).toContain(
      "Name:   default\nDriver: docker\n\nNodes:\nName:      default\n",
    );
    expect((await run("buildx version")).out).toContain("github.com/docker/buildx 0.29.1");
    expect((await run("buildx use default")).status).toBe(0);
    expect(await run("buildx inspect nada")).toMatchObject({ status: 1, err: 'ERROR: no builder "nada" found\n' });
    expect((await run("buildx rm default nada")).err).toBe(
      'failed to remove default: context builder cannot be removed, run `docker context rm default` to remove this context\nfailed to remove nada: no builder "nada" found\nERROR: failed to remove one or more builders\n',
    );
  });

  test("an unknown command of it is answered with its help", async () => {
    const { status, out, err } = await run("builder foo");
    expect([status, err]).toEqual([1, 'ERROR: unknown command: "foo"\n']);
    expect(out).toMatch(/^Usage: {2}docker buildx \[OPTIONS\] COMMAND\n/);
  });

  test("the cache is listed and emptied", async () => {
    await run("build -q /b");
    const { out } = await run("buildx du");
    expect(out).toMatch(/^ID {25,27}RECLAIMABLE {3}SIZE +LAST ACCESSED\n\w{25}\* +true +8\.\d+kB /);
    expect((await run("buildx du --format {{.Type}}")).out).toBe(
      "source.local\nsource.local\nsource.local\nregular\nregular\n",
    );
    expect((await run("buildx du --filter type=source.local")).out.trim().split("\n")).toHaveLength(4);
    expect((await run("buildx du --verbose")).out).toContain("Mutable:      true\nReclaimable:  true\n");
    expect((await run("builder prune -af")).out).toContain("Total:");
    expect((await run("buildx du")).out).toMatch(
      /^ID +RECLAIMABLE +SIZE +LAST ACCESSED\nReclaimable:\t0B\nTotal:\t\t0B\n$/,
    );
  });

  test("imagetools inspect shows an index", async () => {
    const { out } = await run("buildx imagetools inspect alpine");
    expect(out).toMatch(
      /^Name: +docker\.io\/library\/alpine:latest\nMediaType: application\/vnd\.oci\.image\.index\.v1\+json\n/,
    );
    expect(out).toContain("  Platform:  linux/amd64\n");
  });

  test.each([
    [
      "--ssh default",
      "failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set",
    ],
    [
      "--ssh k=/no",
      'failed to convert agent config {k [/no] false}: failed to convert agent config for ID: "k": stat /no: no such file or directory',
    ],
    ["--annotation a", 'parse annotations: invalid annotation "a", expected key=value'],
    ["--annotation foo:a=b", 'parse annotations: unknown annotation type "foo"'],
    ["--allow foo", "unknown entitlement foo"],
    [
      "--allow security.insecure",
      "failed to solve: granting entitlement security.insecure is not allowed by build daemon configuration",
    ],
    ["--attest type=nada", 'failed to solve: unknown attestation type "nada"'],
    ["--cache-to type=nada", 'failed to solve: unknown cache exporter: "nada"'],
    ["--push", "tag is needed when pushing to registry"],
    ["--build-context d=no", "failed to get build context d: stat no: no such file or directory"],
    ["--build-context d=/b/a", "failed to get build context path {/b/a <nil>}: not a directory"],
  ])("%s is refused", async (flag, why) => {
    expect(await run(`build ${flag} /b`)).toMatchObject({
      status: 1,
      err: expect.stringContaining(`ERROR: failed to build: ${why}\n`),
    });
  });

  test("other directories and images go by names of their own", async () => {
    line.machine.files.mkdir("/more");
    line.machine.files.writeFile("/more/d", "otro\n");
    put("Dockerfile", "FROM nada\nCOPY --from=more d /d\n");
    const { err } = await run(
      "build --build-context more=/more --build-context nada=docker-image://alpine -o /dest /b",
    );
    expect(err).toContain("[context nada] load metadata for alpine\n");
    expect(err).toContain("[context more] load from client\n");
    expect(err).toContain("[stage-0 1/2] COPY --from=more d /d\n");
    expect(read("/dest/d")).toBe("otro\n");
  });

  test("archives of images are made without keeping the image, and loaded", async () => {
    const { err, out } = await run("build -t saved:1 -o type=oci,dest=/x.tar /b");
    expect(err).toMatch(/exporting to oci image format\n(#\d+ .*\n)+#\d+ sending tarball( \d\.\ds)? done\n/);
    expect([out, Object.keys(line.engine.state.images.images)]).toEqual(["", [expect.anything()]]);
    expect((await run("load -i /x.tar")).out).toBe("Loaded image: saved:1\n");
    const quiet = (await run("build -q -t saved:1 -o type=docker,dest=/y.tar /b")).out.trim();
    expect(read("/y.tar")).toContain(quiet.slice("sha256:".length));
  });

  test("--call=outline tells what a target can be told", async () => {
    put(
      "Dockerfile",
      "# VER which one\nARG VER=3\nARG NO=1\nFROM alpine:${VER} AS base\nARG USR=ana\nARG SIN\n" +
        "RUN --mount=type=secret,id=tok,required=true true\nRUN --mount=type=ssh true\n# web the web\nFROM base AS web\nARG P=8${USR}\n",
    );
    expect(await run("build --call=outline --build-arg VER=latest /b")).toMatchObject({
      status: 0,
      out: `TARGET:      web
DESCRIPTION: the web

BUILD ARG   VALUE    DESCRIPTION
VER         latest   which one
USR         ana      
SIN                  
P           8        

SECRET   REQUIRED
tok      true

SSH       REQUIRED
default   

`,
    });
    const { out } = await run("build --call=outline,format=json --target base --build-arg VER=latest /b");
    expect(JSON.parse(out)).toMatchObject({
      name: "base",
      secrets: [{ name: "tok", required: true, location: { ranges: [{ start: { line: 7 }, end: { line: 7 } }] } }],
    });
    expect((await run("build --call=targets /b")).out).toBe(
      "TARGET        DESCRIPTION\nbase          \nweb (default) the web\n",
    );
  });

  test("annotations stand in the manifest, or in the index", async () => {
    await run("build -t noted --annotation org.b=2 --annotation org.a=1 --annotation index:org.c=3 /b");
    await run("save -o /noted.tar noted");
    const archive = read("/noted.tar");
    expect(archive).toMatch(
      /"layers": \[[^\]]*\],\n {2}"annotations": \{\n {4}"org.a": "1",\n {4}"org.b": "2"\n {2}\}\n\}/,
    );
    expect(archive).toContain('"annotations": {\n    "org.c": "3"\n  }\n}');
  });

  test("a build is exported to several places", async () => {
    const { err } = await run("build -o /dest -o type=tar,dest=/x.tar /b");
    expect(err).toMatch(/exporting to client directory\n[\s\S]*exporting to client tarball\n/);
    expect(read("/dest/a")).toBe("hola\n");
    expect(await run("build -q -o type=cacheonly /b")).toMatchObject({ status: 0, out: "\n" });
  });
});
