import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const TOKEN = `SWMTKN-1-${"2".repeat(50)}-${"4".repeat(25)}`;
const rpc = (why: string) => `Error response from daemon: rpc error: code = InvalidArgument desc = ${why}\n`;
const daemon = (why: string) => `Error response from daemon: ${why}\n`;
const flag = (command: string, name: string, value: string, why: string) =>
  `invalid argument ${JSON.stringify(value)} for "--${name}" flag: ${why}\n\nUsage:  docker swarm ${command} [OPTIONS]\n\n` +
  `Run 'docker swarm ${command} --help' for more information\n`;
const NONE =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** What a real client and a real daemon answered to the same lines. */
test.each([
  ["docker swarm unlock-key", `could not fetch unlock key: ${daemon(NONE)}`],
  ["docker swarm ca --cert-expiry 10m", daemon(NONE)],
  ["docker service inspect web", `[]\n${daemon(NONE)}`],
  [
    "docker swarm init --default-addr-pool foo",
    flag("init", "default-addr-pool", "foo", "invalid string being converted to CIDR: foo"),
  ],
  [
    "docker swarm init --default-addr-pool 10.0.0.0/25",
    daemon('invalid CIDR: "10.0.0.0/25". Subnet size is too small for pool: 24'),
  ],
  [
    "docker swarm init --default-addr-pool 10.0.0.0/8 --default-addr-pool-mask-length 40",
    daemon("subnet size is out of range: 40"),
  ],
  ["docker swarm init --data-path-port 80", daemon("Datapath port number is not in valid range (1024-49151) : 80")],
  [
    "docker swarm init --data-path-addr 0.0.0.0",
    daemon("data path address must be a non-zero IP address or network interface (without a port number)"),
  ],
  [
    "docker swarm init --listen-addr :abc",
    flag("init", "listen-addr", ":abc", 'parse "tcp://:abc": invalid port ":abc" after host'),
  ],
  [
    "docker swarm init --external-ca foo",
    flag("init", "external-ca", "foo", "invalid field 'foo' must be a key=value pair"),
  ],
  [
    "docker swarm update --external-ca protocol=x",
    flag("update", "external-ca", "protocol=x", "unrecognized external CA protocol x"),
  ],
  ["docker swarm ca --ca-cert nosuch", flag("ca", "ca-cert", "nosuch", "open nosuch: no such file or directory")],
  [
    "docker swarm ca --ca-key /etc/hostname",
    flag("ca", "ca-key", "/etc/hostname", "file contents must be in PEM format"),
  ],
  [
    `docker swarm join --token ${TOKEN} nosuch:2377`,
    daemon("could not find local IP address: dial udp: lookup nosuch: no such host"),
  ],
  [
    `docker swarm join --token ${TOKEN} http://a:2377`,
    daemon("could not find local IP address: dial udp: address http://a:2377: too many colons in address"),
  ],
  [`docker swarm join --token ${TOKEN} ''`, daemon('invalid remoteAddr "": invalid empty address')],
])("outside of a swarm: %s", async (line, answer) => {
  const lab = new HeadlessLab();
  const { output, exit } = await lab.run("manager1", line);
  expect(output).toBe(answer);
  expect(exit).not.toBe(0);
});

test("a swarm whose settings are refused is there all the same, with its own", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  expect(await run("docker swarm init --cert-expiry 10m --task-history-limit 2")).toBe(
    daemon(
      "error updating cluster settings: rpc error: code = InvalidArgument desc = minimum certificate expiry time is: 1h0m0s",
    ),
  );
  expect(await run("docker info -f '{{.Swarm.LocalNodeState}}'")).toBe("active\n");
  expect(await run("docker info -f '{{.Swarm.Cluster.Spec.Orchestration.TaskHistoryRetentionLimit}}'")).toBe("5\n");
  expect(await run("docker swarm update --dispatcher-heartbeat -1s")).toBe(
    rpc("heartbeat time period cannot be a negative duration"),
  );
});

test("a manager is joined by its name, and asks for a token", async () => {
  const lab = new HeadlessLab();
  const run = async (host: string, line: string) => (await lab.run(host, line)).output;
  await run("manager1", "docker swarm init");
  expect(await run("worker1", "docker swarm join 192.168.99.100:2377")).toBe(
    rpc("A valid join token is necessary to join this cluster"),
  );
  const token = (await run("manager1", "docker swarm join-token -q worker")).trim();
  expect(await run("worker1", `docker swarm join --token ${token} manager1`)).toBe(
    "This node joined a swarm as a worker.\n",
  );
});

test("nodes are called by name and id; only the client's inspect and ps know self", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker swarm init");
  const id = (await run("docker node inspect self -f '{{.ID}}'")).trim();
  for (const [line, answer] of [
    ["docker node promote manager1", `Node ${id} is already a manager.\n`],
    ["docker node promote self", daemon("node self not found")],
    ["docker node rm -f self", daemon("node self not found")],
    ["docker node ps -q self nosuch", daemon("node nosuch not found")],
  ])
    expect(await run(line ?? ""), line).toBe(answer);
});

test("what tasks are filtered by is looked up, and is exact", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker swarm init");
  await run("docker service create -d -q --name web nginx");
  await lab.advance(5);
  for (const [line, answer] of [
    ["--filter node=nosuch web", daemon("node nosuch not found")],
    ["--filter desired-state=foo web", daemon("Invalid desired-state filter: 'foo'")],
    ["--filter node=self --format '{{.Name}}' web", "web.1\n"],
    ["--filter node=manager1 --format '{{.Name}}' web", "web.1\n"],
    ["--filter desired-state=Running --format '{{.Name}}' web", "web.1\n"],
    ["--filter desired-state=ready -q web", ""],
  ])
    expect(await run(`docker service ps ${line}`), line).toBe(answer);
  expect(await run("docker service logs --tail foo web")).toBe(
    daemon('tail value must be a positive integer or "all"'),
  );
});

test("a plugin that no node has is missed before anything is tried", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker swarm init");
  await run("docker service create -d -q --name registra --log-driver nosuch nginx");
  await run("docker service create -d -q --name guarda --mount source=v,target=/v,volume-driver=nosuch nginx");
  await run("docker service create -d -q --name calla --log-driver none nginx");
  await lab.advance(5);
  const missing = '"no suitable node (missing plugin on 1 node)"\n';
  const error = (name: string) => run(`docker service ps ${name} --no-trunc --format '{{.Error}}'`);
  expect([await error("registra"), await error("guarda"), await error("calla")]).toEqual([missing, missing, "\n"]);
});

test("the instructions to unlock follow without a blank line; a job shows how it would be updated", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  expect(await run("docker swarm init --autolock")).toMatch(/instructions\.\nTo unlock a swarm manager/);
  expect(await run("docker swarm unlock-key --rotate")).toMatch(/^Successfully rotated .*key\.\nTo unlock a swarm/);
  await run("docker service create -d -q --name tarea --mode replicated-job alpine true");
  expect(await run("docker service inspect --pretty tarea")).toContain("Update order:      stop-first");
  await run("docker config create c /etc/hostname");
  expect(await run("docker config inspect --pretty -f x c")).toContain("Name:\t\t\tc\n");
  expect(await run("printf '' | docker config create vacio -")).toBe(
    'error reading content from "-": error reading from STDIN: data is empty\n',
  );
  expect(await run("docker secret create --driver nosuch d")).toBe(
    daemon('rpc error: code = Unknown desc = plugin "nosuch" not found'),
  );
  expect(await run("docker network create -d overlay 'mal nombre'")).toBe(
    rpc("name must be valid as a DNS name component"),
  );
});
