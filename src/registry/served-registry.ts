import type { Image } from "../engine/image/image.ts";
import type { Service } from "../kernel/connection.ts";

/** What a registry that runs in a container offers the daemons that reach it over the network. */
export interface ServedRegistry {
  /** Tags of a repository and the digests they lead to; undefined when it has no such repository. */
  tags(path: string): ReadonlyMap<string, string> | undefined;
  /** Whether a repository is known to hold a blob. */
  holds(path: string, digest: string): boolean;
  /** Writes down an image that was pushed. */
  keep(path: string, tag: string, image: Image): void;
  /** Writes what a daemon asked to its access log. @param status of the answer */
  tell(request: RegistryRequest): void;
}

export interface RegistryRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly from: string;
}

const behind = new WeakMap<Service, ServedRegistry>();

/** Lets daemons that reach a service find the registry it is. */
export function announceRegistry(service: Service, registry: ServedRegistry): void {
  behind.set(service, registry);
}

/**
 * The registry that a service is, or that a proxy leads to, if it is one.
 * @param from the address of who asks
 */
export function registryBehind(
  service: Service,
  from: string,
): { readonly registry: ServedRegistry; readonly from: string } | undefined {
  const registry = behind.get(service);
  if (registry) return { registry, from };
  const next = service.handsTo?.();
  return next && registryBehind(next.service, next.remoteAddress);
}
