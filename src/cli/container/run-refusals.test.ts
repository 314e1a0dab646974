import { expect, test } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

/** What a line of `docker run` is refused with: by pflag (with the usage), by the client, or by the daemon. */
const FLAG_ERRORS: readonly [flags: string, error: string][] = [
  ["--mount type=bind,src=/x,dst=/y,color=red", "unknown option 'color' in 'color=red'"],
  ["--link web:a:b", "bad format for links: web:a:b"],
  ["--add-host foo:bar", 'invalid IP address in add-host: "bar"'],
  ["--add-host foo:", 'invalid IP address in add-host: ""'],
  ["--label =x", "invalid label '=x': empty name"],
  ["--ip foo", 'failed to parse IP: "foo"'],
  ["--shm-size -1", "invalid size: '-1'"],
  ["--cpus 1/0", "failed to parse 1/0 as a rational number"],
  ["--cpus 0.0000000001", "value is too precise"],
  ["--dns-search a_b", "a_b is not a valid domain"],
  ["--blkio-weight-device foo", "bad format: foo"],
  ["--device-write-iops /dev/sda:-1", "invalid rate for device: /dev/sda:-1."],
  ["--device-cgroup-rule foo", "invalid device cgroup format 'foo'"],
  ["--network name=nn,foo=bar", "invalid field key foo"],
  ["--network alias=x", "network name/id is not specified"],
];

test.each(FLAG_ERRORS)("%s is no value of its flag", async (flags, error) => {
  const { status, err } = await new DockerLine({}, undefined, ["alpine"]).run(`docker run ${flags} alpine true`);
  expect(err).toContain(" flag: ");
  expect(err).toContain(error);
  expect(status).toBe(125);
});

const CLIENT_ERRORS: readonly [flags: string, error: string][] = [
  ["-v /x:/y:ro:z", "invalid spec: /x:/y:ro:z: too many colons"],
  ["--expose abc", 'invalid range format for --expose: abc, error: strconv.ParseUint: parsing "abc": invalid syntax'],
  ["--expose 80-79", "invalid range format for --expose: 80-79, error: invalid range specified for port: 80-79"],
  [
    "--expose 70000",
    'invalid range format for --expose: 70000, error: strconv.ParseUint: parsing "70000": value out of range',
  ],
  ["--device foo", "foo is not an absolute path"],
  ["--device a:b:c:d", "bad format for path: a:b:c:d"],
  ["--device /dev/null:/dev/foo:xyz", "bad mode specified: xyz"],
  ["--storage-opt foo", "invalid storage option"],
  ["--memory-swappiness 101", "invalid value: 101. Valid memory swappiness range is 0-100"],
  ["--restart on-failure:1:2", "invalid restart policy format: maximum retry count must be an integer"],
  ["--pid container:", "--pid: invalid PID mode"],
  ["--mac-address foo", "foo is not a valid mac address"],
  ["--mac-address 92:d0:c6:0a:29", "92:d0:c6:0a:29 is not a valid mac address"],
  [
    "--network nn --network host",
    "conflicting options: cannot attach both user-defined and non-user-defined network-modes",
  ],
  [
    "--network name=nn,alias=a --network-alias b",
    "conflicting options: cannot specify both --network-alias and per-network alias",
  ],
  [
    "--network name=nn,ip=10.7.0.5 --ip 10.7.0.6",
    "conflicting options: cannot specify both --ip and per-network IPv4 address",
  ],
  ["--network=", "no name set for network"],
  [
    "--security-opt seccomp=no.json",
    "opening seccomp profile (no.json) failed: open no.json: no such file or directory",
  ],
  [
    "--platform foo",
    'error parsing specified platform: "foo": unknown operating system or architecture: invalid argument',
  ],
  [
    "--platform a/b/c/d",
    'error parsing specified platform: "a/b/c/d": cannot parse platform specifier: invalid argument',
  ],
  ["--env-file .", "invalid env file (.): read .: is a directory"],
  ["--cidfile /nosuch/x", "failed to create the container ID file: open /nosuch/x: no such file or directory"],
];

test.each(CLIENT_ERRORS)("%s is refused by the client", async (flags, error) => {
  const { err } = await new DockerLine({}, undefined, ["alpine"]).run(`docker run ${flags} alpine true`);
  expect(err).toBe(`docker: ${error}\n\nRun 'docker run --help' for more information\n`);
});

