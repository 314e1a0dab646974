import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { hasLabel } from "../../engine/labels.ts";
import { taskName } from "../../swarm/agent.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import { requireNode } from "../../swarm/nodes.ts";
import { requireService } from "../../swarm/services.ts";
import type { Task } from "../../swarm/task.ts";
import { filterValues } from "../filters.ts";

/** What `--filter` asks of swarm objects: every key must be met by one of its values, those of labels by all. */
interface SwarmFilters {
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
      Object.entries(values).every(([key, wanted]) => {
        const met = (value: string) => tests[key]?.(value) ?? true;
        return key.endsWith("label") ? wanted.every(met) : wanted.some(met);
      }),
    check: (key, words) => {
      const wrong = values[key]?.find((value) => value !== "" && !words.includes(value.toLowerCase()));
      if (wrong !== undefined) throw new EngineError(400, `Invalid ${key} filter: '${wrong}'`);
    },
  };
}

/** `key` or `key=` asks for a label, `key=value` for its value too (swarmkit, manager/controlapi/common.go, filterMatchLabels). */
export function hasSwarmLabel(labels: Readonly<Record<string, string>> | undefined, wanted: string): boolean {
  return hasLabel(labels, wanted.replace(/=$/, ""));
}

const TASK_FILTERS = ["desired-state", "id", "label", "name", "node", "service", "_up-to-date", "runtime"] as const;
/** swarmkit's TaskState. */
const TASK_STATES =
  "new pending assigned accepted preparing ready starting running complete shutdown failed rejected remove orphaned".split(
    " ",
  );

/**
 * The filters of `docker service ps` and its like, with nodes and services by any of their names.
 * @throws EngineError for a state that is none, and a node or a service that there is not (moby, daemon/cluster/tasks.go)
 */
export function parseTaskFilters(engine: Engine, given: readonly string[]): SwarmFilters {
  parseSwarmFilters(given, TASK_FILTERS).check("desired-state", TASK_STATES);
  const byId = given.map((text) => {
    const [, key, value = ""] = /^(node|service)=(.*)$/.exec(text) ?? [];
    if (key === undefined) return text;
    return `${key}=${(key === "node" ? requireNode(engine, value) : requireService(engine, value)).id}`;
  });
  return parseSwarmFilters(byId, TASK_FILTERS);
}

/** Whether a task passes the filters of `docker service ps` and its like. */
export function acceptTask(cluster: Cluster, filters: SwarmFilters, task: Task): boolean {
  const service = cluster.services[task.serviceId];
  return filters.accept({
    id: (value) => task.id.startsWith(value),
    name: (value) => service !== undefined && taskName(service, task).startsWith(value),
    node: (value) => task.nodeId === value,
    service: (value) => task.serviceId === value,
    label: (value) => hasSwarmLabel(service?.spec.labels, value),
    runtime: (value) => value === "container",
    "desired-state": (value) => value === "" || task.desiredState === value.toLowerCase(),
  });
}
