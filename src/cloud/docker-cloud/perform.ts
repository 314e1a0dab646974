import { bringUpContainer, endContainer, haltContainer, unloadContainer } from "./containers.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import { endCluster, settleCluster } from "./node-clusters.ts";
import { endNode, finishUpgrade } from "./nodes.ts";
import { endService, redeployAll, scaleTo, startAll, stopAll } from "./services.ts";
import { performStack } from "./stacks.ts";
import type { CloudContainer, CloudService, Job } from "./state.ts";

/** What starting anything takes before its image is asked for, ms: the scheduler and the agent. */
const SCHEDULE_MS = 1500;

/** Does what an action is about; what is done already is left as it is. @throws CloudFailure when it cannot be done */
export async function perform(cloud: DockerCloud, job: Job, log: (line: string) => void): Promise<void> {
  const { state } = cloud;
  if (job.kind === "none") return;
  if ("cluster" in job) {
    const cluster = state.clusters[job.cluster];
    if (!cluster) return;
    return job.kind === "terminate-cluster" ? endCluster(cloud, cluster, log) : settleCluster(cloud, cluster, log);
  }
  if ("node" in job) {
    const node = state.nodes[job.node];
    if (!node) return;
    return job.kind === "terminate-node" ? endNode(cloud, node, log) : finishUpgrade(cloud, node);
  }
  await cloud.clock.sleep(SCHEDULE_MS);
  if ("stack" in job) {
    const stack = state.stacks[job.stack];
    return stack && performStack(cloud, stack, job.kind, log);
  }
  if ("service" in job) {
    const service = state.services[job.service];
    return service && performService(cloud, service, job.kind, log);
  }
  const container = state.containers[job.container];
  return container && performContainer(cloud, container, job.kind, log);
}

type Of<Key extends string> = Extract<Job, Record<Key, string>>["kind"];

function performService(
  cloud: DockerCloud,
  service: CloudService,
  kind: Of<"service">,
  log: (line: string) => void,
): Promise<void> {
  switch (kind) {
    case "start-service":
      return startAll(cloud, service, log);
    case "stop-service":
      return stopAll(cloud, service);
    case "scale-service":
      return scaleTo(cloud, service, log);
    case "redeploy-service":
      return redeployAll(cloud, service, log);
    case "terminate-service":
      return endService(cloud, service);
  }
}

async function performContainer(
  cloud: DockerCloud,
  container: CloudContainer,
  kind: Of<"container">,
  log: (line: string) => void,
): Promise<void> {
  switch (kind) {
    case "start-container":
      return bringUpContainer(cloud, container, log);
    case "stop-container":
      return haltContainer(cloud, container);
    case "redeploy-container":
      await unloadContainer(cloud, container);
      return bringUpContainer(cloud, container, log);
    case "terminate-container":
      return endContainer(cloud, container);
  }
}
