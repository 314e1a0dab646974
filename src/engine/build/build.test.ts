import { beforeEach, describe, expect, test } from "vitest";
import type { Program } from "../../kernel/process.ts";
import { findImage, requireImage } from "../image/resolve.ts";
import { BuildLab, steps } from "./build.fixture.ts";
import { pruneBuildCache } from "./cache-usage.ts";

/** `sh -c "write PATH TEXT"`, `sh -c "fail N"`, `sh -c "say TEXT"`, `sh -c env`: enough of a shell for these tests. */
const sh: Program = async ({ args, files, env, stdout, cwd }) => {
  for (const line of (args[2] ?? "").split("\n")) {
    const [word, first = "", ...rest] = line.trim().split(/\s+/);
    if (word === "write") files.writeFile(first, `${rest.join(" ")}\n`);
    if (word === "say") await stdout.write(`${[first, ...rest].join(" ")}\n`);
    if (word === "where") files.writeFile("/where", `${cwd} ${env.VERSION ?? ""} ${env.MODE ?? ""}\n`);
    if (word === "fail") return Number(first);
  }
  return 0;
};

let lab: BuildLab;
beforeEach(() => {
  lab = new BuildLab(sh);
});

describe("an image is built step by step", () => {
  test("with BuildKit's steps, config and history", async () => {
    lab.put("main.py", "print(1)\n");
    const { image, progress } = await lab.run(
      'FROM alpine\nENV PORT=80\nWORKDIR /src\nADD main.py ./\nRUN write /src/data hola\nEXPOSE $PORT\nCMD ["python3", "-u", "main.py"]\n',
    );
    const alpine = requireImage(lab.engine, "alpine").image;
    expect(steps(progress)).toEqual([
      "[internal] load build definition from Dockerfile",
      "[internal] load metadata for docker.io/library/alpine:latest",
      "[internal] load .dockerignore",
      `[1/4] FROM docker.io/library/alpine:latest@${alpine.id}`,
      "[2/4] WORKDIR /src",
      "[3/4] ADD main.py ./",
      "[4/4] RUN write /src/data hola",
      "[internal] load build context",
      "exporting to image",
    ]);
    expect(image.config).toMatchObject({
      Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "PORT=80"],
      WorkingDir: "/src",
      ExposedPorts: { "80/tcp": {} },
      Cmd: ["python3", "-u", "main.py"],
    });
    expect(image.history.slice(1).map(({ createdBy, layer }) => [createdBy, layer])).toEqual([
      ["ENV PORT=80", null],
      ["WORKDIR /src", 1],
      ["ADD main.py ./ # buildkit", 2],
      ["RUN /bin/sh -c write /src/data hola # buildkit", 3],
      ["EXPOSE [80/tcp]", null],
      ['CMD ["python3" "-u" "main.py"]', null],
    ]);
    expect(image.layers.slice(1).map(({ size }) => size)).toEqual([8192, 12288, 12288]);
    expect(lab.filesOf(image).readFile("/src/main.py")).toBe("print(1)\n");
    expect(findImage(lab.engine, "x")?.image).toEqual(image);
  });

  test("entrypoints, labels, volumes, users and health checks", async () => {
    const { image } = await lab.run(
      'FROM alpine\nENTRYPOINT echo shell\nLABEL tier=front "a b"="c d"\nVOLUME /data ["/x"]\nUSER nobody\nSTOPSIGNAL SIGQUIT\nHEALTHCHECK --interval=1s --retries=1 CMD test -f /ok\n',
      { labels: { extra: "1" } },
    );
    expect(image.config).toMatchObject({
      Entrypoint: ["/bin/sh", "-c", "echo shell"],
      Labels: { tier: "front", "a b": "c d", extra: "1" },
      User: "nobody",
      StopSignal: "SIGQUIT",
      Healthcheck: { Test: ["CMD-SHELL", "test -f /ok"], Interval: 1e9, Retries: 1 },
    });
    // The base's command goes with its entrypoint.
    expect(image.config.Cmd).toBeUndefined();
  });

  test("arguments reach steps, the environment goes before them", async () => {
    const source = "ARG BASE=nosuch\nFROM $BASE\nARG VERSION=1\nARG MODE=a\nENV MODE=b\nRUN where\n";
    const { image } = await lab.run(source, { buildArgs: { BASE: "alpine", VERSION: "2" } });
    expect(lab.filesOf(image).readFile("/where")).toBe("/ 2 b\n");
    expect(image.history.at(-1)?.createdBy).toBe("RUN |2 VERSION=2 MODE=a /bin/sh -c where # buildkit");
  });

  test("a heredoc is a script, or a file", async () => {
    const { image } = await lab.run(
      "FROM alpine\nRUN <<EOT\nwrite /a 1\nwrite /b 2\nEOT\nCOPY <<hola /dst/\nhi $PATH\nhola\n",
    );
    const files = lab.filesOf(image);
    expect([files.readFile("/a"), files.readFile("/b")]).toEqual(["1\n", "2\n"]);
    expect(files.readFile("/dst/hola")).toBe("hi /usr/local/bin:/usr/bin:/bin\n");
  });
});

