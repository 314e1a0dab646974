import type { Engine } from "../engine.ts";
import { hasLabels } from "../labels.ts";
import type { PruneFilters } from "../network/prune.ts";
import { usersOf } from "./find.ts";
import { volumeUsage } from "./inspect.ts";
import { removeVolume } from "./remove.ts";

/**
 * Removes the volumes that no container uses.
 * @param options.all also those that somebody named
 * @returns their names, and the bytes their files took
 */
export function pruneVolumes(
  engine: Engine,
  options: Pick<PruneFilters, "label" | "label!"> & { readonly all?: boolean } = {},
): { readonly deleted: string[]; readonly reclaimed: number } {
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const volume of Object.values(engine.state.volumes)) {
    // One with options is not Docker's to take (moby, volume/service/service.go, Prune).
    if (volume.driver !== "local" || volume.options) continue;
    if (!(options.all || volume.anonymous) || usersOf(engine, volume.name).length > 0) continue;
    if (!hasLabels(volume.labels, options)) continue;
    reclaimed += volumeUsage(engine, volume).Size;
    removeVolume(engine, volume.name);
    deleted.push(volume.name);
  }
  return { deleted, reclaimed };
}
