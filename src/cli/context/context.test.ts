import { expect, test } from "vitest";
import { DaemonUnreachable } from "../command.ts";
import { DockerLine } from "../docker-line.fixture.ts";
import { parseHost } from "./endpoint.ts";

test("the default context, as recorded", async () => {
  const { out } = await new DockerLine().run("docker context ls");
  expect(out).toBe(
    [
      "NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR",
      "default *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock   ",
      "",
    ].join("\n"),
  );
});

test("a context is created, used, and removed", async () => {
  const line = new DockerLine();
  expect(await line.run("docker context create lejos --docker host=ssh://root@worker1")).toEqual({
    status: 0,
    out: "lejos\n",
    err: 'Successfully created context "lejos"\n',
  });
  expect(await line.run("docker context use lejos")).toMatchObject({
    out: "lejos\n",
    err: 'Current context is now "lejos"\n',
  });
  expect((await line.run("docker context show")).out).toBe("lejos\n");
  expect((await line.run("docker context ls -q")).out).toBe("default\nlejos\n");
  expect((await line.run(["docker", "context", "inspect", "-f", "{{.Endpoints.docker.Host}}"])).out).toBe(
    "ssh://root@worker1\n",
  );
  expect(await line.run("docker context rm lejos")).toMatchObject({
    status: 1,
    err: 'context "lejos" is in use, set -f flag to force remove\n',
  });
  expect((await line.run("docker --context default context show")).out).toBe("default\n");
  expect(await line.run("docker context rm -f lejos")).toMatchObject({ status: 0, out: "lejos\n" });
  expect((await line.run("docker context show")).out).toBe("default\n");
});

test("contexts that are not there", async () => {
  const line = new DockerLine();
  const missing =
    /^context "no": context not found: open \/root\/\.docker\/contexts\/meta\/[0-9a-f]{64}\/meta\.json: no such file or directory\n$/;
  expect((await line.run("docker context use no")).err).toMatch(missing);
  expect((await line.run("docker --context no version")).status).toBe(1);
  expect((await line.run("docker context create x!")).err).toContain('context name "x!" is invalid');
});

test("the daemon is looked for where -H, DOCKER_HOST or the context say", async () => {
  const asked: (string | undefined)[] = [];
  const connect = (_: unknown, host: string | undefined) => {
    asked.push(host);
    return new DaemonUnreachable(`failed to connect to the docker API at ${host}`);
  };
  const line = new DockerLine({ DOCKER_HOST: "worker2" }, connect);
  const down = await line.run("docker version");
  expect(down.status).toBe(1);
  expect(down.out).toMatch(/^Client: Docker Engine - Community\n Version: {11}29\.7\.2\n/);
  expect(down.out).not.toContain("Server");
  expect(down.err).toBe("failed to connect to the docker API at tcp://worker2:2375\n");
  await line.run("docker -H ssh://root@worker1 version");
  await line.run("docker -H unix:///var/run/docker.sock version");
  expect(asked).toEqual(["tcp://worker2:2375", "ssh://root@worker1", undefined]);
});

test.each([
  ["worker1", "tcp://worker1:2375"],
  ["tcp://worker1:2376", "tcp://worker1:2376"],
  [":2375", "tcp://localhost:2375"],
  ["unix:///run/docker.sock", "unix:///run/docker.sock"],
])("the address %s", (text, host) => {
  expect(parseHost(text)).toBe(host);
});

test("what a context is made of, as recorded on Engine 28", async () => {
  const line = new DockerLine();
  await line.run("docker context create copia");
  expect((await line.run("docker context ls --format {{.Description}}")).out).toBe(
    "Current DOCKER_HOST based configuration\nCurrent DOCKER_HOST based configuration\n",
  );
  expect((await line.run(["docker", "context", "ls", "--format", "table {{.Name}}\\t{{.Current}}"])).out).toBe(
    "NAME      <no value>\ncopia     false\ndefault   true\n",
  );
  expect((await line.run("docker context inspect default")).out).toContain('"TLSPath": "\\u003cIN MEMORY\\u003e"');
  expect((await line.run("docker context create malo --docker x")).err).toContain(
    'invalid argument "x" for "--docker" flag: x must be formatted as key=value',
  );
  expect((await line.run("docker context create malo --docker host=worker1:2375")).err).toBe(
    "unable to create docker endpoint config: unable to apply docker endpoint options: unable to parse docker host `worker1:2375`\n",
  );
  expect((await line.run("docker context create malo --docker host=foo://x")).status).toBe(0);
});

test("a context is exported, and imported under another name", async () => {
  const line = new DockerLine();
  await line.run(["docker", "context", "create", "uno", "--description", "El obrero", "--docker", "host=tcp://w:2376"]);
  expect(await line.run("docker context export uno")).toMatchObject({ err: 'Written file "uno.dockercontext"\n' });
  expect(await line.run("docker context export uno")).toMatchObject({
    status: 1,
    err: "open uno.dockercontext: file exists\n",
  });
  expect(await line.run("docker context import dos uno.dockercontext")).toMatchObject({
    out: "dos\n",
    err: 'Successfully imported context "dos"\n',
  });
  const listed = await line.run([
    "docker",
    "context",
    "ls",
    "--format",
    "{{.Name}} {{.Description}} {{.DockerEndpoint}}",
  ]);
  expect(listed.out).toContain("dos El obrero tcp://w:2376\nuno El obrero tcp://w:2376\n");
});

test.each([
  ["import default x", '"default" is a reserved context name\n'],
  ["import tres nada.tar", "open nada.tar: no such file or directory\n"],
  ["export nada /nada/x", "open /nada/x: no such file or directory\n"],
])("docker context %s is refused", async (words, err) => {
  expect(await new DockerLine().run(`docker context ${words}`)).toMatchObject({ status: 1, err });
});

test("a context that is in use and is not there is shown, and listed with what is wrong", async () => {
  const line = new DockerLine();
  expect((await line.run("docker --context nada context show")).out).toBe("nada\n");
  const { out } = await line.run(["docker", "--context", "nada", "context", "ls", "--format", "{{.Name}} {{.Error}}"]);
  expect(out).toBe('default \nnada context "nada": context not found: open /roo…\n');
});
