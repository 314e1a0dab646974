import type { ConfigRequest } from "../engine/container/config.ts";
import { createContainer } from "../engine/container/create.ts";
import { removeContainer } from "../engine/container/remove.ts";
import { startContainer } from "../engine/container/start.ts";
import { stopContainer } from "../engine/container/stop.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { pullImage } from "../engine/image/pull.ts";
import { findImage } from "../engine/image/resolve.ts";
import type { EndpointRequest } from "../engine/network/endpoint.ts";
import type { Cluster } from "./cluster.ts";
import type { SwarmFabric } from "./fabric.ts";
import { syncNetworks } from "./node-networks.ts";
import type { Service } from "./service.ts";
import type { Task, TaskState } from "./task.ts";
import { taskFiles } from "./task-files.ts";
import { hasEnded, setState } from "./tasks.ts";

/** What a node takes between the states of a task, as the recorded progress shows, ms. */
const STEP_MS = 120;

/** How a task is called in a list, and its container on its node. */
export function taskName(service: Pick<Service, "spec">, task: Pick<Task, "slot" | "nodeId">): string {
  return `${service.spec.name}.${task.slot === 0 ? task.nodeId : task.slot}`;
}

/** Runs one task on its node's engine, from "assigned" to its end (swarmkit's agent and moby's executor). */
export async function runTask(fabric: SwarmFabric, cluster: Cluster, engine: Engine, task: Task): Promise<void> {
  const enter = (state: TaskState, message: string) => {
    if (hasEnded(task)) return;
    setState(task, state, engine.clock.now(), message);
    fabric.changed(cluster);
  };
  const wanted = () =>
    cluster.tasks[task.id] === task && (task.desiredState === "running" || task.desiredState === "ready");
  const service = cluster.services[task.serviceId];
  if (!service) return;
  try {
    await engine.clock.sleep(STEP_MS);
    enter("preparing", "preparing");
    await ensureImage(engine, task.spec.image);
    await engine.clock.sleep(STEP_MS);
    if (!wanted()) return enter("shutdown", "shutdown");
    const { Id } = await createContainer(engine, containerRequest(engine, cluster, service, task));
    task.containerId = Id;
    enter("ready", "prepared");
    while (wanted() && task.desiredState === "ready") await fabric.change();
    if (!wanted()) {
      await removeContainer(engine, Id, { force: true });
      return enter("shutdown", "shutdown");
    }
    enter("starting", "starting");
    syncNetworks(engine);
    await startContainer(engine, Id);
    enter("running", "started");
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    task.error = error.message;
    enter(
      task.containerId === undefined ? "rejected" : "failed",
      task.containerId === undefined ? "preparing" : "starting",
    );
    return;
  }
  await watchTask(fabric, cluster, engine, task);
}

/** Follows a running task to its end: because its container ended, or because it is to. */
export async function watchTask(fabric: SwarmFabric, cluster: Cluster, engine: Engine, task: Task): Promise<void> {
  const id = task.containerId ?? "";
  let status = engine.state.containers[id]?.exitCode ?? 0;
  let alive = true;
  const ended = (engine.live.get(id)?.stopped ?? Promise.resolve(status)).then((exit) => {
    status = exit;
    alive = false;
  });
  const stillWanted = () => cluster.tasks[task.id] === task && task.desiredState === "running" && !hasEnded(task);
  while (alive && stillWanted()) await Promise.race([ended, fabric.change()]);
  if (hasEnded(task) && cluster.tasks[task.id] === task) return;
  if (alive) await stopContainer(engine, id).catch(ignoreGone);
  const failed = !stillWanted() ? "shutdown" : status === 0 ? "complete" : "failed";
  task.exitCode = status;
  if (failed === "failed") task.error = `task: non-zero exit (${status})`;
  setState(task, failed, engine.clock.now(), failed === "shutdown" ? "shutdown" : "finished");
  const removed = cluster.tasks[task.id] !== task || task.desiredState === "remove";
  if (removed) {
    delete cluster.tasks[task.id];
    await removeContainer(engine, id, { force: true }).catch(ignoreGone);
  }
  fabric.changed(cluster);
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
}

/** Pulls unless the node has it. */
async function ensureImage(engine: Engine, image: string): Promise<void> {
  if (!findImage(engine, withoutDigest(image))) await pullImage(engine, withoutDigest(image));
}

/** "nginx:latest@sha256:…" → "nginx:latest" */
export const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]+$/, "");

function containerRequest(engine: Engine, cluster: Cluster, service: Service, task: Task) {
  const { spec } = task;
  const name = taskName(service, task);
  const places: Record<string, EndpointRequest> = {};
  for (const [networkId, address] of Object.entries(task.addresses)) {
    const network = cluster.networks[networkId];
    if (!network) continue;
    engine.state.networks[networkId] ??= structuredClone(network);
    places[network.name] = { ip: address.split("/")[0] ?? "" };
  }
  const config: ConfigRequest = {
    Image: withoutDigest(spec.image),
    Env: spec.env,
    ...(spec.command ? { Entrypoint: spec.command } : {}),
    ...(spec.args ? { Cmd: spec.args } : {}),
    ...(spec.hostname === undefined ? {} : { Hostname: spec.hostname }),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.tty ? { Tty: true } : {}),
    Labels: {
      ...spec.labels,
      "com.docker.swarm.node.id": task.nodeId ?? "",
      "com.docker.swarm.service.id": service.id,
      "com.docker.swarm.service.name": service.spec.name,
      "com.docker.swarm.task": "",
      "com.docker.swarm.task.id": task.id,
      "com.docker.swarm.task.name": `${name}.${task.id}`,
    },
  };
  const [network = "bridge"] = Object.keys(places);
  const hostPorts = service.ports.filter(({ mode }) => mode === "host");
  return {
    name: `${name}.${task.id}`,
    config,
    hostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(
        hostPorts.map(({ targetPort, publishedPort, protocol }) => [
          `${targetPort}/${protocol}`,
          [{ HostIp: "", HostPort: String(publishedPort) }],
        ]),
      ),
      Memory: spec.limits.memory ?? 0,
      NanoCpus: spec.limits.nanoCpus ?? 0,
      Mounts: spec.mounts,
    },
    networks: places,
    givenFiles: taskFiles(cluster, spec),
  };
}
