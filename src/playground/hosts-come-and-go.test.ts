import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";
import { answer } from "./json-protocol.ts";

const NO_LEADER =
  "Error response from daemon: rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.\n";

let lab: HeadlessLab;

beforeEach(() => {
  lab = new HeadlessLab();
});

const run = async (host: string, line: string) => (await lab.run(host, line)).output;

/** A swarm of the three hosts; `managers` of them manage it, manager1 leads. */
async function swarm(managers: number): Promise<void> {
  await run("manager1", "docker swarm init --advertise-addr 192.168.99.100");
  const token = async (role: string) => (await run("manager1", `docker swarm join-token -q ${role}`)).trim();
  const [worker, manager] = [await token("worker"), await token("manager")];
  for (const [i, host] of ["worker1", "worker2"].entries()) {
    await run(host, `docker swarm join --token ${i + 1 < managers ? manager : worker} 192.168.99.100:2377`);
  }
}

const nodes = async (host = "manager1") =>
  (await run(host, "docker node ls --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}'"))
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());

const running = async (host = "manager1") =>
  (await run(host, "docker service ps web --filter desired-state=running --format '{{.Node}} {{.CurrentState}}'"))
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ").slice(0, 2).join(" "))
    .sort();

describe("a host that is switched off", () => {
  test("is neither to be reached nor to be asked", async () => {
    await answer(lab, '{"host":"worker1","power":"off"}');
    expect(await run("manager1", "ping -c 1 worker1")).toContain("Destination Host Unreachable");
    expect(await run("manager1", "ssh worker1 hostname")).toBe(
      "ssh: connect to host worker1 port 22: No route to host\r\n".replace("\r", ""),
    );
    expect(await run("manager1", "curl -s http://worker1/ || echo $?")).toBe("7\n");
    expect((await lab.run("worker1", "hostname")).exit).toBe(255);
  });

  test("comes back with what is to restart, and a shell of its own", async () => {
    await run(
      "worker1",
      "docker run -d --name siempre --restart always alpine sleep 1000; docker run -d --name nunca alpine sleep 1000",
    );
    await run(
      "worker1",
      "docker run -d --name parado --restart unless-stopped alpine sleep 1000; docker stop -t 0 parado; cd /tmp",
    );
    await lab.setPower("worker1", false);
    await lab.setPower("worker1", true);
    expect(
      await run("worker1", "docker ps -a --format '{{.Names}} {{.State}} {{.Status}}' | sort; pwd; uptime -p"),
    ).toMatch(
      /^nunca exited Exited \(255\) .*\nparado exited Exited \(137\) .*\nsiempre running Up .*\n\/root\/curso\nup 0 minutes\n$/,
    );
  });

  test("by its own command goes down in order and says so on its terminals", async () => {
    await run("worker1", "docker run -d --name uno alpine sleep 1000");
    expect(await run("worker1", "poweroff")).toMatch(
      /^\nBroadcast message from root@worker1 on pts\/0 \(Tue 2026-11-24 .* UTC\):\n\nThe system will power off now!\n\n$/,
    );
    await lab.advance(20);
    expect(lab.lab.hosts.get("worker1")?.state.powered).toBe(false);
    await lab.setPower("worker1", true);
    expect(await run("worker1", "docker ps -a --format '{{.Status}}'")).toMatch(/^Exited \(137\)/);
    await run("worker1", "reboot");
    await lab.advance(5);
    expect(lab.lab.hosts.get("worker1")?.state.powered).toBe(false);
    await lab.advance(20);
    expect(await run("worker1", "hostname")).toBe("worker1\n");
  });

  test("ends the sessions on it", async () => {
    const { output, exit } = await lab.run("manager1", "ssh worker1 'poweroff; sleep 100'");
    expect(output).toContain("Connection to worker1 closed by remote host.");
    expect(exit).toBe(255);
  });

  test("is switched off only by root, and a planned end can be called off", async () => {
    expect(await run("worker1", "shutdown -h +5")).toContain("Shutdown scheduled for Tue 2026-11-24 09:05:");
    await run("worker1", "shutdown -c");
    await lab.advance(600);
    expect(await run("worker1", "hostname")).toBe("worker1\n");
  });
});

