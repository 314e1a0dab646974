import type { Engine } from "../../engine/engine.ts";

/** What Tab offers where a volume is wanted. */
export function volumeNames(engine: Engine, without: readonly string[] = []): string[] {
  return Object.keys(engine.state.volumes).filter((name) => !without.includes(name));
}
