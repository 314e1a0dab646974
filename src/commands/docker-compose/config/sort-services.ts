import { ConfigurationError } from "../failures.ts";
import { mapAt, type PyMap, textAt, textsAt } from "../python/py-value.ts";
import { serviceIn } from "./validate-service.ts";

/** A service with its name. */
export interface NamedService {
  readonly name: string;
  readonly config: PyMap;
}

const linked = ({ config }: NamedService) => textsAt(config, "links").map((link) => link.split(":")[0] ?? "");
const mounted = ({ config }: NamedService) => textsAt(config, "volumes_from").map((text) => text.split(":")[1] ?? "");
const depended = ({ config }: NamedService) => Object.keys(mapAt(config, "depends_on"));

function needs(service: NamedService, name: string): boolean {
  const shared = ["network_mode", "pid", "ipc"].map((key) => serviceIn(textAt(service.config, key)));
  return [...linked(service), ...mounted(service), ...depended(service), ...shared].includes(name);
}

/**
 * Services with those first that others need (compose/config/sort_services.py).
 * @throws ConfigurationError when they need each other
 */
export function sortServices(services: readonly NamedService[]): NamedService[] {
  const sorted: NamedService[] = [];
  const left = new Set(services);
  const onTheWay = new Set<NamedService>();
  const visit = (service: NamedService): void => {
    if (onTheWay.has(service)) throw circular(service, onTheWay);
    if (!left.has(service)) return;
    onTheWay.add(service);
    for (const other of services) if (needs(other, service.name)) visit(other);
    onTheWay.delete(service);
    left.delete(service);
    sorted.unshift(service);
  };
  for (const service of [...services].reverse()) visit(service);
  return sorted;
}

function circular(service: NamedService, onTheWay: ReadonlySet<NamedService>): ConfigurationError {
  const { name } = service;
  if (linked(service).includes(name)) return new ConfigurationError(`A service can not link to itself: ${name}`);
  if (depended(service).includes(name)) return new ConfigurationError(`A service can not depend on itself: ${name}`);
  return new ConfigurationError(`Circular dependency between ${[...onTheWay].map((one) => one.name).join(" and ")}`);
}
