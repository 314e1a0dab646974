import { beforeEach, describe, expect, test } from "vitest";
import type { Program } from "../../kernel/process.ts";
import { BuildLab, logs, steps } from "./build.fixture.ts";
import { cacheUsage } from "./cache-usage.ts";

/** `cat PATH`, `add PATH TEXT`, `has PATH`, `env NAME`: enough of a shell for these tests. */
const sh: Program = async ({ args, files, env, stdout }) => {
  const [word, first = "", text = ""] = (args[2] ?? "").split(" ");
  if (word === "cat") await stdout.write(`${files.readFile(first)}\n`);
  if (word === "add") {
    const before = files.exists(first) ? files.readFile(first) : "";
    files.writeFile(first, before + text);
    await stdout.write(`${before}${text}\n`);
  }
  if (word === "has") await stdout.write(`${files.exists(first)}\n`);
  if (word === "env") await stdout.write(`${env[first] ?? ""}\n`);
  return 0;
};

let lab: BuildLab;
beforeEach(() => {
  lab = new BuildLab(sh);
});

describe("RUN --mount", () => {
  test("a cache is the same in the next build, and no part of the image", async () => {
    const source = "FROM alpine\nRUN --mount=type=cache,target=/c add /c/n x\nRUN has /c\n";
    expect(logs((await lab.run(source)).progress)).toEqual(["x", "false"]);
    const { progress, image } = await lab.run(source, { noCache: true });
    expect(logs(progress)).toEqual(["xx", "false"]);
    expect(lab.filesOf(image).exists("/c")).toBe(false);
    expect(cacheUsage(lab.engine).filter(({ Type }) => Type === "exec.cachemount")).toHaveLength(1);
    // A cache does not decide whether the step runs.
    expect(steps((await lab.run(source)).progress)).toContain(
      "CACHED [stage-0 2/3] RUN --mount=type=cache,target=/c add /c/n x",
    );
  });

  test("a secret is a file or a variable of that step alone", async () => {
    const source =
      "FROM alpine\nRUN --mount=type=secret,id=token cat /run/secrets/token\nRUN --mount=type=secret,id=token,env=T env T\nRUN has /run/secrets/token\n";
    const { progress, image } = await lab.run(source, { secrets: { token: "s3cr3t" } });
    expect(logs(progress)).toEqual(["s3cr3t", "s3cr3t", "false"]);
    expect(JSON.stringify(image)).not.toContain("s3cr3t");
    await expect(lab.run("FROM alpine\nRUN --mount=type=secret,id=a,required=true x\n")).rejects.toThrow(
      "secret a: not found",
    );
  });

  test("a bind shows the context, a stage or an image, and a change there runs the step again", async () => {
    lab.put("app/main.py", "1");
    const source =
      "FROM alpine AS one\nRUN add /made hola\nFROM alpine\nRUN --mount=type=bind,source=app,target=/src cat /src/main.py\nRUN --mount=type=bind,from=one,source=/made,target=/m cat /m\n";
    const first = await lab.run(source);
    expect(logs(first.progress)).toEqual(["hola", "1", "hola"]);
    expect(lab.filesOf(first.image).exists("/src")).toBe(false);
    lab.put("app/main.py", "2");
    expect(logs((await lab.run(source)).progress)).toEqual(["2", "hola"]);
  });

  test("memory is gone afterwards", async () => {
    const { image } = await lab.run("FROM alpine\nRUN --mount=type=tmpfs,target=/tmp/x add /tmp/x/a 1\n");
    expect(lab.filesOf(image).exists("/tmp/x/a")).toBe(false);
  });

  test.each([
    ["type=bnd,target=/a", 'unsupported mount type "bnd" (did you mean bind?)'],
    ["type=cache,taget=/a", "unexpected key 'taget' in 'taget=/a' (did you mean target?)"],
    ["type=bind,target", "invalid field 'target' must be a key=value pair"],
    ["type=secret", "invalid secret mount. one of source, target required"],
    ["type=bind,target=/a,mode=0755", 'mode not allowed for "bind" type mounts'],
    ["type=cache,target=/a,sharing=no", 'unsupported sharing value "no"'],
    ["type=cache,target=/a,sharing=share", 'unsupported sharing value "share" (did you mean shared?)'],
    ["type=secret,id=a,mode=9", "invalid value 9 for mode"],
    ["type=cache,target=/a,ro=si", "invalid value for ro: si"],
    ["type=cache,target=/a,size=1m", "unexpected key 'size' for mount type 'cache'"],
    ["type=bind", 'invalid mount target "/"'],
  ])("--mount=%s is a mistake", async (mount, message) => {
    const failed = await lab.run(`FROM alpine\nRUN --mount=${mount} x\n`).catch((error: unknown) => error);
    expect(failed).toMatchObject({ message, range: { start: 2, end: 2 } });
  });
});

test("a step without a network, and one in a mode there is not", async () => {
  await expect(lab.run("FROM alpine\nRUN --network=lan x\n")).rejects.toThrow(
    'dockerfile parse error on line 2: invalid network mode "lan"',
  );
  await expect(lab.run("FROM alpine\nRUN --network=none has /etc\n")).resolves.toBeDefined();
});
