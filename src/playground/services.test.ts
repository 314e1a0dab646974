import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

const run = async (host: string, line: string) => (await lab.run(host, line)).output;

/** What a terminal shows of a progress display in the end, line by line, without the cursor's movements. */
const shown = (output: string) => output.replace(/\x1b\[\d*[A-Z]/g, "").split(/[\r\n]+/);

beforeEach(async () => {
  lab = new HeadlessLab();
  await run("manager1", "docker swarm init");
  const token = (await run("manager1", "docker swarm join-token -q worker")).trim();
  for (const host of ["worker1", "worker2"]) await run(host, `docker swarm join --token ${token} 192.168.99.100:2377`);
});

const inspect = async (path: string) =>
  (await run("manager1", `docker service inspect web -f '{{json ${path}}}'`)).trim();

describe("docker service update", () => {
  beforeEach(async () => {
    await run("manager1", "docker service create -q --name web --replicas 2 -e A=1 -p 8080:80 --label uno=1 nginx");
  });

  test("leaves what was not asked for out of the specification before it", async () => {
    await run("manager1", "docker service update -d --update-delay 1s web");
    await run("manager1", "docker service update -d --label-add a=b web");
    expect(await inspect(".PreviousSpec.RollbackConfig")).toBe("null");
    expect(await inspect(".PreviousSpec.UpdateConfig.Delay")).toBe("1000000000");
    expect(await inspect(".PreviousSpec.TaskTemplate.RestartPolicy")).toBe("null");
    expect(await inspect(".Spec.RollbackConfig.Order")).toBe('"stop-first"');
  });

  test("changes what its flags say and nothing else", async () => {
    await run(
      "manager1",
      "docker service update -q --env-add B=2 --env-add A=3 --label-rm uno --label-add dos --publish-add 9090:80 --limit-memory 64M --constraint-add node.role==manager --mount-add type=tmpfs,dst=/t --hostname h --stop-grace-period 3s --cap-add net_admin web",
    );
    expect(await inspect(".Spec.TaskTemplate.ContainerSpec.Env")).toBe('["A=3","B=2"]');
    expect(await inspect(".Spec.Labels")).toBe('{"dos":""}');
    expect(await inspect(".Spec.TaskTemplate.Placement.Constraints")).toBe('["node.role==manager"]');
    expect(await inspect(".Spec.TaskTemplate.Resources.Limits")).toBe('{"MemoryBytes":67108864}');
    expect(await inspect(".Spec.TaskTemplate.ContainerSpec.CapabilityAdd")).toBe('["CAP_NET_ADMIN"]');
    expect(await run("manager1", "docker service ls --format '{{.Ports}} {{.Replicas}}'")).toBe(
      "*:8080->80/tcp, *:9090->80/tcp 2/2\n",
    );
    expect(await run("manager1", "docker service ps web -f desired-state=running --format '{{.Node}}'")).toBe(
      "manager1\nmanager1\n",
    );
    await run(
      "manager1",
      "docker service update -q --env-rm A --publish-rm 80 --mount-rm /t --constraint-rm node.role==manager web",
    );
    expect(await inspect(".Spec.TaskTemplate.ContainerSpec.Env")).toBe('["B=2"]');
    expect(await inspect(".Spec.TaskTemplate.ContainerSpec.Mounts")).toBe("null");
    expect(await inspect(".Endpoint")).not.toContain("Ports");
  });

  test("steps a capability from dropped to added, and names a network as it was typed", async () => {
    const caps = async () => [
      await inspect(".Spec.TaskTemplate.ContainerSpec.CapabilityAdd"),
      await inspect(".Spec.TaskTemplate.ContainerSpec.CapabilityDrop"),
    ];
    const update = (flags: string) => run("manager1", `docker service update -d ${flags} web`);
    await update("--cap-add net_admin --cap-drop CHOWN");
    await update("--cap-add CHOWN");
    expect(await caps()).toEqual(['["CAP_NET_ADMIN"]', "null"]);
    await update("--cap-add chown --cap-drop NET_ADMIN");
    expect(await caps()).toEqual(['["CAP_CHOWN"]', "null"]);
    await update("--cap-add ALL --cap-add RESET");
    expect(await caps()).toEqual(['["ALL"]', "null"]);
    await run("manager1", "docker network create -d overlay malla");
    await update("--network-add malla");
    expect(await update("--network-add name=malla,alias=x")).toBe("service is already attached to network malla\n");
  });

  test("replaces task after task, and only when there is something to replace", async () => {
    await run("manager1", "docker service update -q --replicas 3 web");
    expect((await run("manager1", "docker service ps web -q")).split("\n")).toHaveLength(4);
    await run("manager1", "docker service update -q --force web");
    expect((await run("manager1", "docker service ps web -q")).split("\n")).toHaveLength(7);
    expect(await inspect(".UpdateStatus.State")).toBe('"completed"');
  });

  test("says what failed when it pauses", async () => {
    const { output, exit } = await lab.run("manager1", "docker service update --image nginx:nope web");
    expect(exit).toBe(1);
    expect(shown(output).at(-2)).toMatch(
      /^service update paused: update paused due to failure or early termination of task \w{25}$/,
    );
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("1/2\n");
    expect(await run("manager1", "docker service ps web --format '{{.Error}}' | sort -u | tail -1")).toBe(
      '"No such image: nginx:nope"\n',
    );
    await run("manager1", "docker service update -q --image nginx web");
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("2/2\n");
  });

  test("goes back by itself when it is to, and by hand", async () => {
    const { output } = await lab.run(
      "manager1",
      "docker service update --image nginx:nope --update-failure-action rollback web",
    );
    expect(output).toMatch(/rollback: update rolled back due to failure or early termination of task \w{25}/);
    expect(shown(output)).toContain("overall progress: rolling back update: 2 out of 2 tasks ");
    expect(shown(output).at(-2)).toBe("verify: Service web converged ");
    expect(await inspect(".UpdateStatus.Message")).toBe('"rollback completed"');
    await run("manager1", "docker service update -q --env-add C=4 web");
    const back = await run("manager1", "docker service rollback web");
    expect(shown(back)).toContain("rollback: manually requested rollback ");
    expect(await inspect(".Spec.TaskTemplate.ContainerSpec.Env")).toBe('["A=1"]');
  });

  test.each([
    ["--rollback --env-add A=1 web", "other flags may not be combined with --rollback"],
    ["nope", "Error response from daemon: service nope not found"],
    ["--update-order both web", "Error response from daemon: unrecognized update order both"],
    ["--secret-add nope web", "secret not found: nope"],
    ["--network-add nope web", "Error response from daemon: network nope not found"],
    [
      "--publish-add 70:70 --publish-add 70:71 web",
      "Error response from daemon: rpc error: code = InvalidArgument desc = EndpointSpec: duplicate published ports provided",
    ],
  ])("%s is refused", async (line, words) => {
    expect(await lab.run("manager1", `docker service update ${line}`)).toEqual({ output: `${words}\n`, exit: 1 });
  });
});

describe("docker service logs", () => {
  test("has what every task said, whoever's it is, and says whose", async () => {
    await run("manager1", "docker service create -q --name voz --replicas 10 alpine sh -c 'echo hola; sleep 1000'");
    const lines = (await run("manager1", "docker service logs voz")).trimEnd().split("\n");
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line).toMatch(/^voz\.(10|\d)\.\w{12}@(manager1|worker[12]) {0,1} {4}\| hola$/);
    expect(
      lines.map((line) => line.indexOf("|") - line.search(/@/) - (/@(\w+)/.exec(line)?.[1] ?? "").length),
    ).toContain(6);
    expect(await run("manager1", "docker service logs --raw -n 1 voz | sort -u")).toBe("hola\n");
    const task = (await run("manager1", "docker service ps voz -q --no-trunc | head -1")).trim();
    expect(await run("manager1", `docker service logs --no-task-ids ${task}`)).toMatch(/^voz\.1@\w+ {4}\| hola\n$/);
    expect(await lab.run("manager1", "docker service logs nope")).toEqual({
      output: "no such task or service: nope\n",
      exit: 1,
    });
    await run("manager1", "docker service create -q --name pantalla -t alpine sleep 1000");
    expect(await run("manager1", "docker service logs pantalla")).toBe("tty service logs only supported with --raw\n");
  });
});

