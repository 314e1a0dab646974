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

test("every update of a job runs it again; what it did before stays listed", async () => {
  await run("docker service create -q --name tarea --mode replicated-job --replicas 2 alpine true");
  expect(await run("docker service inspect tarea -f '{{json .JobStatus.JobIteration}}'")).toBe("{}\n");
  await run("docker service scale tarea=3");
  expect(await run("docker service ls --format '{{.Replicas}}'")).toBe("0/2 (3/3 completed)\n");
  expect((await run("docker service ps -q tarea")).trim().split("\n")).toHaveLength(5);
  expect((await run("docker node ps -q")).trim().split("\n")).toHaveLength(5);
  await run("docker service rollback -q tarea");
  expect(await run("docker service ls --format '{{.Replicas}}'")).toBe("0/2 (2/2 completed)\n");
  expect(await run("docker service inspect tarea -f '{{json .JobStatus.JobIteration}}'")).toBe('{"Index":2}\n');
});

test("a job's task that failed for good is to be shut down", async () => {
  await run("docker service create -d --name mal --mode replicated-job --restart-condition none alpine false; sleep 5");
  expect(await run("docker service ps mal --format '{{.DesiredState}} {{.CurrentState}}'")).toMatch(
    /^Shutdown Failed /,
  );
});

test("a port of its node is told once for each address family, with the number it got", async () => {
  await run("docker service create -q --name web -p mode=host,target=80 nginx");
  expect(await run("docker service ps web --format '{{.Ports}}'")).toMatch(/^\*:(\d+)->80\/tcp,\*:\1->80\/tcp\n$/);
});

test("docker inspect finds tasks, secrets and configs", async () => {
  await run("docker service create -q --name web --network $(docker network create -d overlay malla) nginx");
  const task = JSON.parse(await run("docker inspect $(docker service ps -q web)"))[0];
  expect(Object.keys(task)).toEqual(
    "ID Version CreatedAt UpdatedAt Labels Spec ServiceID Slot NodeID Status DesiredState NetworksAttachments Volumes".split(
      " ",
    ),
  );
  expect(task.Spec).not.toHaveProperty("RestartPolicy");
  expect(task.Status).toMatchObject({ State: "running", Message: "started", ContainerStatus: { ExitCode: 0 } });
  expect(task.NetworksAttachments).toMatchObject([
    { Network: { Spec: { Name: "malla" } }, Addresses: ["10.0.1.3/24"] },
  ]);
  await run("echo x | docker secret create clave -; echo x | docker config create ajuste -");
  expect(await run("docker inspect -f '{{.Spec.Name}}' clave ajuste")).toBe("clave\najuste\n");
  expect(await run("docker inspect --type task nosuch")).toBe(
    "[]\nError response from daemon: task nosuch not found\n",
  );
});

test("a task's container is made of the image with its digest, and reserves nothing itself", async () => {
  await run(
    "docker service create -q --name web --reserve-memory 16M --mount type=volume,source=datos,target=/v nginx",
  );
  const { Config, HostConfig } = JSON.parse(await run("docker inspect $(docker ps -q)"))[0];
  expect(Config.Image).toMatch(/^nginx:latest@sha256:/);
  expect(HostConfig.MemoryReservation).toBe(0);
  expect(Object.keys(HostConfig.Mounts[0])).toEqual(["Type", "Source", "Target"]);
  expect(await run("docker ps --format '{{.Image}}'")).toBe("nginx:latest\n");
});

