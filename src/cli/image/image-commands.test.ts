import { beforeEach, describe, expect, test } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

let docker: DockerLine;
beforeEach(() => {
  docker = new DockerLine({}, undefined, ["alpine", "nginx"]);
});

const LEGEND =
  "\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m \x1b[38;5;0m\x1b[48;5;14m U \x1b[0m In Use\n";
const bold = (text: string) => `\x1b[39m\x1b[1m${text}\x1b[0m`;

const id = async (name: string) => (await docker.run(["docker", "images", "-q", name])).out.trim();

async function use(image: string): Promise<void> {
  await docker.run(`docker create ${image}`);
}

describe("docker images", () => {
  test("is the tree of Docker 29 on a terminal: legend, colours, columns", async () => {
    const { out } = await docker.run("docker images", { columns: 100 });
    const row = (name: string, short: string) =>
      `\x1b[34m\x1b[1m${name}\x1b[0m   \x1b[39m${short}\x1b[0m         \x1b[39m12MB\x1b[0m            \x1b[39m4MB\x1b[0m        \n`;
    expect(out).toBe(
      `${" ".repeat(80)}${LEGEND}${bold("IMAGE")}           ${bold("ID")}             ${bold("DISK USAGE")}   ${bold("CONTENT SIZE")}   ${bold("EXTRA")}\n` +
        row("alpine:latest", await id("alpine")) +
        row("nginx:latest", await id("nginx")).replace("\x1b[0m   \x1b[39m", "\x1b[0m    \x1b[39m"),
    );
  });

  test("is plain in a pipe, and says what is in use", async () => {
    await use("nginx");
    const { out } = await docker.run("docker images");
    expect(out).toBe(
      "IMAGE           ID             DISK USAGE   CONTENT SIZE   EXTRA\n" +
        `alpine:latest   ${await id("alpine")}         12MB            4MB        \n` +
        `nginx:latest    ${await id("nginx")}         12MB            4MB   U    \n`,
    );
  });

  test("with platforms below each image", async () => {
    const { out } = await docker.run("docker images --tree alpine");
    expect(out.split("\n").map((line) => line.replace(/[0-9a-f]{12}/, "ID"))).toEqual([
      "IMAGE                ID             DISK USAGE   CONTENT SIZE   EXTRA",
      "alpine:latest        ID         12MB            4MB        ",
      "└─ linux/amd64       ID         12MB            4MB        ",
      "",
      "",
    ]);
  });

  test("is the old table with --digests, --no-trunc, -q or --format", async () => {
    const { out } = await docker.run("docker images --digests alpine");
    expect(out.split("\n")[0]).toMatch(/^REPOSITORY {3}TAG {7}DIGEST +IMAGE ID {7}CREATED {7}SIZE$/);
    expect(out).toMatch(/^alpine {7}latest {4}sha256:[a-f0-9]{64} {3}[a-f0-9]{12} {3}3 weeks ago {3}12MB$/m);
    const format = ["docker", "images", "--format", "{{.Repository}}:{{.Tag}} {{.Size}}"];
    expect((await docker.run(format)).out.split("\n").sort()).toEqual(["", "alpine:latest 12MB", "nginx:latest 12MB"]);
  });

  test("takes filters, and refuses those there are not", async () => {
    expect(
      (await docker.run(["docker", "images", "-q", "-f", "reference=*:latest"])).out.trim().split("\n"),
    ).toHaveLength(2);
    expect((await docker.run("docker images -q -f dangling=true")).out).toBe("");
    expect(await docker.run("docker images --filter nope=1")).toMatchObject({
      status: 1,
      err: "Error response from daemon: invalid filter 'nope'\n",
    });
  });

  test("guesses what was meant", async () => {
    expect((await docker.run("docker images ls")).err).toBe(
      '\nNo images found matching "ls": did you mean "docker image ls"?\n',
    );
  });
});

