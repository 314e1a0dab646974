import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** A swarm of manager1 and worker1. */
async function pair() {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker swarm init --advertise-addr 192.168.99.100");
  const { output } = await lab.run("manager1", "docker swarm join-token -q worker");
  await lab.run("worker1", `docker swarm join --token ${output.trim()} 192.168.99.100:2377`);
  return {
    lab,
    manager: async (line: string) => (await lab.run("manager1", line)).output,
    worker: async (line: string) => (await lab.run("worker1", line)).output,
  };
}

const OVERLAYS = "docker network ls --filter driver=overlay --format '{{.Name}} {{.Scope}}'";

test("a network made on a manager has the next addresses of the pool and a tunnel of its own", async () => {
  const { manager } = await pair();
  expect(await manager("docker network create -d overlay malla")).toMatch(/^[0-9a-z]{25}\n$/);
  await manager("docker network create -d overlay --opt encrypted --subnet 10.20.0.0/16 otra");
  const format = "'{{(index .IPAM.Config 0).Subnet}} {{(index .IPAM.Config 0).Gateway}} {{json .Options}}'";
  expect(await manager(`docker network inspect -f ${format} malla otra`)).toBe(
    [
      '10.0.1.0/24 10.0.1.1 {"com.docker.network.driver.overlay.vxlanid_list":"4097"}',
      '10.20.0.0/16 10.20.0.1 {"com.docker.network.driver.overlay.vxlanid_list":"4098","encrypted":""}\n',
    ].join("\n"),
  );
});

test("a worker knows it only while something of it is there", async () => {
  const { manager, worker } = await pair();
  await manager("docker network create -d overlay malla");
  expect(await manager(OVERLAYS)).toBe("ingress swarm\nmalla swarm\n");
  expect(await worker(OVERLAYS)).toBe("ingress swarm\n");
  await manager(
    "docker service create -q --name s --network malla --constraint node.role==worker --detach alpine sleep 900; sleep 20",
  );
  expect(await worker(OVERLAYS)).toBe("ingress swarm\nmalla swarm\n");
  expect(
    await worker(
      "docker network inspect -f '{{range .Containers}}{{.Name}} {{end}}{{range .Peers}}{{.IP}}{{end}}' malla",
    ),
  ).toMatch(/^s\.1\.[0-9a-z]{25} malla-endpoint 192\.168\.99\.101\n$/);
  expect(await manager("docker network rm malla")).toMatch(
    /network [0-9a-z]{25} is in use by service [0-9a-z]{25}\nexit status 1\n$/,
  );
  await manager("docker service rm s; sleep 20");
  expect(await worker(OVERLAYS)).toBe("ingress swarm\n");
  expect(await manager("docker network rm malla")).toBe("malla\n");
});

test("containers made by hand join one that is attachable, and find each other on any host", async () => {
  const { manager, worker } = await pair();
  await manager("docker network create -d overlay --attachable pub; docker network create -d overlay cerrada");
  await worker("docker run -d --name far --network pub nginx");
  expect(
    await manager("docker run --rm --network pub alpine sh -c 'wget -qO- http://far | grep -c nginx' | tail -1"),
  ).toMatch(/\n[1-9]\d*\n$/);
  expect(await manager("docker run --rm --network pub alpine ping -c 1 far")).toContain("1 packets received");
  expect(await manager("docker network rm pub")).toContain("is in use by task");
  expect(await worker("docker run --rm --network cerrada nginx true")).toContain(
    "network cerrada not manually attachable",
  );
  await worker("docker rm -f far");
  expect(await manager("docker network prune -f")).toBe("Deleted Networks:\npub\ncerrada\n\n");
});

test.each([
  ["worker", "docker network create -d overlay x", "Cannot create a multi-host network from a worker node."],
  ["manager", "docker network create -d overlay --ingress x", "ingress network ("],
  ["manager", "docker network create -d overlay ingress", "network with name ingress already exists"],
  ["worker", "docker network rm ingress <<< y", "Worker nodes can't be used to view or modify cluster state."],
] as const)("on a %s, %s: %s", async (where, line, why) => {
  const hosts = await pair();
  expect(await hosts[where](line)).toContain(why);
});

test("a network whose subnet another one has waits for it, and the tasks in it wait, too", async () => {
  const { lab, manager } = await pair();
  await manager("docker network create -d overlay --subnet 10.50.0.0/16 una");
  expect(await manager("docker network create -d overlay --subnet 10.50.3.0/24 otra")).toMatch(/^[0-9a-z]{25}\n$/);
  const seen = "docker network inspect otra -f '{{.Driver}}|{{json .IPAM}}|{{json .Options}}'";
  expect(await manager(seen)).toBe('|{"Driver":"","Options":null,"Config":null}|null\n');
  await manager("docker service create -d --name s --network otra alpine sleep 900");
  await lab.advance(5);
  expect(await manager("docker service ps s --format '{{.Node}}|{{.CurrentState}}'")).toMatch(/^\|New /);
  await manager("docker network rm una");
  await lab.advance(5);
  expect(await manager("docker service ps s --format '{{.CurrentState}}'")).toMatch(/^Running /);
  expect(await manager("docker network inspect otra -f '{{.Driver}} {{(index .IPAM.Config 0).Gateway}}'")).toBe(
    "overlay 10.50.3.1\n",
  );
});

test("the managers take a gateway from the range of addresses, and keep no address aside", async () => {
  const { manager } = await pair();
  await manager(
    "docker network create -d overlay --subnet 10.20.0.0/24 --ip-range 10.20.0.128/25 --aux-address r=10.20.0.130 rango",
  );
  expect(await manager("docker network inspect rango -f '{{json .IPAM.Config}}'")).toBe(
    '[{"Subnet":"10.20.0.0/24","IPRange":"10.20.0.128/25","Gateway":"10.20.0.128"}]\n',
  );
  expect(await manager("docker network create -d overlay --scope local otra")).toBe(
    "Error response from daemon: cannot downgrade network scope for overlay networks\n",
  );
});

test("a service in every node's own network has it under an id of the swarm, and no address there", async () => {
  const { lab, manager, worker } = await pair();
  await manager("docker service create -d --name s --network host --constraint node.role==worker alpine sleep 900");
  await lab.advance(8);
  expect(await worker("docker inspect $(docker ps -q) -f '{{.HostConfig.NetworkMode}}'")).toBe("host\n");
  expect(await manager("docker service inspect s -f '{{json .Endpoint}}'")).toMatch(
    /^\{"Spec":\{"Mode":"vip"\},"VirtualIPs":\[\{"NetworkID":"[0-9a-z]{25}"\}\]\}\n$/,
  );
  expect(await manager("docker service inspect --pretty s | grep Networks")).toBe("Networks: host \n");
});