const DAEMON_ERRORS: readonly [flags: string, error: string][] = [
  [
    "-v /x:/y:nocopy",
    `invalid volume specification: '/x:/y:nocopy': invalid mount config for type "bind": field VolumeOptions must not be specified`,
  ],
  ["--tmpfs a", "invalid mount path: 'a' mount path must be absolute"],
  ["--tmpfs /", "invalid specification: destination can't be '/'"],
  ["--mount type=foo,dst=/a", 'invalid mount config for type "foo": mount type unknown'],
  [
    "--mount type=bind,src=/tmp,dst=/a,bind-propagation=foo",
    'invalid mount config for type "bind": invalid propagation mode: foo',
  ],
  ["--pid container:nosuch", "No such container: nosuch"],
  ["--ipc container:nosuch", "No such container: nosuch"],
  ["--runtime nosuch", "unknown or invalid runtime name: nosuch"],
  ["--log-driver local --log-opt foo=1", "unknown log opt 'foo' for log driver local"],
  ["--log-driver syslog --log-opt foo=1", "unknown log opt 'foo' for syslog log driver"],
  ["--log-opt mode=foo", "logger: logging mode not supported: foo"],
  ["--log-opt max-buffer-size=1m", "logger: max-buffer-size option is only supported with 'mode=non-blocking'"],
  ["--restart on-failure:-1", "invalid restart policy: maximum retry count cannot be negative"],
  ["--cpus 1 --cpu-quota 5000", "Conflicting options: Nano CPUs and CPU Quota cannot both be set"],
  ["--cpus 1 --cpu-period 5000", "Conflicting options: Nano CPUs and CPU Period cannot both be set"],
  ["--cpu-quota 500", "CPU cfs quota can not be less than 1ms (i.e. 1000)"],
  ["--cpu-shares -1", "shares: invalid argument"],
  ["--cpuset-cpus 99", "Requested CPUs are not available - requested 99, available: 0-1"],
  ["--cpuset-cpus abc", "Invalid value abc for cpuset cpus: invalid format: abc"],
  ["--cpuset-mems 9", "Requested memory nodes are not available - requested 9, available: 0"],
  ["--blkio-weight 5", "Range of blkio weight is from 10 to 1000"],
  ["--oom-score-adj 2000", "Invalid value 2000, range for oom score adj is [-1000, 1000]"],
  ["--security-opt foo=bar", 'invalid --security-opt 2: "foo=bar"'],
  ["--user -1", "uids and gids must be in range 0-2147483647"],
  ["--workdir foo", "the working directory 'foo' is invalid, it needs to be an absolute path"],
  ["--workdir /etc/passwd", "Cannot mkdir: /etc/passwd is not a directory"],
  ["--isolation foo", `invalid isolation: "foo" - linux only supports 'default'`],
];

test.each(DAEMON_ERRORS)("%s is refused by the daemon", async (flags, error) => {
  const { status, err } = await new DockerLine({}, undefined, ["alpine"]).run(`docker run ${flags} alpine true`);
  expect(err).toBe(`docker: Error response from daemon: ${error}\n\nRun 'docker run --help' for more information\n`);
  expect(status).toBe(125);
});

test.each([
  ["-v name alpine exists /name"],
  ["-v :: alpine exists /::"],
  ["--stop-signal 99 alpine true"],
  ["--user :nobody alpine true"],
  ["--cpus 1/2 alpine true"],
  ["--mac-address 02-42-ac-11-00-99 alpine true"],
  ["--platform x86_64 alpine true"],
])("%s is no mistake", async (line) => {
  const run = await new DockerLine({}, undefined, ["alpine"]).run(`docker run ${line}`);
  expect(run).toEqual({ status: 0, out: "", err: "" });
});

test("a port is opened only where the host has the address", async () => {
  const docker = new DockerLine({}, undefined, ["alpine"]);
  const { err } = await docker.run("docker run -p 10.9.9.9:8099:80 alpine true");
  expect(err).toMatch(/: failed to bind host port 10\.9\.9\.9:8099\/tcp: cannot assign requested address\n/);
  expect(await docker.run("docker run -p 127.0.0.2:8099:80 alpine true")).toMatchObject({ status: 0 });
});

test("the file of --cidfile is there only when there is a container", async () => {
  const docker = new DockerLine({}, undefined, ["alpine"]);
  await docker.run("docker run --cidfile /tmp/cid --memory 1m alpine true");
  expect(docker.machine.files.exists("/tmp/cid")).toBe(false);
  await docker.run("docker run --cidfile /tmp/cid alpine true");
  expect(docker.machine.files.readFile("/tmp/cid")).toMatch(/^[0-9a-f]{64}$/);
});

test("an image of another platform is as good as none", async () => {
  const docker = new DockerLine({}, undefined, ["alpine"]);
  const { err } = await docker.run("docker run --pull never --platform arm64 alpine true");
  expect(err).toContain(
    "image with reference alpine:latest was found but does not provide the specified platform (linux/arm64)\n",
  );
});