describe("docker rmi", () => {
  test("takes names away one by one, and the image with the last", async () => {
    await docker.run("docker tag alpine mi-alpine:v1");
    expect((await docker.run("docker rmi mi-alpine:v1")).out).toBe("Untagged: mi-alpine:v1\n");
    const full = (await docker.run("docker images -q --no-trunc alpine")).out.trim();
    expect((await docker.run("docker rmi alpine")).out).toBe(`Untagged: alpine:latest\nDeleted: ${full}\n`);
    expect(await docker.run("docker rmi alpine")).toEqual({
      status: 1,
      out: "",
      err: "Error response from daemon: No such image: alpine:latest\n",
    });
  });

  test("by id wants --force for an image with several names", async () => {
    await docker.run("docker tag alpine otra");
    const short = await id("alpine");
    expect((await docker.run(`docker rmi ${short}`)).err).toBe(
      `Error response from daemon: conflict: unable to delete ${short} (must be forced) - image is referenced in multiple repositories\n`,
    );
    expect((await docker.run(`docker rmi -f ${short}`)).out).toMatch(
      /^Untagged: alpine:latest\nUntagged: otra:latest\nDeleted: /,
    );
  });

  test("leaves an image that a container uses, or lets only its name go", async () => {
    await use("nginx");
    const short = await id("nginx");
    const container = Object.keys(docker.engine.state.containers)[0]?.slice(0, 12);
    expect(await docker.run("docker rmi nginx")).toMatchObject({
      status: 1,
      err: `Error response from daemon: conflict: unable to delete nginx:latest (must be forced) - container ${container} is using its referenced image ${short}\n`,
    });
    expect((await docker.run(`docker rmi ${short}`)).err).toBe(
      `Error response from daemon: conflict: unable to delete ${short} (must be forced) - image is being used by stopped container ${container}\n`,
    );
    expect((await docker.run("docker rmi -f nginx")).out).toBe("Untagged: nginx:latest\n");
    expect((await docker.run("docker images -a")).out).toContain(`<untagged>      ${short}`);
    expect((await docker.run("docker images -q")).out).not.toContain(short);
  });

  test("goes on after what it cannot do", async () => {
    const { status, out, err } = await docker.run("docker rmi nosuch alpine");
    expect(status).toBe(1);
    expect(out).toContain("Untagged: alpine:latest");
    expect(err).toBe("Error response from daemon: No such image: nosuch:latest\n");
  });
});

describe("docker tag", () => {
  test.each([
    ["nosuch otro", "Error response from daemon: No such image: nosuch:latest\n"],
    [
      "alpine MAYUS:v1",
      'error parsing reference: "MAYUS:v1" is not a valid repository/tag: invalid reference format: repository name (library/MAYUS) must be lowercase\n',
    ],
  ])("%s", async (words, err) => {
    expect(await docker.run(`docker tag ${words}`)).toEqual({ status: 1, out: "", err });
  });

  test("moves a name; the image that loses its last stays, dangling", async () => {
    const old = await id("nginx");
    await docker.run("docker tag alpine nginx");
    expect(await id("nginx")).toBe(await id("alpine"));
    expect((await docker.run("docker images -q -f dangling=true")).out.trim()).toBe(old);
    const { out } = await docker.run("docker image prune -f");
    expect(out).toMatch(new RegExp(`^Deleted Images:\nuntagged: sha256:${old}.*\ndeleted: sha256:${old}`));
    expect((await docker.run("docker images -q -f dangling=true")).out).toBe("");
  });

  test("prune -a takes the names that no container was made by, and leaves the image", async () => {
    await docker.run("docker tag alpine otro");
    await docker.run("docker create alpine");
    const { out } = await docker.run("docker image prune -af");
    expect(out).toContain("untagged: otro:latest\n");
    expect((await docker.run("docker images --format {{.Repository}}")).out).toBe("alpine\n");
    expect(out).not.toContain(await id("alpine"));
  });
});

