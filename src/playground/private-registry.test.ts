import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

async function labWithRegistry() {
  const lab = new HeadlessLab();
  const run = async (line: string, host = "manager1") => (await lab.run(host, line)).output;
  await run("docker run -d -p 5000:5000 --name registro -v registro:/var/lib/registry registry");
  await run("docker pull -q alpine && docker tag alpine localhost:5000/curso/alpine:v1");
  return { lab, run };
}

describe("a registry in a container", () => {
  test("takes a push, and gives it to another machine whose daemon accepts it without TLS", async () => {
    const { run } = await labWithRegistry();
    expect(await run("docker push -q localhost:5000/curso/alpine:v1")).toBe("localhost:5000/curso/alpine:v1\n");
    expect(await run("curl -s 192.168.99.100:5000/v2/_catalog", "worker1")).toBe('{"repositories":["curso/alpine"]}\n');
    const pulled = await run("docker pull 192.168.99.100:5000/curso/alpine:v1", "worker1");
    expect(pulled).toContain("Status: Downloaded newer image for 192.168.99.100:5000/curso/alpine:v1");
    expect(await run("docker run --rm 192.168.99.100:5000/curso/alpine:v1 echo hola", "worker1")).toBe("hola\n");
    expect(await run("docker pull manager1:5000/curso/alpine:v1", "worker1")).toContain(
      'Head "https://manager1:5000/v2/curso/alpine/manifests/v1": http: server gave HTTP response to HTTPS client',
    );
  });

  test("notes in its log who asked what", async () => {
    const { run } = await labWithRegistry();
    await run("docker push -q localhost:5000/curso/alpine:v1");
    const log = await run("docker logs registro 2>/dev/null");
    expect(log).toMatch(
      /^172\.17\.0\.1 - - \[.*\] "PUT \/v2\/curso\/alpine\/manifests\/v1 HTTP\/1\.1" 201 0 "" "docker\/29/m,
    );
  });

  test("an image built here goes there and comes back after it was deleted", async () => {
    const { run } = await labWithRegistry();
    await run("printf 'FROM alpine\\nRUN echo hecho > /hecho\\n' | docker build -q -t localhost:5000/mia -");
    const id = await run("docker images -q localhost:5000/mia");
    await run("docker push -q localhost:5000/mia; docker rmi localhost:5000/mia");
    await run("docker pull -q localhost:5000/mia");
    expect(await run("docker images -q localhost:5000/mia")).toBe(id);
    expect(await run("docker run --rm localhost:5000/mia cat /hecho")).toBe("hecho\n");
  });

  test("what it has is in its volume, and stays when the container and the lab are made anew", async () => {
    const { lab, run } = await labWithRegistry();
    await run("docker push -q localhost:5000/curso/alpine:v1; docker rm -f registro");
    expect(await run("docker pull localhost:5000/curso/alpine:v1")).toContain("connect: connection refused");
    await run("docker run -d -p 5000:5000 -v registro:/var/lib/registry registry:2");
    await lab.reopen();
    expect(await run("docker pull -q localhost:5000/curso/alpine:v1")).toBe("localhost:5000/curso/alpine:v1\n");
    expect(await run("docker pull localhost:5000/curso/alpine:v2")).toContain(
      "localhost:5000/curso/alpine:v2: not found",
    );
  });

  test("says what it does not do: passwords", async () => {
    const lab = new HeadlessLab();
    const { output } = await lab.run("manager1", "docker run --rm -e REGISTRY_AUTH=htpasswd registry");
    expect(output).toContain("registry: this playground's registry has no REGISTRY_AUTH");
  });
});
