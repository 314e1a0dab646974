import { beforeEach, describe, expect, test } from "vitest";
import { Random } from "../kernel/random.ts";
import { cluster, node, service, spec } from "./cluster.fixture.ts";
import type { Cluster } from "./cluster.ts";
import { reconcile } from "./orchestrator.ts";
import { isActive } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { hasEnded } from "./tasks.ts";

let now = 0;
let woken: number[] = [];

beforeEach(() => {
  now = 0;
  woken = [];
});

/** Lets the leader decide, and every node do at once what it was told, until nothing moves. */
function converge(of: Cluster): void {
  for (let i = 0; i < 50; i++) {
    const before = JSON.stringify(of);
    const timestamp = new Date(now).toISOString();
    reconcile({ cluster: of, random: Random.seeded(now + i), now, timestamp, later: (ms) => woken.push(now + ms) });
    for (const task of Object.values(of.tasks)) {
      if (hasEnded(task) || task.nodeId === undefined) continue;
      if (task.desiredState === "remove") delete of.tasks[task.id];
      else if (task.desiredState === "shutdown") Object.assign(task, { state: "shutdown", since: now });
      else if (task.desiredState === "running")
        Object.assign(task, { state: "running", since: task.state === "running" ? task.since : now });
    }
    now++;
    if (JSON.stringify(of) === before) return;
  }
}

const active = (of: Cluster): Task[] => Object.values(of.tasks).filter(isActive);
const placed = (of: Cluster): string[] =>
  active(of)
    .map(({ nodeId }) => nodeId ?? "nowhere")
    .sort();

describe("a replicated service", () => {
  test("gets as many tasks as asked, spread over the nodes", () => {
    const swarm = cluster([node("m1"), node("w1"), node("w2")], [service(spec("web", 6))]);
    converge(swarm);
    expect(placed(swarm)).toEqual(["m1", "m1", "w1", "w1", "w2", "w2"]);
    expect(
      active(swarm)
        .map(({ slot }) => slot)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("loses its highest slots when it is scaled down", () => {
    const web = service(spec("web", 4));
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    web.spec.mode = { kind: "replicated", replicas: 2 };
    converge(swarm);
    expect(
      Object.values(swarm.tasks)
        .map(({ slot }) => slot)
        .sort(),
    ).toEqual([1, 2]);
  });

  test("moves away from a node that is drained, and not back when it returns", () => {
    const swarm = cluster([node("m1"), node("w1")], [service(spec("web", 4))]);
    converge(swarm);
    Object.assign(swarm.nodes.w1 ?? {}, { availability: "drain" });
    converge(swarm);
    expect(placed(swarm)).toEqual(["m1", "m1", "m1", "m1"]);
    Object.assign(swarm.nodes.w1 ?? {}, { availability: "active" });
    converge(swarm);
    expect(placed(swarm)).toEqual(["m1", "m1", "m1", "m1"]);
  });

  test("is replaced when its node goes down", () => {
    const swarm = cluster([node("m1"), node("w1")], [service(spec("web", 2))]);
    converge(swarm);
    Object.assign(swarm.nodes.w1 ?? {}, { state: "down" });
    converge(swarm);
    expect(placed(swarm)).toEqual(["m1", "m1"]);
  });

  test("restarts a task that failed, after the policy's delay", () => {
    const swarm = cluster([node("m1")], [service(spec("web", 1))]);
    converge(swarm);
    const [task] = active(swarm);
    Object.assign(task ?? {}, { state: "failed", exitCode: 1 });
    converge(swarm);
    expect(active(swarm)).toMatchObject([{ slot: 1, desiredState: "ready" }]);
    now = Math.max(...woken) + 1;
    converge(swarm);
    expect(active(swarm)).toMatchObject([{ slot: 1, desiredState: "running", state: "running" }]);
    expect(Object.values(swarm.tasks)).toHaveLength(2);
  });

  test("keeps no more history than the limit", () => {
    const swarm = cluster([node("m1")], [service(spec("web", 1))]);
    for (let i = 0; i < 9; i++) {
      converge(swarm);
      for (const task of active(swarm)) Object.assign(task, { state: "failed", exitCode: 1 });
      converge(swarm);
      now = Math.max(...woken) + 1;
    }
    expect(Object.values(swarm.tasks).length).toBeLessThanOrEqual(6);
  });

  test("waits, and says why, when no node satisfies its constraint", () => {
    const web = service(spec("web", 1));
    web.spec.task.constraints = ["node.labels.disk==ssd"];
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    expect(Object.values(swarm.tasks)).toMatchObject([
      { state: "pending", error: "no suitable node (scheduling constraints not satisfied on 1 node)" },
    ]);
    Object.assign(swarm.nodes.m1 ?? {}, { labels: { disk: "ssd" } });
    converge(swarm);
    expect(placed(swarm)).toEqual(["m1"]);
  });
});

test("a global service has one task on every node, and on one that comes later", () => {
  const swarm = cluster([node("m1"), node("w1")], [service(spec("agent", 0, { mode: { kind: "global" } }))]);
  converge(swarm);
  expect(placed(swarm)).toEqual(["m1", "w1"]);
  swarm.nodes.w2 = node("w2");
  converge(swarm);
  expect(placed(swarm)).toEqual(["m1", "w1", "w2"]);
});

describe("an update", () => {
  test("replaces the tasks one by one and is complete when they have been stable", () => {
    const web = service(spec("web", 3));
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    web.spec = spec("web", 3);
    web.spec.task.image = "nginx:1.31";
    web.specVersion++;
    web.updateStatus = { state: "updating", startedAt: "", message: "update in progress" };
    converge(swarm);
    expect(active(swarm).map(({ spec: { image } }) => image)).toEqual(["nginx:1.31", "nginx:1.31", "nginx:1.31"]);
    expect(web.updateStatus.state).toBe("updating");
    now = Math.max(...woken) + 1;
    converge(swarm);
    expect(web.updateStatus.state).toBe("completed");
  });

  test("pauses when a new task fails", () => {
    const web = service(spec("web", 3));
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    web.spec = spec("web", 3);
    web.specVersion++;
    web.updateStatus = { state: "updating", startedAt: "", message: "update in progress" };
    reconcile({ cluster: swarm, random: Random.seeded(9), now, timestamp: "", later: () => {} });
    for (const task of active(swarm)) if (task.specVersion === 2) Object.assign(task, { state: "failed" });
    const fresh = Object.values(swarm.tasks).find(({ desiredState }) => desiredState === "shutdown");
    Object.assign(fresh ?? {}, { state: "shutdown" });
    reconcile({ cluster: swarm, random: Random.seeded(10), now, timestamp: "1", later: () => {} });
    for (const task of Object.values(swarm.tasks)) if (task.specVersion === 2) Object.assign(task, { state: "failed" });
    reconcile({ cluster: swarm, random: Random.seeded(11), now, timestamp: "2", later: () => {} });
    expect(web.updateStatus).toMatchObject({ state: "paused" });
  });
});
