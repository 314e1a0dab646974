import { describe, expect, it } from "vitest";
import { ComposeLine } from "./compose-line.fixture.ts";

const FILE = `
services:
  web:
    image: shop/web:1
    build:
      context: ./web
      args: [HOME, "MARK=a<b"]
      tags: ["shop/web:latest"]
      secrets: [key]
      ssh: [default]
      ulimits: {nofile: 20, nproc: {soft: 1, hard: 2}}
      no_cache: true
    depends_on: [base.one]
  base.one:
    build:
      dockerfile_inline: |
        FROM alpine
        CMD echo hola
  cache:
    image: alpine
secrets:
  key: {file: ./key}
`;

function shop(): ComposeLine {
  const line = new ComposeLine(FILE);
  line.machine.files.mkdir("/curso/web");
  line.machine.files.writeFile("/curso/web/Dockerfile", 'FROM alpine\nCMD ["true"]\n');
  return line;
}

describe("build", () => {
  it("--print shows what bake would get, with what a service depends on, and builds nothing", async () => {
    const line = shop();
    const { out, status } = await line.compose("build --print --pull --build-arg X=1 --ssh id=./k web");
    expect(status).toBe(0);
    expect(out).toContain('"MARK": "a\\u003cb"');
    const { group, target } = JSON.parse(out);
    expect(group).toEqual({ default: { targets: ["web"] } });
    expect(Object.keys(target)).toEqual(["base_one", "web"]);
    expect(target.web).toEqual({
      context: "/curso/web",
      dockerfile: "/curso/web/Dockerfile",
      args: { HOME: "/root", MARK: "a<b", X: "1" },
      labels: {
        "com.docker.compose.project": "curso",
        "com.docker.compose.service": "web",
        "com.docker.compose.version": "2.40.3",
      },
      tags: ["shop/web:latest", "shop/web:1"],
      secret: ["id=key,type=file,src=/curso/key"],
      ssh: ["default=", "id=./k"],
      pull: true,
      "no-cache": true,
      ulimits: ["nofile=20", "nproc=1:2"],
      output: ["type=docker"],
    });
    expect(Object.keys(line.engine.state.images.references)).not.toContain("docker.io/shop/web:1");
  });

  it("--with-dependencies builds them too", async () => {
    const { out } = await shop().compose("build --print --with-dependencies web");
    expect(JSON.parse(out).group.default.targets).toEqual(["base_one", "web"]);
  });

  it("--check looks at each Dockerfile, and fails where one could be better", async () => {
    const line = shop();
    line.machine.files.writeFile("/curso/key", "k");
    const good = await line.compose("build --check --quiet web");
    expect(good).toMatchObject({ status: 0, out: "web\n\nCheck complete, no warnings found.\n" });
    const bad = await line.compose("build --check --quiet");
    expect(bad.status).toBe(1);
    expect(bad.out).toMatch(/^base\.one\n\nCheck complete, 1 warning has been found!\n\nWARNING: JSONArgsRecommended/);
    expect(bad.out).toMatch(/\n\nweb\n\nCheck complete, no warnings found\.\n$/);
    expect(bad.err).toBe("failed to execute bake: exit status 1\n");
  });

  it("refuses builders, keys and files of secrets that are not there", async () => {
    const line = shop();
    expect(await line.compose("build --builder none web")).toMatchObject({
      status: 1,
      err: 'no builder "none" found\n\n',
    });
    expect((await line.compose("build --ssh nothing web")).err).toBe('invalid ssh key "nothing"\n');
    expect((await line.compose("build -q base.one --ssh default")).err).toBe(
      "failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set\n\n",
    );
    expect((await line.compose("build -q web")).err).toBe(
      "failed to stat /curso/key: stat /curso/key: no such file or directory\n",
    );
  });

  it("makes no proof where none is wanted", async () => {
    const line = shop();
    await line.compose("build -q --provenance=false base.one");
    const image = line.engine.state.images.references["docker.io/library/curso-base.one:latest"];
    expect(line.engine.state.images.images[image ?? ""]?.image.attestation).toBeUndefined();
  });

  it("--dry-run names what it would write", async () => {
    const { err } = await shop().compose("--dry-run build base.one");
    expect(err.split("\n").map((text) => text.trim())).toEqual([
      "DRY-RUN MODE -  base.one ==> ==> writing image dryRun-9aff99876f7d23c066fd303ac268ec686989c04c",
      "DRY-RUN MODE -  base.one ==> ==> naming to curso-base.one",
      "DRY-RUN MODE -  base.one  Built",
      "",
    ]);
  });
});

describe("push", () => {
  it("sends every name of what is built, and tells of a failure below where it may be ignored", async () => {
    const line = shop();
    const { err, status } = await line.compose("push --ignore-push-failures");
    expect(status).toBe(0);
    expect(err.split("\n").map((text) => text.trim())).toEqual([
      "base.one Skipped",
      "cache Skipped",
      "Pushing web: tag does not exist: shop/web:1",
      "Pushing web: tag does not exist: shop/web:latest",
      "",
    ]);
    expect(await line.compose("push web")).toMatchObject({ status: 1, err: "tag does not exist: shop/web:1\n" });
  });
});
