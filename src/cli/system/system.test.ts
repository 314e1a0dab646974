import { expect, test } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

test("docker version, as recorded", async () => {
  const { out, status } = await new DockerLine().run("docker version");
  expect(status).toBe(0);
  expect(out).toBe(`Client: Docker Engine - Community
 Version:           29.7.2
 API version:       1.55
 Go version:        go1.27.3
 Git commit:        a7dcaa6
 Built:             Wed Aug  5 17:34:15 2026
 OS/Arch:           linux/amd64
 Context:           default

Server:
 Engine:
  Version:          29.7.2
  API version:      1.55 (minimum version 1.40)
  Go version:       go1.27.3
  Git commit:       b985e23
  Built:            Wed Aug  5 17:34:15 2026
  OS/Arch:          linux/amd64
  Experimental:     false
 containerd:
  Version:          2.1.9+unknown
  GitCommit:        
 runc:
  Version:          1.3.6+ds1
  GitCommit:        1.3.6+ds1-1
 docker-init:
  Version:          0.19.0
  GitCommit:        
`);
});

test("versions through a template", async () => {
  const { out } = await new DockerLine().run([
    "docker",
    "version",
    "--format",
    "{{.Client.Version}} {{.Server.APIVersion}}",
  ]);
  expect(out).toBe("29.7.2 1.55\n");
});

test("docker info", async () => {
  const line = new DockerLine();
  const { out } = await line.run("docker info");
  expect(out).toMatch(
    /^Client: Docker Engine - Community\n Version: {4}29\.7\.2\n Context: {4}default\n Debug Mode: false\n/,
  );
  expect(out).toContain("\nServer:\n Containers: 0\n  Running: 0\n");
  expect(out).toContain("\n Swarm: inactive\n Runtimes: io.containerd.runc.v2 runc\n");
  expect(out).toContain("\n Security Options:\n  seccomp\n   Profile: builtin\n");
  expect(out).toContain("\n Total Memory: 23.54GiB\n");
  expect(out).toMatch(/\n {2}UserlandProxyPath: \/usr\/sbin\/docker-proxy\n\n$/);
  expect((await line.run(["docker", "info", "-f", "{{.Swarm.LocalNodeState}} {{.NCPU}}"])).out).toBe("inactive 2\n");
});

test("a field that docker info does not have, as recorded", async () => {
  expect(await new DockerLine().run(["docker", "info", "--format", "{{.Nope}}"])).toEqual({
    status: 1,
    out: "\n",
    err: 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type system.dockerInfo\n',
  });
});
