import { beforeAll, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

const run = async (line: string) => {
  const { output, exit } = await lab.run("manager1", line, { columns: 200 });
  return { output: output.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, ""), exit };
};

beforeAll(async () => {
  lab = new HeadlessLab();
  await run("printf 'FROM alpine\\nRUN echo x > /a\\n' > Dockerfile && docker build -q -t beca .");
});

const MISSING = "was found but does not provide the specified platform (linux/arm64)\n";

describe("--platform, of an image that is for linux/amd64", () => {
  it.each([
    ["image inspect --platform linux/arm64", `[]\nError response from daemon: image with reference beca ${MISSING}`],
    ["history --platform arm64", `Error response from daemon: image with reference beca:latest ${MISSING}`],
    [
      "save -o x.tar --platform linux/amd64,linux/arm64",
      `Error response from daemon: no suitable export target found: image with reference beca:latest ${MISSING}`,
    ],
    [
      "rmi --platform linux/arm64",
      "Error response from daemon: Content will be removed from all images referencing this variant. Use —-force to force delete.\n",
    ],
  ])("docker %s says what is not there", async (command, why) => {
    expect((await run(`docker ${command} beca`)).output).toBe(why);
  });

  it("rmi --force passes over a platform that is not there", async () => {
    const { output, exit } = await run("docker rmi -f --platform linux/arm64 beca");
    expect(output).toMatch(
      /^Error response from daemon: failed to delete platform linux\/arm64 for image sha256:[0-9a-f]{64}: image with reference beca:latest was found but does not provide any platform\n$/,
    );
    expect(exit).toBe(0);
  });

  it("save leaves the index out, and load brings the manifest under its own id", async () => {
    const manifest = "docker image inspect --platform linux/amd64 -f '{{.Descriptor.Digest}} {{.ID}}' beca";
    const [digest = "", id] = (await run(manifest)).output.trim().split(" ");
    expect(id).toBe(digest);
    await run("docker save -o entera.tar beca; docker save --platform linux/amd64 -o beca.tar beca; docker rmi beca");
    expect((await run("docker load --platform linux/arm64 -i entera.tar; docker rmi beca")).output).toMatch(
      /^image beca:latest was loaded, but doesn't provide the requested platform \(linux\/arm64\)\nUntagged: /,
    );
    expect((await run("docker load --platform linux/arm64 -i beca.tar")).output).toBe(
      "requested platform (linux/arm64) not found: image might be filtered out\n",
    );
    expect((await run("docker load -i beca.tar && docker image inspect -f '{{.Id}}' beca")).output).toBe(
      `Loaded image: beca:latest\n${digest}\n`,
    );
  });

  it("push sends the manifest alone, and says so", async () => {
    const { output } = await run(
      "docker tag beca 192.168.99.1:5000/beca && docker push --platform amd64 192.168.99.1:5000/beca",
    );
    expect(output).toMatch(
      /^\ni Info → Using --platform pushes only the specified platform manifest of a multi-platform/,
    );
    expect((await run("docker manifest inspect --insecure 192.168.99.1:5000/beca")).output).not.toContain("manifests");
    expect((await run("docker push --platform arm64 192.168.99.1:5000/beca")).output).toContain(
      `image with reference 192.168.99.1:5000/beca:latest ${MISSING}`,
    );
  });
});

describe("docker push", () => {
  it("of all tags names the repository once", async () => {
    await run("docker pull -q busybox; for t in a b; do docker tag busybox 192.168.99.1:5000/caja:$t; done");
    const { output } = await run("docker push -a 192.168.99.1:5000/caja");
    expect(output.match(/The push refers to repository/g)).toHaveLength(1);
    expect(output).toMatch(/a: digest: [\s\S]+b: digest: /);
  });

  it("mounts a layer from another repository of the registry", async () => {
    await run("docker tag busybox 192.168.99.1:5000/segunda");
    expect((await run("docker push 192.168.99.1:5000/segunda")).output).toContain(": Mounted from caja");
  });

  it("of what Docker Hub refuses leaves its layers waiting", async () => {
    await run("docker tag busybox ana/caja");
    const { output, exit } = await run("docker push ana/caja");
    expect(output).toContain(": Waiting");
    expect(output).not.toContain("Pushed");
    expect(output).toContain("push access denied, repository does not exist or may require authorization");
    expect(exit).toBe(1);
  });
});
