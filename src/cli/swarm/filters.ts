import { EngineError } from "../../engine/errors.ts";
import { hasLabel } from "../../engine/labels.ts";
import { taskName } from "../../swarm/agent.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import type { Task } from "../../swarm/task.ts";
import { filterValues } from "../filters.ts";

/** What `--filter` asks of swarm objects: every key must be met by one of its values. */
export interface SwarmFilters {
  /** Whether an object passes; `tests` has one test a known key. */
  accept(tests: Readonly<Record<string, (value: string) => boolean>>): boolean;
  /** Whether a key's values are among those there are. @throws EngineError (moby, daemon/cluster/filters.go) */
  check(key: string, known: readonly string[]): void;
}

/** Reads `key=value` filters. @throws EngineError for a key the daemon does not know (its words: `invalid filter 'nope'`) */
export function parseSwarmFilters(given: readonly string[], known: readonly string[]): SwarmFilters {
  const values = filterValues(given);
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new EngineError(400, `invalid filter '${unknown}'`);
  return {
    accept: (tests) =>
      Object.entries(values).every(([key, wanted]) => wanted.some((value) => tests[key]?.(value) ?? true)),
    check: (key, words) => {
      const wrong = values[key]?.find((value) => value !== "" && !words.includes(value.toLowerCase()));
      if (wrong !== undefined) throw new EngineError(400, `Invalid ${key} filter: '${wrong}'`);
    },
  };
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
    label: (value) => hasLabel(task.spec.labels, value),
    "desired-state": (value) => {
      if (!["running", "shutdown", "accepted"].includes(value))
        throw new EngineError(400, `invalid filter 'desired-state=${value}'`);
      return task.desiredState === value || (value === "running" && task.desiredState === "ready");
    },
  });
}
