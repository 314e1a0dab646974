import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** What a program tells of itself, the package that it is from, and how the version stands in what it tells. */
const TOLD: readonly (readonly [command: string, pkg: string, pattern: RegExp])[] = [
  ["bash --version", "bash", /^GNU bash, version (\d+\.\d+\.\d+)\(/],
  ["bash -c 'echo $BASH_VERSION'", "bash", /^(\d+\.\d+\.\d+)\(/],
  ["curl --version", "curl", /^curl ([\d.]+) .* libcurl\/\1 /],
  ["dig localhost | sed -n 2p", "bind9-dnsutils", /DiG (.*)-Debian <<>>/],
  ["dpkg --version", "dpkg", /version ([\d.]+) /],
  ["apt-get --version", "apt", /^apt ([\d.]+) \(amd64\)$/m],
  ["git --version", "git", /^git version ([\d.]+)$/m],
  ["ip -V", "iproute2", /^ip utility, iproute2-([\d.]+)$/m],
  ["jq --version", "jq", /^jq-([\d.]+)$/m],
  ["openssl version", "openssl", /^OpenSSL ([\d.]+)/],
  ["ping -V", "iputils-ping", /^ping from iputils (\d+)$/m],
  ["python3 --version", "python3", /^Python ([\d.]+)$/m],
  ["wget --version", "wget", /^GNU Wget ([\d.]+) built on linux-gnu\.$/m],
];

/** The upstream part of a Debian or Alpine version. */
const upstream = (version: string) => version.replace(/^\d+:/, "").replace(/[-+~].*$/, "");

async function labWith(...images: string[]) {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  for (const image of images) await run(`docker pull -q ${image} >/dev/null`);
  return run;
}

/** One tells no more than the other: `5.3.15` is of the package `5.3-4`, which names the series alone. */
function expectSame(told: string | undefined, packaged: string, name: string): void {
  const whole = packaged.replace(/^\d+:/, "");
  expect(
    told === whole || told === upstream(whole) || told?.startsWith(`${upstream(whole)}.`),
    `${name} tells ${told}, its package is ${packaged}`,
  ).toBe(true);
}

describe.each(["debian:trixie", "debian:bookworm", "debian:forky", "ubuntu:24.04"])("%s", (image) => {
  test("its programs tell what their packages are", async () => {
    const run = await labWith(image);
    const names = [...new Set(TOLD.map(([, pkg]) => pkg))].join(" ");
    await run(`docker run -d -t --name box ${image} bash`);
    await run(`docker exec box sh -c 'apt-get update && apt-get install -y ${names}' >/dev/null 2>&1`);
    for (const [command, pkg, pattern] of TOLD) {
      const packaged = await run(`docker exec box dpkg-query -W -f '\${Version}' ${pkg}`);
      expect(packaged, pkg).toMatch(/^\d/);
      const text = await run(`docker exec box bash -c "${command.replaceAll("$", "\\$")}"`);
      expectSame(pattern.exec(text)?.[1], packaged, command);
    }
  });
});

test("so do the hosts', and Docker's own packages are what `docker version` and its plugins tell", async () => {
  const run = await labWith();
  let seen = 0;
  for (const [command, pkg, pattern] of TOLD) {
    const packaged = await run(`dpkg-query -W -f '\${Version}' ${pkg} 2>/dev/null`);
    if (packaged === "") continue;
    expectSame(pattern.exec(await run(command))?.[1], packaged, command);
    seen++;
  }
  expect(seen).toBeGreaterThan(8);
  const docker = async (pkg: string) => upstream(await run(`dpkg-query -W -f '\${Version}' ${pkg}`));
  const info = await run("docker info");
  for (const format of ["{{.Client.Version}}", "{{.Server.Version}}"])
    expect(await run(`docker version -f '${format}'`)).toBe(`${await docker("docker-ce-cli")}\n`);
  expect(await docker("docker-ce")).toBe(/Server Version: (.*)/.exec(info)?.[1]);
  expect(/containerd:\n {2}Version: +([\d.]+)/.exec(await run("docker version"))?.[1]).toBe(
    await docker("containerd.io"),
  );
  const compose = await docker("docker-compose-plugin");
  expect(await run("docker compose version --short")).toBe(`${compose}-3\n`);
  expect(await run("docker compose version")).toBe(`Docker Compose version ${compose}-3\n`);
  expect(/compose: .*\n {4}Version: +(.*)/.exec(info)?.[1]).toBe(`${compose}-3`);
  const buildx = await docker("docker-buildx-plugin");
  expect(await run("docker buildx version")).toMatch(new RegExp(`^github.com/docker/buildx ${buildx}\\+ds1 `));
  expect(/buildx: .*\n {4}Version: +(.*)/.exec(info)?.[1]).toBe(`${buildx}+ds1`);
});

test("the kernel is one, and the system is what os-release says, wherever one asks", async () => {
  const run = await labWith("alpine");
  const kernel = await run("uname -r");
  expect(await run("docker run --rm alpine uname -r")).toBe(kernel);
  expect(await run("docker info -f '{{.KernelVersion}}'")).toBe(kernel);
  expect(await run("cut -d' ' -f3 /proc/version")).toBe(kernel);
  const title = await run('. /etc/os-release; echo "$PRETTY_NAME"');
  expect(await run("lsb_release -ds 2>/dev/null")).toBe(title);
  expect(await run("docker info -f '{{.OperatingSystem}}'")).toBe(title.replace(/\n$/, " (containerized)\n"));
  expect(await run("docker run --rm alpine sh -c '. /etc/os-release; echo $VERSION_ID'")).toBe(
    await run("docker run --rm alpine cat /etc/alpine-release"),
  );
});

test("what apk installs tells the version that apk lists", async () => {
  const run = await labWith("alpine");
  const told: readonly (readonly [string, string, RegExp])[] = [
    ["bash --version", "bash", /version (\d+\.\d+\.\d+)\(/],
    ["curl --version", "curl", /^curl ([\d.]+) /],
    ["git --version", "git", /^git version (.*)$/m],
    ["jq --version", "jq", /^jq-(.*)$/m],
    ["openssl version", "openssl", /^OpenSSL ([\d.]+)/],
    ["python3 --version", "python3", /^Python (.*)$/m],
    ["wget --version", "wget", /^GNU Wget ([\d.]+) /],
  ];
  await run("docker run -d -t --name box alpine");
  const added = await run("docker exec box apk add bash curl git jq openssl python3 wget");
  const busybox = /^BusyBox v([\d.]+) /.exec(await run("docker exec box busybox"))?.[1];
  expect(added).toContain(`Executing busybox-${busybox}-r`);
  const listed = await run("docker exec box apk list -I");
  expect(await run("docker exec box apk info -v")).toBe(listed.replace(/ x86_64 .*/g, ""));
  for (const [command, pkg, pattern] of told) {
    const packaged = new RegExp(`^${pkg}-(\\d\\S*) `, "m").exec(listed)?.[1] ?? "";
    expect(packaged, pkg).not.toBe("");
    expectSame(pattern.exec(await run(`docker exec box ${command}`))?.[1], packaged, command);
  }
});

test.each([
  ["nginx", "NGINX_VERSION", "nginx -v 2>&1", /^nginx version: nginx\/(.*)$/m],
  ["redis", "REDIS_VERSION", "redis-server --version", /^Redis server v=(\S+) /],
  ["redis", "REDIS_VERSION", "redis-cli --version", /^redis-cli (.*)$/m],
  ["python:3-slim", "PYTHON_VERSION", "python3 --version", /^Python (.*)$/m],
  ["httpd", "HTTPD_VERSION", "httpd -v", /Apache\/([\d.]+)/],
])("%s tells what its image calls %s", async (image, variable, command, pattern) => {
  const run = await labWith(image);
  const box = (line: string) => run(`docker run --rm --entrypoint sh ${image} -c '${line}'`);
  const named = (await box(`echo $${variable}`)).trim();
  expect(named).not.toBe("");
  expect(pattern.exec(await box(command))?.[1]).toBe(named);
});
