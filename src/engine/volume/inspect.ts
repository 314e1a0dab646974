import type { Engine } from "../engine.ts";
import { usersOf } from "./find.ts";
import { mountpointOf, pluginMountpointOf, type Volume } from "./volume.ts";

/** `GET /volumes/{name}`, in the order of tape 11. */
export interface VolumeInspect {
  CreatedAt: string;
  Driver: string;
  Labels: Record<string, string> | null;
  Mountpoint: string;
  Name: string;
  Options: Record<string, string> | null;
  Scope: "local";
}

export function inspectVolume(volume: Volume): VolumeInspect {
  return {
    // A plugin of this kind does not say when.
    CreatedAt: volume.driver === "local" ? volume.createdAt : "0001-01-01T00:00:00Z",
    Driver: volume.driver,
    Labels: volume.labels,
    Mountpoint: volume.driver === "local" ? mountpointOf(volume) : pluginMountpointOf(volume),
    Name: volume.name,
    Options: volume.options,
    Scope: "local",
  };
}

/** How many containers use a volume, and the bytes of its files: `docker system df -v`. */
export function volumeUsage(engine: Engine, volume: Volume): { RefCount: number; Size: number } {
  const Size = volume.driver === "local" ? directorySize(engine, mountpointOf(volume)) : -1;
  return { RefCount: usersOf(engine, volume.name).length, Size };
}

function directorySize(engine: Engine, path: string): number {
  const { files } = engine.ports.host;
  const stats = files.lstat(path);
  if (stats.kind !== "directory") return stats.kind === "file" ? stats.size : 0;
  return files.readdir(path).reduce((sum, name) => sum + directorySize(engine, `${path}/${name}`), 0);
}
