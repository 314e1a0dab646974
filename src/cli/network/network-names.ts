import type { Engine } from "../../engine/engine.ts";

/** What Tab offers where a network is wanted. */
export function networkNames(engine: Engine, without: readonly string[] = []): string[] {
  return Object.values(engine.state.networks)
    .map(({ name }) => name)
    .filter((name) => !without.includes(name));
}