describe("a job", () => {
  test("runs as often as asked, so many at once, and is done", async () => {
    const output = await run(
      "manager1",
      "docker service create --name tarea --mode replicated-job --replicas 3 --max-concurrent 2 alpine echo hola",
    );
    expect(shown(output)).toEqual(
      expect.arrayContaining(["active tasks: 2 out of 2 tasks ", "job progress: 3 out of 3 complete ", "job complete"]),
    );
    expect(await run("manager1", "docker service ls --format '{{.Mode}} {{.Replicas}}'")).toBe(
      "replicated job 0/2 (3/3 completed)\n",
    );
    expect(await run("manager1", "docker service logs --raw tarea")).toBe("hola\nhola\nhola\n");
    await lab.advance(60);
    expect((await run("manager1", "docker service ps tarea -q")).trim().split("\n")).toHaveLength(3);
  });
});

describe("a service", () => {
  test("is found on every node by its port, and by its names in its network", async () => {
    await run("manager1", "docker network create -d overlay --attachable malla");
    await run("manager1", "docker service create -q --name web --replicas 3 -p 8080:80 --network malla nginx");
    await run(
      "manager1",
      "docker service create -q --name rueda --replicas 2 --endpoint-mode dnsrr --network malla nginx",
    );
    for (const host of ["manager1", "worker1", "worker2"]) {
      expect(await run("manager1", `curl -s ${host}:8080 | grep -c '<title>'`)).toBe("1\n");
    }
    const answered = await run("manager1", "docker service logs web 2>/dev/null | grep GET | cut -d. -f2 | sort");
    expect(answered).toBe("1\n2\n3\n");
    const names = await run(
      "worker2",
      "docker run --rm -q --network malla alpine sh -c 'for n in web tasks.web rueda; do nslookup $n | grep -c ^Address; done'",
    );
    // One more line is the name server's own.
    expect(names.trim().split(/\s+/).slice(-3)).toEqual(["2", "4", "3"]);
    await lab.setPower("worker1", false);
    await lab.setPower("worker2", false);
    expect(await run("manager1", "curl -s localhost:8080 | grep -c '<title>'")).toBe("1\n");
  });

  test("that fails is tried again after its delay, as often as it may be", async () => {
    await run(
      "manager1",
      "docker service create -d --name roto --restart-max-attempts 2 --restart-delay 3s alpine sh -c 'exit 7'",
    );
    await lab.advance(4);
    expect(await run("manager1", "docker service ps roto --format '{{.DesiredState}} {{.Error}}'")).toContain(
      'Shutdown "task: non-zero exit (7)"',
    );
    await lab.advance(60);
    const tasks = (await run("manager1", "docker service ps roto --format '{{.DesiredState}} {{.Error}}'"))
      .trim()
      .split("\n");
    expect(tasks).toEqual(Array.from({ length: 3 }, () => 'Shutdown "task: non-zero exit (7)"'));
  });

  test("runs once its container is healthy, and is replaced when it is not any more", async () => {
    await run(
      "manager1",
      "docker service create -q --name sano --health-cmd 'test ! -e /mal' --health-interval 1s --health-retries 1 --restart-delay 1s alpine sleep 1000",
    );
    const node = (await run("manager1", "docker service ps sano --format '{{.Node}}'")).trim();
    await run(node, "docker exec $(docker ps -q -f name=sano) touch /mal");
    await lab.advance(10);
    expect(await run("manager1", "docker service ps sano --no-trunc --format '{{.DesiredState}} {{.Error}}'")).toMatch(
      /^Running \nShutdown "task: non-zero exit \(137\): dockerexec: unhealthy container"\n$/,
    );
  });

  test("waits where nothing is free for it", async () => {
    await run("manager1", "docker service create -d --name x --replicas 4 --replicas-max-per-node 1 alpine sleep 1000");
    await run("manager1", "docker service create -d --name y --reserve-memory 30G alpine sleep 1000");
    await lab.advance(5);
    const errors = await run("manager1", "docker service ps x y --no-trunc --format '{{.Error}}' | grep suitable");
    expect(errors).toBe(
      '"no suitable node (max replicas per node limit exceed)"\n"no suitable node (insufficient resources on 3 nodes)"\n',
    );
  });
});

