import type { Engine } from "../../engine/engine.ts";
import { listPlugins } from "../../engine/plugin/find.ts";

/** What Tab offers for a plugin. */
export const pluginNames = (engine: Engine, without: readonly string[] = []): string[] =>
  listPlugins(engine)
    .map(({ name }) => name)
    .filter((name) => !without.includes(name));
