import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cluster, SwarmNode } from "../swarm/cluster.ts";
import { eligibleNodes, isActive } from "../swarm/scheduler.ts";
import { HeadlessLab } from "./headless-lab.ts";

/** What people do to a cluster, in any order; most of it is refused when it makes no sense, as in Docker. */
type Step =
  | { readonly do: "join"; readonly host: string; readonly role: "worker" | "manager" }
  | { readonly do: "leave" | "promote" | "demote" | "drain" | "activate" | "remove"; readonly host: string }
  | { readonly do: "off" | "on" | "cut" | "connect"; readonly host: string }
  | { readonly do: "run"; readonly line: string }
  | { readonly do: "reload" }
  | { readonly do: "wait"; readonly seconds: number };

const HOSTS = ["manager1", "worker1", "worker2"];
const host = fc.constantFrom(...HOSTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("join" as const), host, role: fc.constantFrom("worker" as const, "manager" as const) }),
  fc.record({ do: fc.constantFrom("leave", "promote", "demote", "drain", "activate", "remove"), host }),
  fc.record({ do: fc.constantFrom("off", "on", "cut", "connect"), host }),
  fc.record({
    do: fc.constant("run" as const),
    line: fc.constantFrom(
      "docker service create -d --name web --replicas 3 -p 8080:80 nginx",
      "docker service create -d --name todos --mode global --network malla nginx",
      "docker service scale -d web=1",
      "docker service scale -d web=5",
      "docker service update -d --force web",
      "docker service update -d --env-add A=1 --update-parallelism 2 web",
      "docker service update -d --image nginx:nope --update-failure-action rollback web",
      "docker service update -d --publish-rm 80 --update-order start-first web",
      "docker service update -d --network-add malla web",
      "docker service rollback -d web",
      "docker service rm web",
    ),
  }),
  fc.constant({ do: "reload" as const }),
  fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 0, max: 20 }) }),
);

/** A host whose manager answers; the first host when none does. */
function somebody(lab: HeadlessLab): string {
  return HOSTS.find((name) => answering(lab, name)) ?? "manager1";
}

/** Whether a manager on a host would answer: by what the lab is, not by what the swarm thinks. */
function answering(lab: HeadlessLab, name: string): boolean {
  const here = lab.lab.hosts.get(name);
  const { swarm } = here?.engine.state ?? {};
  const cluster = swarm && lab.lab.swarms.state.clusters[swarm.clusterId];
  if (!here?.state.powered || cluster?.nodes[swarm?.nodeId ?? ""]?.role !== "manager") return false;
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const there = (node: SwarmNode) =>
    [...lab.lab.hosts.values()].some(
      (other) =>
        other.engine.state.swarm?.nodeId === node.id &&
        other.state.powered &&
        (other === here || (other.state.connected && here.state.connected)),
    );
  return managers.filter(there).length * 2 > managers.length;
}

async function perform(lab: HeadlessLab, of: Step): Promise<void> {
  const manager = somebody(lab);
  switch (of.do) {
    case "join": {
      const token = (await lab.run(manager, `docker swarm join-token -q ${of.role}`)).output.trim();
      const address = lab.lab.hosts.get(manager)?.state.address;
      if (of.host !== manager) await lab.run(of.host, `docker swarm join --token ${token} ${address}:2377`);
      return;
    }
    case "leave":
      await lab.run(of.host, "docker swarm leave --force");
      return;
    case "promote":
    case "demote":
      await lab.run(manager, `docker node ${of.do} ${of.host}`);
      return;
    case "drain":
    case "activate":
      await lab.run(manager, `docker node update --availability ${of.do === "drain" ? "drain" : "active"} ${of.host}`);
      return;
    case "remove":
      await lab.run(manager, `docker node rm --force ${of.host}`);
      return;
    case "off":
    case "on":
      await lab.setPower(of.host, of.do === "on");
      return;
    case "cut":
    case "connect":
      await lab.setConnected(of.host, of.do === "connect");
      return;
    case "run":
      await lab.run(manager, of.line);
      return;
    case "reload": {
      const before = lab.snapshot();
      expect(JSON.parse(JSON.stringify(before))).toEqual(before);
      await lab.reopen();
      return;
    }
    case "wait":
      await lab.advance(of.seconds);
  }
}

