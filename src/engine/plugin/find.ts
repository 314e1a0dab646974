import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { quote } from "../go-quote.ts";
import type { Plugin, PluginConfig } from "./plugin.ts";

/** Every plugin of a host. */
export const listPlugins = ({ state }: Engine): Plugin[] => Object.values(state.plugins ?? {});

/** By name, with or without ":latest", id or the start of an id (moby, daemon/pkg/plugin/store.go). */
export function findPlugin(engine: Engine, ref: string): Plugin | undefined {
  const all = listPlugins(engine);
  const exact = all.find(({ id, name }) => id === ref || name === ref || name === `${ref}:latest`);
  if (exact) return exact;
  const found = ref === "" ? [] : all.filter(({ id }) => id.startsWith(ref));
  if (found.length > 1) throw invalid(`multiple plugins found for ${quote(ref)}`);
  return found[0];
}

/** Whether it keeps volumes. */
export const isVolumeDriver = ({ Interface }: PluginConfig): boolean =>
  Interface.Types.some((type) => type.startsWith("docker.volumedriver/"));
