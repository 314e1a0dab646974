import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const LAB = new HeadlessLab();

/** What a line prints. */
const said = async (run: string) => (await LAB.run("manager1", run, { columns: 200 })).output;

/** As moby's client words what fails (client/request.go); the first two were recorded on Engine 28 too. */
const FAILURES: readonly [line: string, output: string][] = [
  [
    "docker -H tcp://127.0.0.1:2375 ps",
    "Cannot connect to the Docker daemon at tcp://127.0.0.1:2375. Is the docker daemon running?\n",
  ],
  [
    "DOCKER_HOST=worker1 docker ps",
    "Cannot connect to the Docker daemon at tcp://worker1:2375. Is the docker daemon running?\n",
  ],
  [
    "docker -H nosuch ps",
    "failed to connect to the docker API at tcp://nosuch:2375: lookup nosuch on 192.168.99.1:53: no such host\n",
  ],
  [
    "docker -H tcp://192.168.99.250 ps -a",
    'error during connect: Get "http://192.168.99.250:2375/v1.55/containers/json": dial tcp 192.168.99.250:2375: connect: no route to host\n',
  ],
  [
    "docker -H tcp://192.168.99.250 images",
    'error during connect: Head "http://192.168.99.250:2375/_ping": dial tcp 192.168.99.250:2375: connect: no route to host\n',
  ],
  [
    "docker -H tcp://192.168.99.250 network rm red",
    'error during connect: Delete "http://192.168.99.250:2375/v1.55/networks/red": dial tcp 192.168.99.250:2375: connect: no route to host\n',
  ],
  [
    "docker -H ssh://nosuch stop web",
    'error during connect: Post "http://docker.example.com/v1.55/containers/web/stop": command [ssh -o ConnectTimeout=30 -T -- nosuch docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=ssh: Could not resolve hostname nosuch: Name or service not known\n',
  ],
];

describe("a daemon that does not answer", () => {
  test.each(FAILURES)("%s", async (line, output) => {
    expect((await said(line)).replaceAll("\r", "")).toBe(output);
  });
});

describe("DOCKER_API_VERSION", () => {
  test("an older version is spoken, and docker version tells", async () => {
    expect(await said("DOCKER_API_VERSION=1.44 docker version | grep -m1 API")).toContain(
      "1.44 (downgraded from 1.55)",
    );
  });

  test.each([
    ["9.99", "client version 9.99 is too new. Maximum supported API version is 1.55"],
    ["1.10", "client version 1.10 is too old. Minimum supported API version is 1.40, please upgrade your client"],
  ])("the daemon does not speak %s", async (version, refusal) => {
    expect(await said(`DOCKER_API_VERSION=${version} docker ps`)).toContain(`Error response from daemon: ${refusal}`);
  });
});

describe("docker's own flags before a command", () => {
  test.each([
    ["docker --help ps | head -1", "Usage:  docker ps [OPTIONS]\n"],
    ["docker --version volume ls -q | wc -l", "0\n"],
    ["docker --version nosuch", "Docker version 29.7.2, build a7dcaa6\n"],
    [
      "docker checkpoint ls x",
      "docker checkpoint ls is only supported on a Docker daemon with experimental features enabled\n",
    ],
  ])("%s", async (line, output) => {
    expect((await said(line)).replaceAll("\r", "")).toBe(output);
  });
});

test("the API of a host in no swarm says so, and what is not simulated says that", async () => {
  const api = (path: string) => said(`curl -s --unix-socket /var/run/docker.sock http://localhost${path}`);
  expect(await api("/nodes")).toContain('{"message":"This node is not a swarm manager. Use');
  expect(await api("/commit?container=x")).toContain("this playground does not simulate GET /commit");
  expect(await api("/nada")).toContain('{"message":"page not found"}');
});
