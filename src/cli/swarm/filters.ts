import { EngineError } from "../../engine/errors.ts";
import { taskName } from "../../swarm/agent.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import type { Task } from "../../swarm/task.ts";
import { CommandError } from "../command.ts";

/** What `--filter` asks of swarm objects: every key must be met by one of its values. */
export interface SwarmFilters {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Whether an object passes; `tests` has one test a known key. */
  accept(tests: Readonly<Record<string, (value: string) => boolean>>): boolean;
}

/**
 * Reads `key=value` filters. @throws CommandError for one without a value; EngineError for a key the daemon does not
 * know (its words: `invalid filter 'nope'`)
 */
export function parseSwarmFilters(given: readonly string[], known: readonly string[]): SwarmFilters {
  const values = new Map<string, string[]>();
  for (const text of given) {
    const cut = text.indexOf("=");
    if (cut < 0)
      throw new CommandError(`invalid argument "${text}" for "-f, --filter" flag: invalid filter '${text}'`, 125);
    const key = text.slice(0, cut).trim().toLowerCase();
    if (!known.includes(key)) throw new EngineError(400, `invalid filter '${key}'`);
    values.set(key, [...(values.get(key) ?? []), text.slice(cut + 1).trim()]);
  }
  return {
    values,
    accept: (tests) => [...values].every(([key, wanted]) => wanted.some((value) => tests[key]?.(value) ?? true)),
  };
}

/** `key` or `key=value` of `--filter label=…`. */
export function labelled(labels: Readonly<Record<string, string>>, wanted: string): boolean {
  const [key = "", value] = wanted.split("=");
  return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
}

export const TASK_FILTERS = ["desired-state", "id", "label", "name", "node", "service"] as const;

/** Whether a task passes the filters of `docker service ps` and its like. @throws EngineError for a state that is none */
export function acceptTask(cluster: Cluster, filters: SwarmFilters, task: Task): boolean {
  const service = cluster.services[task.serviceId];
  const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  return filters.accept({
    id: (value) => task.id.startsWith(value),
    name: (value) => service !== undefined && taskName(service, task).startsWith(value),
    node: (value) => node?.hostname === value || (node?.id.startsWith(value) ?? false),
    service: (value) => service?.spec.name === value || task.serviceId.startsWith(value),
    label: (value) => labelled(task.spec.labels, value),
    "desired-state": (value) => {
      if (!["running", "shutdown", "accepted"].includes(value))
        throw new EngineError(400, `invalid filter 'desired-state=${value}'`);
      return task.desiredState === value || (value === "running" && task.desiredState === "ready");
    },
  });
}
