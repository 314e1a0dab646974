import { requireManager } from "../../swarm/leadership.ts";
import { requireService } from "../../swarm/services.ts";
import { isUpToDate, tasksOf } from "../../swarm/tasks.ts";
import type { CommandContext } from "../command.ts";
import { followService } from "../progress/follow-service.ts";

/**
 * Shows a service's tasks coming up until they have been stable for the monitoring period, as `docker service create`
 * and `scale` do; Ctrl-C ends the watching, not the service.
 * @param ref as the reader called it: the last line repeats it
 */
export async function showConvergence(context: CommandContext, ref: string, quiet: boolean): Promise<number> {
  const { engine, process, columns } = context;
  const poll = () => {
    const { cluster } = requireManager(engine);
    const service = requireService(engine, ref);
    const nodes = Object.values(cluster.nodes).filter(({ state }) => state !== "down");
    return {
      service,
      tasks: tasksOf(cluster, service).filter((task) => isUpToDate(service, task)),
      activeNodes: new Set(nodes.map(({ id }) => id)),
    };
  };
  await followService(process, { name: ref, columns, quiet, poll });
  return 0;
}
