import { beforeEach, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;
const run = async (line: string) => (await lab.run("manager1", line)).output;

beforeEach(async () => {
  lab = new HeadlessLab();
  await run("docker swarm init");
});

test("inspect of a node or a service ends with 1 for any failure, and --pretty wins over a format", async () => {
  await run("docker service create -d --name web --replicas 0 nginx");
  for (const line of ["docker node inspect --format '{{.ID' self", "docker service inspect --format '{{.ID' web"]) {
    const { output, exit } = await lab.run("manager1", line);
    expect([output, exit]).toEqual(["template parsing error: template: :1: unclosed action\n", 1]);
  }
  expect(await run("docker node inspect --pretty --format '{{.ID}}' self")).toMatch(/^ID:\t/);
  expect(await run("docker node inspect --format 'pretty {{.ID}}' self")).toBe(
    "cannot supply extra formatting options to the pretty template\n",
  );
  expect(await run("docker service inspect --pretty web nosuch")).toBe("no such service: nosuch\n");
});

test("a node is accepted until its specification is changed, then pending", async () => {
  const is = async (membership: string) => (await run(`docker node ls -q --filter membership=${membership}`)) !== "";
  expect([await is("accepted"), await is("pending")]).toEqual([true, false]);
  await run("docker node update --label-add a=1 --label-add b= manager1");
  expect([await is("accepted"), await is("pending")]).toEqual([false, true]);
});

test("filters by label want all of them, and a label without a value is enough for its name", async () => {
  await run("docker node update --label-add a=1 --label-add b=2 manager1");
  const found = async (filters: string) => (await run(`docker node ls -q ${filters}`)) !== "";
  expect(await found("-f node.label=a -f node.label=b=2")).toBe(true);
  expect(await found("-f node.label=a -f node.label=b=3")).toBe(false);
  expect(await found("-f node.label=a=")).toBe(true);
  await run("docker service create -d --name web --replicas 0 --label x=1 --label y=2 nginx");
  expect(await run("docker service ls -q -f label=x -f label=y=3")).toBe("");
  expect(await run("docker service ls -f label=x -f label=y=2 --format '{{.Name}}'")).toBe("web\n");
});

test("docker service ps -q tells whole ids, and filters by the service's labels", async () => {
  await run("docker service create -d --name web --label x=1 --container-label z=1 nginx; sleep 1");
  expect(await run("docker service ps -q web")).toMatch(/^[0-9a-z]{25}\n$/);
  expect(await run("docker service ps -q -f label=x=1 web")).not.toBe("");
  expect(await run("docker service ps -q -f label=z web")).toBe("");
});

test("a service's endpoint tells nothing before it was given a port or an address", async () => {
  await run("docker service create -d --name web --replicas 0 nginx");
  const endpoint = async () => (await run("docker service inspect web -f '{{json .Endpoint.Spec}}'")).trim();
  expect(await endpoint()).toBe("{}");
  await run("docker service update -d --publish-add 8080:80 web");
  expect(await endpoint()).toContain('"PublishedPort":8080');
  await run("docker service update -d --publish-rm 80 web");
  expect(await endpoint()).toBe('{"Mode":"vip"}');
});

test("docker swarm ca rotates quietly, and not to certificates that last less than an hour", async () => {
  expect(await run("docker swarm ca --rotate -q")).toBe("");
  expect(await run("docker swarm ca --rotate --cert-expiry 20m")).toBe(
    "Error response from daemon: rpc error: code = InvalidArgument desc = minimum certificate expiry time is: 1h0m0s\n",
  );
});

test("a rollback that fails is paused in the words of an update", async () => {
  await run("docker service create -d --name web alpine false; sleep 1");
  await run("docker service update -q --args 'sleep 100' web");
  expect(await run("docker service rollback web")).toMatch(
    /service rollback paused: update paused due to failure or early termination of task \w{25}\n$/,
  );
});