describe("a swarm", () => {
  test("takes a worker that is off for down, and moves its tasks", async () => {
    await swarm(1);
    await run("manager1", "docker service create --name web --replicas 6 -d nginx");
    await lab.advance(10);
    expect(await running()).toEqual(
      ["manager1", "manager1", "worker1", "worker1", "worker2", "worker2"].map((n) => `${n} Running`),
    );
    await lab.setPower("worker1", false);
    expect(await nodes()).toContain("worker1 Ready");
    await lab.advance(25);
    expect(await nodes()).toContain("worker1 Down");
    expect(new Set(await running())).toEqual(new Set(["manager1 Running", "worker2 Running"]));
    expect(await running()).toHaveLength(6);
    // Of the tasks on a host that is down nobody has heard that they ended (swarmkit, ListServiceStatuses).
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("8/6\n");
    await lab.setPower("worker1", true);
    await lab.advance(10);
    expect(await nodes()).toContain("worker1 Ready");
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("6/6\n");
    // Nothing moves back by itself, and nothing is left over there.
    expect(await run("worker1", "docker ps -q")).toBe("");
  });

  test("does the same when a worker is cut off, whose containers go on until it is back", async () => {
    await swarm(1);
    await run("manager1", "docker service create --name web --replicas 3 -d nginx");
    await lab.advance(10);
    expect(await answer(lab, '{"host":"worker2","network":"cut"}')).toEqual({});
    await lab.advance(30);
    expect(await nodes()).toContain("worker2 Down");
    expect(await running()).toHaveLength(3);
    expect((await run("worker2", "docker ps -q")).trim()).not.toBe("");
    expect(await answer(lab, '{"host":"worker2","network":"connect"}')).toEqual({});
    await lab.advance(15);
    expect(await nodes()).toContain("worker2 Ready");
    expect(await run("worker2", "docker ps -q")).toBe("");
  });

  test("is cut by a card that is set down, and sees it come up", async () => {
    await swarm(1);
    await run("worker1", "ip link set eth0 down");
    expect(await run("worker1", "ip link show eth0")).toContain(
      "<BROADCAST,MULTICAST> mtu 1500 qdisc fq_codel state DOWN",
    );
    expect(await run("worker1", "ping -c 1 manager1")).toContain("Network is unreachable");
    await lab.advance(20);
    expect(await nodes()).toContain("worker1 Down");
    await run("worker1", "ip link set eth0 up");
    expect(await nodes()).toContain("worker1 Ready");
  });

  test("elects another leader, and has none while too few managers are there", async () => {
    await swarm(3);
    expect(await nodes()).toEqual(["manager1 Ready Leader", "worker1 Ready Reachable", "worker2 Ready Reachable"]);
    await lab.setPower("manager1", false);
    // The answer waits for the election; who is elected has not heard the other yet, and gives it time.
    const after = await nodes("worker1");
    expect(after).toContain("manager1 Unknown Unreachable");
    expect(after.filter((line) => line.endsWith("Leader"))).toHaveLength(1);
    await lab.advance(20);
    expect(await nodes("worker1")).toContain("manager1 Unknown Unreachable");
    await lab.advance(15);
    expect(await nodes("worker1")).toContain("manager1 Down Unreachable");
    expect(await run("worker1", "docker node inspect manager1 -f '{{.Status.Message}}'")).toBe(
      'heartbeat failure for node in "unknown" state\n',
    );
    await lab.setPower("worker2", false);
    await lab.advance(30);
    expect(await run("worker1", "docker node ls")).toBe(NO_LEADER);
    expect(await run("worker1", "docker info | grep -A2 Swarm")).toContain(
      "Error: rpc error: code = Unknown desc = The swarm does not have a leader.",
    );
    await lab.setPower("manager1", true);
    await lab.advance(20);
    expect((await nodes("manager1")).filter((line) => line.endsWith("Leader"))).toHaveLength(1);
    expect(await nodes("manager1")).toContain("worker2 Unknown Unreachable");
  });

  test("whose majority is gone is still shown by its leader for a while, and then not at all", async () => {
    await swarm(2);
    await run("manager1", "docker service create -d --name web nginx");
    await run("worker1", "docker swarm leave --force");
    expect(await nodes()).toEqual(["manager1 Ready Leader", "worker1 Ready Unreachable", "worker2 Ready"]);
    const [before, asked] = [lab.lab.clock.now(), await run("manager1", "docker service scale -d web=3")];
    // Nobody agrees to a change: the answer comes when the leader has noticed.
    expect(asked).toBe(
      "web: Error response from daemon: rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status\n",
    );
    expect(lab.lab.clock.now() - before).toBeGreaterThan(10_000);
    // Whoever asks now is kept waiting; later the answer is there at once.
    expect(await run("manager1", "docker node ls")).toBe(
      "Error response from daemon: rpc error: code = DeadlineExceeded desc = context deadline exceeded\n",
    );
    const later = lab.lab.clock.now();
    expect(await run("manager1", "docker node ls")).toBe(NO_LEADER);
    expect(lab.lab.clock.now() - later).toBeLessThan(2000);
  });

  test("a dockerd that comes back removes the containers of tasks that are over", async () => {
    await swarm(1);
    await run("manager1", "docker service create -q --name g --mode global alpine sleep 1000");
    await run("manager1", "docker service update -q --force g");
    expect((await run("worker1", "docker ps -aq")).trim().split("\n")).toHaveLength(2);
    await run("worker1", "systemctl stop docker.socket docker");
    await lab.advance(20);
    await run("worker1", "systemctl start docker");
    await lab.advance(20);
    expect(await run("worker1", "docker ps -a --format '{{.State}}'")).toBe("running\n");
  });

  test("goes on, and comes back, after the page was loaded again in the middle of it", async () => {
    await swarm(1);
    await run("manager1", "docker service create --name web --replicas 3 -d nginx");
    await lab.advance(10);
    await lab.setPower("worker1", false);
    await lab.advance(3);
    await lab.reopen();
    expect(lab.lab.hosts.get("worker1")?.state.powered).toBe(false);
    await lab.advance(30);
    expect(await running()).toHaveLength(3);
    expect(await running()).not.toContain("worker1 Running");
  });

  test("that locks itself is locked after its dockerd has started", async () => {
    await run("manager1", "docker swarm init --autolock");
    const key = (await run("manager1", "docker swarm unlock-key -q")).trim();
    expect(key).toMatch(/^SWMKEY-1-/);
    await run("manager1", "docker service create -q --name web nginx");
    const host = lab.lab.hosts.get("manager1");
    await lab.setPower("manager1", false);
    await lab.setPower("manager1", true);
    expect(host?.state.engine.swarm?.locked).toBe(true);
    expect(await run("manager1", "docker node ls")).toBe(
      'Error response from daemon: Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.\n',
    );
    expect(await run("manager1", "docker info | grep Swarm")).toBe(" Swarm: locked\n");
    // What it knew is encrypted, and nobody tells it which tasks are its own.
    expect(await run("manager1", "docker info -f '{{.Swarm.Error}}'")).toContain("Swarm is encrypted");
    expect(await run("manager1", "docker network ls -q --filter driver=overlay; docker ps -aq")).toBe("");
    expect(await run("manager1", "docker network create -d overlay x")).toContain("This node is not a swarm manager.");
    expect(await run("manager1", "echo SWMKEY-1-no | docker swarm unlock")).toBe(
      "Error response from daemon: invalid key string\n",
    );
    const { output } = await lab.run("manager1", "docker swarm unlock", { input: [`${key}\n`] });
    expect(output).toBe("Enter unlock key: \n");
    await lab.advance(10);
    expect(await nodes()).toEqual(["manager1 Ready Leader"]);
    expect(await run("manager1", "docker network ls --filter driver=overlay --format '{{.Name}}'")).toBe("ingress\n");
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("1/1\n");
    expect(await run("manager1", "docker swarm unlock")).toBe("Error: swarm is not locked\n");
  });

  test("is joined at last by a host that asked while its manager was off", async () => {
    await run("manager1", "docker swarm init");
    const token = (await run("manager1", "docker swarm join-token -q worker")).trim();
    await lab.setPower("manager1", false);
    expect(await run("worker1", `docker swarm join --token ${token} 192.168.99.100:2377`)).toContain(
      "Timeout was reached before node joined.",
    );
    expect(await run("worker1", "docker info | grep Swarm")).toBe(" Swarm: pending\n");
    await lab.setPower("manager1", true);
    expect(await run("worker1", "docker info | grep Swarm")).toBe(" Swarm: active\n");
    await lab.advance(3);
    expect(await nodes()).toContain("worker1 Ready");
  });
});