test("docker history shows steps, the last first", async () => {
  const { out } = await docker.run("docker history alpine");
  expect(out).toBe(
    "IMAGE          CREATED       CREATED BY   SIZE      COMMENT\n" +
      `${await id("alpine")}   3 weeks ago   ADD alpine   8MB       \n`,
  );
  expect((await docker.run("docker history -H=false alpine")).out.split("\n")[1]).toContain("2026-11-01T00:00:00Z");
});

test("docker image inspect gives the object in the API's order", async () => {
  const object = JSON.parse((await docker.run("docker image inspect alpine")).out)[0];
  expect(Object.keys(object)).toEqual([
    "Id",
    "RepoTags",
    "RepoDigests",
    "Created",
    "Config",
    "Architecture",
    "Os",
    "Size",
    "RootFS",
    "Metadata",
    "Descriptor",
  ]);
  expect(object.RepoDigests).toEqual([`alpine@${object.Id}`]);
});

describe("docker save and load", () => {
  test("carry an image with its name and id", async () => {
    const before = await id("alpine");
    await docker.run("docker save alpine -o /root/alpine.tar");
    await docker.run("docker rmi alpine");
    expect((await docker.run("docker load -i /root/alpine.tar")).out).toBe("Loaded image: alpine:latest\n");
    expect(await id("alpine")).toBe(before);
  });

  test("refuse what they cannot do", async () => {
    expect((await docker.run("docker save alpine", { columns: 80 })).out).toContain(
      "cowardly refusing to save to a terminal. Use the -o flag or redirect",
    );
    expect((await docker.run("docker load", { input: "no archive" })).err).toBe("unexpected EOF\n");
  });
});

test("docker import makes an image of an archive", async () => {
  await docker.run("docker save alpine -o /root/alpine.tar");
  const wrong = await docker.run(["docker", "import", "-c", "FROM x", "/root/alpine.tar"]);
  expect(wrong.err).toBe("Error response from daemon: FROM is not a valid change command\n");
  const made = await docker.run(["docker", "import", "-c", 'CMD ["sh"]', "/root/alpine.tar", "importada:v1"]);
  expect(made.out).toMatch(/^sha256:[a-f0-9]{64}\n$/);
  expect((await docker.run("docker history importada:v1")).out).toMatch(/Imported from -\n$/);
});

test("docker pull shows what comes, and what is there already", async () => {
  const first = await docker.run("docker pull redis:7");
  expect(first.out).toMatch(
    /^7: Pulling from library\/redis\n[0-9a-f]{12}: Pulling fs layer\n(?:[0-9a-f]{12}: (?:Download|Pull) complete\n)+Digest: sha256:[0-9a-f]{64}\nStatus: Downloaded newer image for redis:7\ndocker.io\/library\/redis:7\n$/,
  );
  expect((await docker.run("docker pull redis:7")).out).toContain("Status: Image is up to date for redis:7\n");
  expect((await docker.run("docker pull -q redis:7")).out).toBe("docker.io/library/redis:7\n");
  expect(await docker.run("docker pull MAYUS")).toMatchObject({
    status: 1,
    err: "invalid reference format: repository name (library/MAYUS) must be lowercase\n",
  });
});

test.each([
  [
    "docker tag alpine sha256:abc",
    "Error response from daemon: refusing to create an ambiguous tag using digest algorithm as name\n",
  ],
  [`docker tag alpine x@sha256:${"0".repeat(64)}`, "refusing to create a tag with a digest reference\n"],
  ["docker images --format {{.Repository}} --filter =x", "Error response from daemon: invalid filter\n"],
])("refused, as recorded on Engine 28: %s", async (text, err) => {
  const line = new DockerLine({}, undefined, ["alpine"]);
  expect(await line.run(text)).toEqual({ status: 1, out: "", err });
});

test("a pattern that is none matches no image", async () => {
  const line = new DockerLine({}, undefined, ["alpine"]);
  expect(await line.run("docker images -q --filter reference=[a")).toEqual({ status: 0, out: "", err: "" });
  expect((await line.run("docker images --format {{.Tag}} --filter reference=[a]lp?ne")).out).toBe("latest\n");
});
