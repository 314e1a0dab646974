import { afterEach, describe, expect, test, vi } from "vitest";
import { COMMANDS } from "./commands.ts";
import { DockerLine } from "./docker-line.fixture.ts";

const USAGE_ERRORS: readonly [line: string, status: number, error: string][] = [
  ["docker foo", 1, "docker: unknown command: docker foo\n\nRun 'docker --help' for more information\n"],
  [
    "docker --nope",
    125,
    "unknown flag: --nope\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n",
  ],
  [
    "docker run -Z alpine",
    125,
    "unknown shorthand flag: 'Z' in -Z\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker run --help' for more information\n",
  ],
  [
    "docker run -e",
    125,
    "flag needs an argument: 'e' in -e\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker run --help' for more information\n",
  ],
  [
    "docker run --memory abc alpine",
    125,
    "invalid argument \"abc\" for \"-m, --memory\" flag: invalid size: 'abc'\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker run --help' for more information\n",
  ],
  [
    "docker container foo",
    1,
    "docker: unknown command: docker container foo\n\nUsage:  docker container\n\nRun 'docker container --help' for more information\n",
  ],
  [
    "docker volume foo",
    1,
    "docker: unknown command: docker volume foo\n\nUsage:  docker volume COMMAND\n\nRun 'docker volume --help' for more information\n",
  ],
  [
    "docker context show extra",
    1,
    "docker: 'docker context show' accepts no arguments\n\nUsage:  docker context show\n\nRun 'docker context show --help' for more information\n",
  ],
  [
    "docker context use",
    1,
    "docker: 'docker context use' requires 1 argument\n\nUsage:  docker context use CONTEXT\n\nRun 'docker context use --help' for more information\n",
  ],
  [
    "docker -H a -H b ps",
    125,
    'invalid argument "b" for "-H, --host" flag: specify only one -H\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun \'docker --help\' for more information\n',
  ],
  ["docker compose up --nope", 1, "unknown flag: --nope\n"],
];

describe("a line that Docker cannot read", () => {
  test.each(USAGE_ERRORS)("%s", async (line, status, error) => {
    const run = await new DockerLine().run(line);
    expect(run).toEqual({ status, out: "", err: error });
  });
});

describe("help", () => {
  test("docker alone prints it on standard error", async () => {
    const { status, out, err } = await new DockerLine().run("docker");
    expect(status).toBe(0);
    expect(out).toBe("");
    expect(err).toMatch(/^Usage: {2}docker \[OPTIONS\] COMMAND\n/);
    expect(err).not.toContain("\n  service ");
  });

  test("an alias has its own usage line", async () => {
    const { out } = await new DockerLine().run("docker ps --help");
    expect(out).toMatch(/^Usage: {2}docker ps \[OPTIONS\]\n\nList containers\n/);
    const listed = await new DockerLine().run("docker container list --help");
    expect(listed.out).toMatch(/^Usage: {2}docker container ls \[OPTIONS\]\n/);
  });

  test("-h still works, and says that it should not", async () => {
    const { out, err } = await new DockerLine().run("docker rm -h");
    expect(err).toBe("");
    expect(out).toMatch(/^Flag shorthand -h has been deprecated, use --help\nUsage: {2}docker rm /);
  });

  test("so do other flags, on standard output, once for each time", async () => {
    const { out, err } = await new DockerLine().run("docker stop --time 1 --time=2 nosuch");
    expect(out).toBe("Flag --time has been deprecated, use --timeout instead\n".repeat(2));
    expect(err).toBe("Error response from daemon: No such container: nosuch\n");
    expect(await new DockerLine().run("docker commit -p=false nosuch")).toMatchObject({
      status: 1,
      out: "Flag --pause has been deprecated, and enabled by default. Use --no-pause to disable pausing during commit.\n",
    });
  });

  test("docker help COMMAND is the same", async () => {
    const line = new DockerLine();
    expect((await line.run("docker help network create")).out).toBe(
      (await line.run("docker network create --help")).out,
    );
    expect(await line.run("docker help nope")).toMatchObject({ status: 1, err: "unknown help topic: nope\n" });
  });
});

describe("docker's own flags", () => {
  test.each([
    ["docker -l foo ps", "Unable to parse logging level: foo\n"],
    [
      "docker -H http://foo ps",
      "Failed to initialize: unable to resolve docker endpoint: invalid bind address format: http://foo\n",
    ],
    ["docker help ps nope", "unknown help topic: nope\n"],
  ])("%s", async (line, err) => {
    expect(await new DockerLine().run(line)).toEqual({ status: 1, out: "", err });
  });

  test("an empty context is none", async () => {
    expect(await new DockerLine().run(["docker", "--context", "", "ps", "-q"])).toEqual({
      status: 0,
      out: "",
      err: "",
    });
  });
});

test("what is not simulated says so in the reader's language", async () => {
  const spanish = await new DockerLine({ LANG: "es_ES.UTF-8" }).run("docker plugin push web");
  expect(spanish).toMatchObject({ status: 1, out: "" });
  expect(spanish.err).toContain("no simula «docker plugin push»");
  const english = await new DockerLine({ LANG: "C.UTF-8" }).run("docker plugin push web");
  expect(english.err).toContain('does not simulate "docker plugin push"');
});

test("the version", async () => {
  const expected = { status: 0, out: "Docker version 29.7.2, build a7dcaa6\n", err: "" };
  expect(await new DockerLine().run("docker --version")).toEqual(expected);
  expect(await new DockerLine().run("docker -v")).toEqual(expected);
});

describe("completion", () => {
  test.each([
    ["docker ru", ["run"]],
    ["docker network c", ["connect", "create"]],
    ["docker run --inte", ["--interactive"]],
    ["docker -H x vol", ["volume"]],
    ["docker context use d", ["default"]],
    ["docker context show ", []],
  ])("%s", async (line, expected) => {
    expect(await new DockerLine().complete(line)).toEqual(expected);
  });
});

describe("a command whose script cannot be fetched", () => {
  afterEach(() => vi.restoreAllMocks());

  test("says so in the reader's language, and is there when it can be", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(COMMANDS, "volume ls").mockRejectedValueOnce(new TypeError("Failed to fetch"));
    const docker = new DockerLine({ LANG: "es_ES.UTF-8" });
    expect(await docker.run("docker volume ls")).toEqual({
      status: 126,
      out: "",
      err: "docker: no se ha podido descargar esta parte del laboratorio; comprueba la conexión y vuelve a intentarlo\n",
    });
    expect(await docker.run("docker volume ls")).toMatchObject({ status: 0, out: "DRIVER    VOLUME NAME\n" });
  });
});
