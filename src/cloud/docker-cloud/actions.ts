import { CloudFailure } from "./cloud-failure.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudAction, Job } from "./state.ts";

/** How many actions are remembered. */
const REMEMBERED = 200;

/** Actions that a lab has taken up since it was opened. */
const running = new WeakMap<CloudAction, Promise<void>>();

/**
 * Notes what somebody asked for, and begins to do it. Docker Cloud answered at once and did the rest meanwhile
 * (apidocs, action.md).
 */
export function beginAction(
  cloud: DockerCloud,
  what: Pick<CloudAction, "name" | "method" | "path" | "object" | "job">,
): CloudAction {
  const { state, clock } = cloud;
  const action: CloudAction = { ...what, uuid: cloud.uuid(), state: "In progress", start: clock.now(), logs: [] };
  state.actions.push(action);
  state.actions.splice(0, state.actions.length - REMEMBERED);
  carryOut(cloud, action);
  return action;
}

/** Something that is done the moment it is asked for: only noted. */
export function noteAction(cloud: DockerCloud, name: string, method: string, object: string): void {
  const now = cloud.clock.now();
  const job: Job = { kind: "none" };
  const path = method === "POST" ? object.replace(/[^/]+\/$/, "") : object;
  cloud.state.actions.push({
    ...{ uuid: cloud.uuid(), name, method, path, object, job },
    ...{ state: "Success", start: now, end: now, logs: [] },
  });
}

function carryOut(cloud: DockerCloud, action: CloudAction): void {
  const work = cloud
    .perform(action)
    .then(() => {
      if (action.state === "In progress") action.state = "Success";
    })
    .catch((error: unknown) => {
      if (!(error instanceof CloudFailure)) throw error;
      action.state = "Failed";
      action.logs.push(`ERROR: ${error.message}`);
    })
    .finally(() => {
      action.end = cloud.clock.now();
    });
  running.set(action, work);
  // A fault of ours must not take the lab down, and must not hide either.
  work.catch((error: unknown) => console.error(error));
}

/** Takes up what was under way when the lab was stored. */
export function resumeActions(cloud: DockerCloud): void {
  for (const action of cloud.state.actions)
    if (action.state === "In progress" && !running.has(action)) carryOut(cloud, action);
}

/** Once an action that is under way is over. */
export const actionOver = (action: CloudAction): Promise<void> => running.get(action) ?? Promise.resolve();

/** Does an action again, as another one. @throws CloudFailure while it is under way */
export function retryAction(cloud: DockerCloud, action: CloudAction): CloudAction {
  if (action.state === "In progress")
    throw new CloudFailure("ApiError", `The action ${action.uuid} cannot be retried while it is in progress`);
  const { name, method, path, object, job } = action;
  return beginAction(cloud, { name, method, path, object, job });
}