test("a host with two cards has to be told which address a swarm is advertised with", async () => {
  const host = lab.lab.hosts.get("worker1");
  if (host) host.state.natAddress = "10.0.2.15";
  expect(await run("worker1", "docker swarm init")).toBe(
    "Error response from daemon: could not choose an IP address to advertise since this system has multiple addresses on different interfaces (10.0.2.15 on eth0 and 192.168.99.101 on eth1) - specify one with --advertise-addr\n",
  );
  expect(await run("worker1", "docker swarm init --advertise-addr eth1 | head -1")).toContain("is now a manager");
  expect(await run("worker1", "docker node inspect self -f '{{.Status.Addr}}'")).toBe("192.168.99.101\n");
});

test("a host whose dockerd is stopped is down for its swarm, and its containers stop", async () => {
  await swarm(1);
  await run("manager1", "docker service create -q --name web --replicas 3 nginx");
  await run("worker1", "systemctl stop docker.socket docker");
  expect((await lab.run("worker1", "docker ps")).exit).toBe(1);
  await lab.advance(20);
  expect(await nodes()).toContain("worker1 Down");
  expect(await running()).toHaveLength(3);
  await run("worker1", "systemctl start docker");
  await lab.advance(5);
  expect(await nodes()).toContain("worker1 Ready");
});