describe("stages", () => {
  const source =
    "FROM alpine AS base\nRUN write /hi hola\nFROM alpine AS unused\nRUN fail 1\nFROM scratch\nCOPY --from=base /hi /hi\nLABEL tier=front\n";

  test("only those that are needed are built; files come from others", async () => {
    const { image, progress } = await lab.run(source);
    expect(steps(progress).slice(3)).toEqual([
      expect.stringContaining("[base 1/2] FROM docker.io/library/alpine:latest@sha256:"),
      "[base 2/2] RUN write /hi hola",
      "[stage-2 1/1] COPY --from=base /hi /hi",
      "exporting to image",
    ]);
    expect(image.layers).toHaveLength(1);
    expect(lab.filesOf(image).readdir("/")).toEqual(["hi"]);
  });

  test("a target ends the build", async () => {
    const { image } = await lab.run(source, { target: "base" });
    expect(lab.filesOf(image).readFile("/hi")).toBe("hola\n");
    await expect(lab.run(source, { target: "nosuch" })).rejects.toThrow('target stage "nosuch" could not be found');
  });
});

describe("the cache", () => {
  const source = "FROM alpine\nWORKDIR /src\nCOPY . .\nRUN write /hi hola\n";

  test("holds what has not changed: manifest and config are the same again", async () => {
    lab.put("a", "1");
    const first = await lab.run(source);
    lab.engine.ports.host.files.touch("/ctx/a", 0);
    const second = await lab.run(source);
    expect(steps(second.progress).filter((name) => name.startsWith("CACHED"))).toHaveLength(3);
    expect(second.image.manifestDigest).toBe(first.image.manifestDigest);
    expect(second.image.configDigest).toBe(first.image.configDigest);
    // The proof says when it was built.
    expect(second.image.id).not.toBe(first.image.id);
    expect(Object.keys(lab.engine.state.images.images)).toHaveLength(2);
  });

  test("ends where something changed", async () => {
    lab.put("a", "1");
    await lab.run(source);
    lab.put("a", "2");
    const { progress } = await lab.run(source);
    expect(steps(progress).filter((name) => name.startsWith("CACHED"))).toEqual(
      [expect.stringContaining("[1/4] FROM"), "CACHED [2/4] WORKDIR /src"].slice(1),
    );
  });

  test("is left out on demand, but for WORKDIR", async () => {
    await lab.run(source);
    const { progress } = await lab.run(source, { noCache: true });
    expect(steps(progress).filter((name) => name.startsWith("CACHED"))).toEqual(["CACHED [2/4] WORKDIR /src"]);
  });

  test("is emptied by prune, and with the image its layers go", async () => {
    await lab.run(source);
    expect(pruneBuildCache(lab.engine).removed.some(({ Description }) => Description.includes("exec"))).toBe(false);
    expect(
      pruneBuildCache(lab.engine, { all: true }).removed.some(({ Description }) => Description.includes("exec")),
    ).toBe(true);
    expect(Object.keys(lab.engine.state.images.layers)).toHaveLength(3);
  });
});

describe("what goes wrong is told in BuildKit's words", () => {
  test.each([
    [
      "FROM nosuchbase\n",
      "nosuchbase: failed to resolve source metadata for docker.io/library/nosuchbase:latest: docker.io/library/nosuchbase:latest: not found",
    ],
    ["FROM alpine\nRUN fail 5\n", 'process "/bin/sh -c fail 5" did not complete successfully: exit code: 5'],
    ["FROM scratch\nRUN x\n", 'process "/bin/sh -c x" did not complete successfully: exit code: 1'],
    ["RUN x\n", "no build stage in current context"],
  ])("%j", async (source, message) => {
    await expect(lab.run(source)).rejects.toThrow(message);
  });

  test("a file that is not there", async () => {
    await expect(lab.run("FROM alpine\nCOPY nofile /x\n")).rejects.toThrow(
      /^failed to compute cache key: failed to calculate checksum of ref \w{25}::\w{25}: "\/nofile": not found$/,
    );
  });
});

describe("COPY", () => {
  test("a directory gives its content, several sources want a directory, modes and owners are kept or given", async () => {
    lab.put("app/run.sh", "#!/bin/sh\n");
    lab.engine.ports.host.files.chmod("/ctx/app/run.sh", 0o755);
    lab.put("one.txt", "1");
    lab.put("two.txt", "2");
    const { image } = await lab.run(
      "FROM alpine\nCOPY app /opt/app\nCOPY *.txt /txt/\nCOPY --chown=nobody --chmod=600 one.txt /secret\nWORKDIR /w\nCOPY one.txt renamed\n",
    );
    const files = lab.filesOf(image);
    expect(files.stat("/opt/app/run.sh").mode).toBe(0o755);
    expect(files.readdir("/txt")).toEqual(["one.txt", "two.txt"]);
    expect(files.stat("/secret")).toMatchObject({ mode: 0o600, uid: 65534 });
    expect(files.readFile("/w/renamed")).toBe("1");
  });

  test("leaves out what .dockerignore names", async () => {
    lab.put("keep.log", "k");
    lab.put("drop.log", "d");
    lab.put("app/deep.log", "x");
    const { image } = await lab.run("FROM alpine\nCOPY . /all/\n", { ignore: "# logs\n**/*.log\n!keep.log\n" });
    expect(lab.filesOf(image).readdir("/all")).toEqual(["app", "keep.log"]);
    expect(lab.filesOf(image).readdir("/all/app")).toEqual([]);
  });
});

test("a base's ONBUILD runs in what is built on it", async () => {
  lab.put("main.py", "1\n");
  await lab.run("FROM alpine\nONBUILD COPY main.py /src/\n", { tags: ["docker.io/library/base:latest"] });
  const { image, progress } = await lab.run("FROM base\n");
  expect(steps(progress)).toContain("[2/2] ONBUILD COPY main.py /src/");
  expect(lab.filesOf(image).exists("/src/main.py")).toBe(true);
  expect(image.config.OnBuild).toBeUndefined();
});
