import type { Service } from "../../swarm/service.ts";
import { hasSwarmLabel, parseSwarmFilters } from "../swarm/filters.ts";

/**
 * Which services `--filter` lets through, in `docker service ls` and `docker stack services`.
 * @param given the values of `--filter`
 * @throws EngineError for a key that services are not filtered by
 */
export function serviceFilters(given: readonly string[]): (service: Service) => boolean {
  const filters = parseSwarmFilters(given, ["id", "label", "mode", "name", "runtime"]);
  return ({ id, spec }) =>
    filters.accept({
      id: (value) => id.startsWith(value),
      name: (value) => spec.name.startsWith(value),
      mode: (value) => spec.mode.kind === value,
      label: (value) => hasSwarmLabel(spec.labels, value),
      runtime: (value) => value === "container",
    });
}
