import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const EVENTS =
  "docker events --since 5m --until 0s --format '{{.Type}} {{.Action}} {{.Actor.Attributes}}' -f scope=swarm";

/** As recorded on a real manager. */
test("a manager's events tell of services, networks, secrets and nodes, and what changed of them", async () => {
  const lab = new HeadlessLab();
  const run = async (host: string, line: string) => (await lab.run(host, line)).output;
  await run("manager1", "docker swarm init");
  await run(
    "manager1",
    "docker network create -d overlay malla; echo x | docker secret create clave -; docker secret rm clave",
  );
  await run("manager1", "docker service create -d --name web --replicas 0 nginx; docker service scale -d web=1");
  await run("manager1", "docker service create -d --name pub --replicas 0 -p 8080:80 nginx; docker service rm web pub");
  const token = (await run("manager1", "docker swarm join-token -q worker")).trim();
  await run("worker1", `docker swarm join --token ${token} 192.168.99.100:2377`);
  await run("manager1", "docker node update --availability drain worker1");
  await lab.advance(1);
  const lines = (await run("manager1", EVENTS)).trim().split("\n");
  expect(lines).toEqual([
    "node update map[name:manager1 state.new:ready state.old:unknown]",
    "network create map[name:malla]",
    "network update map[name:malla]",
    "secret create map[name:clave]",
    "secret remove map[name:clave]",
    "service create map[name:web]",
    "service update map[name:web replicas.new:1 replicas.old:0]",
    "service create map[name:pub]",
    "service update map[name:pub]",
    "service remove map[name:web]",
    "service remove map[name:pub]",
    "node create map[name:]",
    ...Array.from({ length: 3 }, () => "node update map[name:]"),
    "node update map[name:worker1 state.new:ready state.old:unknown]",
    "node update map[availability.new:drain availability.old:active name:worker1]",
  ]);
  expect(await run("worker1", EVENTS)).toBe("");
});

test("an update of a service tells its images and how it goes", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker swarm init; docker service create -q --name web nginx; docker service update -q --image redis web");
  await lab.advance(1);
  const events = await run(`${EVENTS} -f type=service | sed 's/@sha256:[0-9a-f]*//g'`);
  expect(events.trim().split("\n")).toEqual([
    "service create map[name:web]",
    "service update map[image.new:redis:latest image.old:nginx:latest name:web]",
    "service update map[name:web updatestate.new:updating]",
    "service update map[name:web updatestate.new:completed updatestate.old:updating]",
  ]);
});
