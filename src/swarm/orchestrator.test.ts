import { beforeEach, describe, expect, test } from "vitest";
import { Random } from "../kernel/random.ts";
import { cluster, node, service, spec } from "./cluster.fixture.ts";
import type { Cluster } from "./cluster.ts";
import { reconcile } from "./orchestrator.ts";
import { constraintError, isActive, isWithin } from "./scheduler.ts";
import type { Service, ServiceSpec } from "./service.ts";
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

test("constraints are well formed, or refused in swarmkit's words", () => {
  expect(["node.role == manager", "node.labels.a!=b c", "node.nope==1"].map(constraintError)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(["foo", "node.role=manager", "foo==", "a b==c"].map(constraintError)).toEqual([
    "constraint expected one operator from ==, !=",
    "constraint expected one operator from ==, !=",
    "value '' is invalid",
    "key 'a b' is invalid",
  ]);
});

test("a key that no node has holds for none", () => {
  expect(isWithin(node("m1"), ["node.nope!=1"])).toBe(false);
  expect(isWithin(node("m1"), ["node.labels.disk!=ssd"])).toBe(true);
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

  /** A service of three whose image is changed, updated until the first new task was made and has failed. */
  function failing(update: Partial<ServiceSpec["update"]>): { swarm: Cluster; web: Service } {
    const web = service(spec("web", 3));
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    web.previousSpec = web.spec;
    web.previousSpecVersion = web.specVersion;
    web.spec = spec("web", 3, { update: { ...web.spec.update, ...update } });
    web.spec.task.image = "nginx:nope";
    web.specVersion++;
    const desk = { cluster: swarm, random: Random.seeded(9), timestamp: "", later: () => {} };
    reconcile({ ...desk, now });
    for (const task of Object.values(swarm.tasks)) {
      if (task.desiredState === "shutdown") Object.assign(task, { state: "shutdown", since: now });
      else if (task.specVersion === 2) Object.assign(task, { state: "rejected", since: now, error: "No such image" });
    }
    reconcile({ ...desk, now });
    return { swarm, web };
  }

  test("pauses when a new task fails, and leaves the others", () => {
    const { swarm, web } = failing({});
    expect(web.updateStatus).toMatchObject({ state: "paused" });
    expect(web.updateStatus?.message).toMatch(/^update paused due to failure or early termination of task \w{25}$/);
    expect(active(swarm).filter(({ spec: { image } }) => image === "nginx:latest")).toHaveLength(2);
  });

  test("rolls back when it is to, and keeps what was never replaced", () => {
    const { swarm, web } = failing({ failureAction: "rollback" });
    expect(web.updateStatus?.state).toBe("rollback_started");
    expect(web.previousSpec).toBeUndefined();
    const kept = active(swarm)
      .filter(({ specVersion }) => specVersion === 1)
      .map(({ id }) => id);
    for (let i = 0; i < 4; i++) {
      converge(swarm);
      now += 6000;
    }
    expect(web.updateStatus?.state).toBe("rollback_completed");
    expect(active(swarm).map(({ spec: { image } }) => image)).toEqual(["nginx:latest", "nginx:latest", "nginx:latest"]);
    expect(active(swarm).map(({ id }) => id)).toEqual(expect.arrayContaining(kept));
  });

  test("goes on when it is to, or while few enough fail", () => {
    expect(failing({ failureAction: "continue" }).web.updateStatus?.state).toBe("updating");
    expect(failing({ maxFailureRatio: 0.4 }).web.updateStatus?.state).toBe("updating");
    expect(failing({ maxFailureRatio: 0.3 }).web.updateStatus?.state).toBe("paused");
  });

  test("starts the new task first when its order says so", () => {
    const web = service(spec("web", 1));
    const swarm = cluster([node("m1")], [web]);
    converge(swarm);
    web.spec = spec("web", 1, { update: { ...web.spec.update, order: "start-first" } });
    web.spec.task.forceUpdate = 1;
    web.specVersion++;
    reconcile({ cluster: swarm, random: Random.seeded(9), now, timestamp: "", later: () => {} });
    expect(active(swarm).map(({ state, desiredState }) => `${state} ${desiredState}`)).toEqual([
      "running running",
      "assigned running",
    ]);
    converge(swarm);
    expect(active(swarm)).toMatchObject([{ spec: { forceUpdate: 1 }, state: "running" }]);
  });
});
