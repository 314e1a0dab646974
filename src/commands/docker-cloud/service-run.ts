import { languageOf } from "../../cli/not-simulated.ts";
import { createService, operateService, updateService } from "../../cloud/docker-cloud/services.ts";
import type { CloudService } from "../../cloud/docker-cloud/state.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { notSimulatedHere } from "./not-simulated-here.ts";
import { serviceRequest } from "./service-request.ts";

/** `docker-cloud run`, `service run` and `service create`. @param start whether it is to run at once @throws CloudFailure */
export async function runService(run: CloudRun, start: boolean): Promise<number> {
  if (await refusesAutodestroy(run)) return FAILED;
  const definition = { image: run.text("image") ?? "", ...serviceRequest(run) };
  await run.request();
  const service = createService(run.cloud, definition, { name: run.text("name") });
  if (!start) {
    await run.out(service.uuid);
    return 0;
  }
  await run.request();
  const done = await run.sync(operateService(run.cloud, service, "start-service"));
  await run.out(service.uuid);
  return done ? 0 : FAILED;
}

/** Containers that end themselves when they stop are not simulated: says so. */
export async function refusesAutodestroy(run: CloudRun): Promise<boolean> {
  const value = run.text("autodestroy") ?? "OFF";
  if (value === "OFF") return false;
  await run.err(notSimulatedHere(`--autodestroy ${value}`, languageOf(run.process.env)));
  return true;
}

/**
 * What `service set` and `service env` do at last: keep a change, and redeploy when that was asked for.
 * @returns whether all went well
 */
export async function keepChange(
  run: CloudRun,
  service: CloudService,
  identifier: string,
  change: Parameters<typeof updateService>[2],
): Promise<boolean> {
  updateService(run.cloud, service, change);
  if (!run.has("redeploy")) {
    await run.out(service.uuid);
    await run.out("Service must be redeployed to have its configuration changes applied.");
    await run.out(`To redeploy execute: $ docker-cloud service redeploy ${identifier}`);
    return true;
  }
  await run.out("Redeploying Service ...");
  const done = await run.sync(operateService(run.cloud, service, "redeploy-service"));
  await run.out(service.uuid);
  return done;
}