test("a node that leaves or is struck off tells nothing more, and thinks it is a worker still", async () => {
  const token = (await run("docker swarm join-token -q worker")).trim();
  const join = (host: string, more = "") =>
    lab.run(host, `docker swarm join ${more} --token ${token} 192.168.99.100:2377`);
  await join("worker1");
  // Whoever joins with an address that is none is seen by the manager all the same.
  expect((await join("worker2", "--advertise-addr eth9")).exit).toBe(0);
  await run("docker service create -q --name g --mode global alpine sleep 1000");
  expect((await lab.run("worker1", "docker swarm leave; docker ps -aq")).output).toBe("Node left the swarm.\n");
  await run("sleep 20");
  expect(await run("docker service ls --format '{{.Replicas}}'")).toBe("3/2\n");
  expect(
    await run("docker service ps g --format '{{.Node}} {{.DesiredState}} {{.CurrentState}}' | grep worker1"),
  ).toMatch(/^worker1 Shutdown Running /);
  await run("docker node rm worker1");
  expect((await run("docker service ps g -q")).trim().split("\n")).toHaveLength(2);
  expect(await run("docker node ps manager1 worker2 --format '{{.Node}}' | sort | uniq -c")).toMatch(
    /2 manager1\n +1 worker2\n$/,
  );
  await run("docker node rm --force worker2");
  expect((await lab.run("worker2", "docker info -f '{{.Swarm.LocalNodeState}}'; docker node ls")).output).toMatch(
    /^active\nError response from daemon: This node is not a swarm manager. Worker nodes can't/,
  );
  const zeros = `SWMTKN-1-${"0".repeat(50)}-${"0".repeat(25)}`;
  expect((await lab.run("worker1", `docker swarm join --token ${zeros} 192.168.99.100:2377`)).output).toBe(
    `Error response from daemon: remote CA does not match fingerprint. Expected: ${"0".repeat(64)}\n`,
  );
});

test("a template finds what is left out of a swarm: no leader is false, no nodes are none", async () => {
  const token = (await run("docker swarm join-token -q manager")).trim();
  await lab.run("worker1", `docker swarm join --token ${token} 192.168.99.100:2377`);
  expect(await run("docker node inspect manager1 worker1 -f '{{.ManagerStatus.Leader}}'")).toBe("true\nfalse\n");
  const info = "docker info -f '{{.Swarm.Nodes}} {{.Swarm.Managers}} {{json .Swarm.Cluster}}'";
  expect((await lab.run("worker2", info)).output).toBe("0 0 null\n");
  expect(
    await run(
      "docker service create -d --name web --replicas 0 nginx; docker service inspect web -f '{{.Spec.TaskTemplate.Placement.Constraints}}'",
    ),
  ).toMatch(/\n\[\]\n$/);
});

test("the lists know the raw form; a scale beyond 64 bits is out of range", async () => {
  await run("docker service create -q --name web alpine sleep 1000");
  expect(await run("docker service ls --format raw")).toMatch(
    /^id: \w{12}\nname: web\nmode: replicated\nreplicas: 1\/1\nimage: alpine:latest\nports: \n\n$/,
  );
  expect(await run("docker service ps -q --format raw web")).toMatch(/^id: \w{25}\n$/);
  expect(await run("docker node ls --format raw | tail -4")).toBe(
    "status: Ready\navailability: Active\nmanager_status: Leader\n\n",
  );
  expect(await run("docker service scale web=18446744073709551616")).toBe(
    'web: invalid replicas value 18446744073709551616: strconv.ParseUint: parsing "18446744073709551616": value out of range\n',
  );
});

test("tasks that are to go are listed until they have, by their service's id once that is gone", async () => {
  await run("docker swarm init; docker service create -d --name w alpine sleep 1000");
  await lab.advance(6);
  const id = (await run("docker service inspect w -f '{{.ID}}'")).trim();
  await run("docker service rm w");
  expect(await run("docker node ps --format '{{.Name}} {{.DesiredState}}'")).toMatch(
    new RegExp(`^${id}\\.1 Remove\\n$`),
  );
  await lab.advance(15);
  expect(await run("docker node ps -q")).toBe("");
});

test("a node that is filtered for is listed beside the one that is named", async () => {
  await run("docker swarm init");
  const token = (await run("docker swarm join-token -q worker")).trim();
  await lab.run("worker1", `docker swarm join --token ${token} 192.168.99.100:2377`);
  await run("docker service create -q --name g --mode global alpine sleep 1000");
  expect(await run("docker node ps --filter node=worker1 manager1 --format '{{.Node}}'")).toMatch(
    /^(?:manager1\nworker1|worker1\nmanager1)\n$/,
  );
});
