import { createContainer } from "../engine/container/create.ts";
import { removeContainer } from "../engine/container/remove.ts";
import { startContainer } from "../engine/container/start.ts";
import { stopContainer } from "../engine/container/stop.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { pullImage } from "../engine/image/pull.ts";
import { findImage } from "../engine/image/resolve.ts";
import { AgentGone, TaskLink } from "./agent-link.ts";
import type { Cluster } from "./cluster.ts";
import { clusterOf, type SwarmFabric } from "./fabric.ts";
import { syncNetworks } from "./node-networks.ts";
import type { Task } from "./task.ts";
import { containerRequest, withoutDigest } from "./task-container.ts";
import { UNHEALTHY, untilHealthy } from "./task-health.ts";
import { hasEnded } from "./tasks.ts";

export { taskName, withoutDigest } from "./task-container.ts";

/** What a node takes between the states of a task, as the recorded progress shows, ms. */
const STEP_MS = 120;

/** Runs one task on its node's engine, from "assigned" to its end (swarmkit's agent and moby's executor). */
export async function runTask(fabric: SwarmFabric, cluster: Cluster, engine: Engine, task: Task): Promise<void> {
  const link = new TaskLink(fabric, cluster, engine, task);
  try {
    if (await bringUp(link)) await attend(link);
  } catch (error) {
    // Its dockerd ended: the task is looked after again when that starts.
    if (!(error instanceof AgentGone)) throw error;
  }
}

/** Follows a running task to its end: because its container ended, or because it is to. */
export async function watchTask(fabric: SwarmFabric, cluster: Cluster, engine: Engine, task: Task): Promise<void> {
  try {
    await attend(new TaskLink(fabric, cluster, engine, task));
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
  }
}

/** Prepares and starts; whether it runs now. */
async function bringUp(link: TaskLink): Promise<boolean> {
  const { engine, cluster, task } = link;
  const service = cluster.services[task.serviceId];
  let step: "preparing" | "starting" = "preparing";
  try {
    await engine.clock.sleep(STEP_MS);
    await link.report("preparing", "preparing");
    if (service && link.wanted()) await ensureImage(engine, task.spec);
    await engine.clock.sleep(STEP_MS);
    if (!service || !link.wanted()) return await end(link);
    const known = engine.state.containers[task.containerId ?? ""];
    task.containerId =
      known?.id ?? (await createContainer(engine, containerRequest(engine, cluster, service, task))).Id;
    await link.report("ready", "prepared");
    await link.until(() => link.mayStart());
    if (!link.wanted()) return await end(link);
    await link.report("starting", "starting");
    syncNetworks(engine);
    step = "starting";
    await startContainer(engine, task.containerId);
    await untilHealthy(link);
    if (!engine.live.has(task.containerId) || !link.wanted()) return true;
    task.hostPorts = hostPortsOf(engine, task.containerId);
    await link.report("running", "started");
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    link.demandAlive();
    task.error = step === "starting" ? `starting container failed: ${error.message}` : error.message;
    await link.report(step === "starting" ? "failed" : "rejected", step);
    return false;
  }
}

/** moby, daemon/cluster/executor/container/controller.go, parsePortMap. */
function hostPortsOf(engine: Engine, containerId: string): NonNullable<Task["hostPorts"]> {
  return Object.entries(engine.state.containers[containerId]?.ports ?? {}).flatMap(([key, bindings]) => {
    const [target = "", protocol = ""] = key.split("/");
    return (bindings ?? []).map(({ HostPort }) => ({
      protocol,
      targetPort: Number(target),
      publishedPort: Number(HostPort),
    }));
  });
}

/** A task that is not wanted any more before it ran. */
async function end(link: TaskLink): Promise<false> {
  const { engine, task } = link;
  if (task.containerId !== undefined)
    await removeContainer(engine, task.containerId, { force: true }).catch(ignoreGone);
  await link.report("shutdown", "shutdown");
  return false;
}

async function attend(link: TaskLink): Promise<void> {
  const { engine, task } = link;
  const id = task.containerId ?? "";
  let status = engine.state.containers[id]?.exitCode ?? 0;
  let alive = true;
  const ended = (engine.live.get(id)?.stopped ?? Promise.resolve(status)).then((exit) => {
    status = exit;
    alive = false;
  });
  await link.untilOr(ended, () => !alive || !link.wantedRunning());
  if (alive) {
    const { stopGracePeriod } = task.spec;
    const timeout = stopGracePeriod === undefined ? {} : { timeout: Math.ceil(stopGracePeriod / 1e9) };
    await stopContainer(engine, id, timeout).catch(ignoreGone);
    await ended;
  }
  const endedAt = engine.clock.now();
  link.demandAlive();
  // What a host loses with its power is known only from its disk.
  status = engine.state.containers[id]?.exitCode ?? status;
  await link.untilHeard();
  if (!hasEnded(task) && link.known()) {
    task.exitCode = status;
    const wanted = link.wantedRunning();
    const unhealthy = UNHEALTHY.has(task) ? ": dockerexec: unhealthy container" : "";
    const failed = status !== 0 || unhealthy !== "";
    if (wanted && failed) task.error = `task: non-zero exit (${status})${unhealthy}`;
    await link.report(
      wanted ? (failed ? "failed" : "complete") : "shutdown",
      wanted ? "finished" : "shutdown",
      endedAt,
    );
  }
  link.changed();
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
}

/** Pulls unless the node has it; whether it is there then, the creation of the container finds out. */
async function ensureImage(engine: Engine, { image, registryAuth: credentials }: Task["spec"]): Promise<void> {
  const name = withoutDigest(image);
  if (!findImage(engine, name)) await pullImage(engine, name, undefined, { credentials }).catch(ignoreGone);
}

/** Removes the containers of tasks that the managers have forgotten from a node. */
export async function sweepContainers(cluster: Cluster, engine: Engine): Promise<void> {
  for (const container of Object.values(engine.state.containers)) {
    const id = container.config.Labels["com.docker.swarm.task.id"];
    if (id === undefined || cluster.tasks[id] || engine.live.has(container.id)) continue;
    if (container.status === "removing") continue;
    await removeContainer(engine, container.id, { force: true }).catch(ignoreGone);
  }
}

/**
 * A dockerd that starts is given only the tasks that go on: it removes the containers of all others (swarmkit,
 * agent/worker.go, reconcileTaskState; recorded).
 */
export async function dropSettledContainers(engine: Engine): Promise<void> {
  const tasks = clusterOf(engine)?.tasks;
  if (!tasks) return;
  // One that is locked is given none at all.
  const { locked } = engine.state.swarm ?? {};
  for (const { id, config } of Object.values(engine.state.containers)) {
    const task = tasks[config.Labels["com.docker.swarm.task.id"] ?? ""];
    if (!task || (!locked && !hasEnded(task) && task.desiredState !== "shutdown")) continue;
    await removeContainer(engine, id, { force: true }).catch(ignoreGone);
  }
}