const clustersOf = (lab: HeadlessLab): Cluster[] => Object.values(lab.lab.swarms.state.clusters);

/** What holds at any moment. */
function checkAlways(lab: HeadlessLab): void {
  for (const cluster of clustersOf(lab)) {
    if (cluster.leader !== undefined) expect(cluster.nodes[cluster.leader]?.role).toBe("manager");
    const given = [
      ...Object.values(cluster.services).flatMap(({ virtualAddresses }) => Object.entries(virtualAddresses)),
      ...Object.values(cluster.tasks).flatMap(({ addresses }) => Object.entries(addresses)),
    ].map(([network, address]) => `${network} ${address}`);
    expect(new Set(given).size).toBe(given.length);
    const active = Object.values(cluster.tasks).filter(isActive);
    for (const { spec, id, specVersion } of Object.values(cluster.services)) {
      if (spec.mode.kind !== "replicated") continue;
      const slots = active
        .filter((task) => task.serviceId === id && task.specVersion === specVersion)
        .map((t) => t.slot);
      expect(slots.length).toBe(new Set(slots).size);
    }
  }
}

/** What holds once nobody has touched anything for a while. */
async function checkAtRest(lab: HeadlessLab): Promise<void> {
  for (const name of HOSTS) {
    if (!lab.lab.hosts.get(name)?.state.powered) continue;
    expect([name, (await lab.run(name, "docker node ls")).exit === 0]).toEqual([name, answering(lab, name)]);
  }
  for (const cluster of clustersOf(lab)) {
    if (cluster.leader === undefined) continue;
    for (const task of Object.values(cluster.tasks).filter(isActive)) {
      const node = cluster.nodes[task.nodeId ?? ""];
      if (node) expect([node.state, node.availability]).not.toContain(node.state === "down" ? "down" : "drain");
    }
    for (const service of Object.values(cluster.services)) {
      const eligible = eligibleNodes(cluster, service);
      // An image that does not exist runs nowhere: a rollback to it is paused.
      if (eligible.length === 0 || service.spec.task.image.startsWith("nginx:nope")) continue;
      expect(service.updateStatus?.state).not.toBe("updating");
      const { mode } = service.spec;
      const wanted = mode.kind === "replicated" ? mode.replicas : eligible.length;
      const running = Object.values(cluster.tasks).filter(
        (task) => task.serviceId === service.id && isActive(task) && task.state === "running",
      );
      expect([service.spec.name, running.length]).toEqual([service.spec.name, wanted]);
      for (const { nodeId, containerId = "" } of running) {
        const there = [...lab.lab.hosts.values()].find(({ engine }) => engine.state.swarm?.nodeId === nodeId);
        expect(there?.engine.live.has(containerId)).toBe(true);
      }
    }
  }
}

test("whatever is done to a cluster, it comes to rest as it was asked to be", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (history) => {
      const lab = new HeadlessLab();
      await lab.run("manager1", "docker swarm init");
      for (const name of ["worker1", "worker2"]) await perform(lab, { do: "join", host: name, role: "worker" });
      await lab.run("manager1", "docker network create -d overlay malla");
      await lab.run("manager1", "docker service create -d --name web --replicas 3 -p 8080:80 nginx");
      for (const of of history) {
        await perform(lab, of);
        checkAlways(lab);
      }
      await lab.advance(150);
      checkAlways(lab);
      await checkAtRest(lab);
      // With everybody back, too.
      for (const name of HOSTS) {
        await lab.setPower(name, true);
        await lab.setConnected(name, true);
      }
      await lab.advance(90);
      await checkAtRest(lab);
    }),
    { numRuns: Number(process.env.HISTORIES ?? 12), seed: Number(process.env.SEED ?? 2013) },
  );
});