describe("a swarm's settings", () => {
  test("are shown and changed", async () => {
    const update = await run("manager1", "docker swarm update --autolock --task-history-limit 1 --cert-expiry 48h");
    expect(update).toMatch(/^Swarm updated\.\nTo unlock a swarm manager after it restarts,.*SWMKEY-1-/s);
    const info = await run("manager1", "docker info");
    expect(info).toContain("Task History Retention Limit: 1\n");
    expect(info).toContain("Expiry Duration: 2 days\n");
    expect(info).toContain("Autolock Managers: true\n");
    const key = await run("manager1", "docker swarm unlock-key -q");
    expect(await run("manager1", "docker swarm unlock-key --rotate")).toContain(
      "Successfully rotated manager unlock key.",
    );
    expect(await run("manager1", "docker swarm unlock-key -q")).not.toBe(key);
    await run("manager1", "docker swarm update --autolock=false");
    expect(await run("manager1", "docker swarm unlock-key")).toBe("no unlock key is set\n");
  });

  test("have a root certificate that can be replaced, and tokens with it", async () => {
    const before = await run("manager1", "docker swarm ca; docker swarm join-token -q worker");
    const output = await run("manager1", "docker swarm ca --rotate");
    expect(shown(output)).toContain("  rotated TLS certificates:  3/3 nodes");
    const after = await run("manager1", "docker swarm ca; docker swarm join-token -q worker");
    expect(after).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    const key = (text: string) => text.split("\n")[4];
    expect(key(after)).not.toBe(key(before));
    const token = (text: string) => text.trim().split("\n").at(-1);
    expect(token(after)).not.toBe(token(before));
    expect(await run("manager1", "docker swarm ca --cert-expiry 3h")).toBe(
      "`--cert-expiry` flag requires the `--rotate` flag to update the CA\n",
    );
  });

  test("can be taken over by one manager alone when the others are lost", async () => {
    await run(
      "manager1",
      "docker node promote worker1 worker2; docker service create -q --name web --replicas 3 nginx",
    );
    await lab.setPower("worker1", false);
    await lab.setPower("worker2", false);
    await lab.advance(30);
    expect((await lab.run("manager1", "docker node ls")).exit).toBe(1);
    expect(await run("manager1", "docker swarm init --force-new-cluster | head -1")).toMatch(
      /^Swarm initialized: current node \(\w{25}\) is now a manager\.\n$/,
    );
    const nodes = "docker node ls --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}'";
    expect(await run("manager1", nodes)).toBe("manager1 Ready Leader\nworker1 Unknown \nworker2 Unknown \n");
    await lab.advance(40);
    expect(await run("manager1", nodes)).toBe("manager1 Ready Leader\nworker1 Down \nworker2 Down \n");
    // What ran there counts as long as nobody says that it does not.
    expect(await run("manager1", "docker service ls --format '{{.Replicas}}'")).toBe("5/3\n");
    await lab.setPower("worker1", true);
    await lab.advance(20);
    expect(await run("manager1", nodes)).toContain("worker1 Ready \n");
  });

  test("begin with the addresses asked for", async () => {
    await run("manager1", "docker swarm leave --force");
    await run(
      "manager1",
      "docker swarm init --default-addr-pool 10.20.0.0/16 --default-addr-pool-mask-length 26 --advertise-addr eth0",
    );
    expect(await run("manager1", "docker network inspect ingress -f '{{(index .IPAM.Config 0).Subnet}}'")).toBe(
      "10.20.0.0/26\n",
    );
    expect(await run("manager1", "docker info | grep -A1 Pool")).toBe(
      "  Default Address Pool: 10.20.0.0/16  \n  SubnetSize: 26\n",
    );
    expect(await lab.run("worker1", "docker swarm leave; docker swarm init --default-addr-pool 10.20")).toMatchObject({
      exit: 125,
    });
    expect(await run("worker1", "docker swarm init --advertise-addr 300")).toBe(
      "Error response from daemon: advertise address must be a non-zero IP address or network interface (with optional port number)\n",
    );
    expect(await run("worker1", "docker swarm init --listen-addr casa:2377")).toBe(
      "Error response from daemon: listen address must be an IP address or network interface (with optional port number)\n",
    );
  });
});
