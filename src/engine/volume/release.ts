import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { removeNetworkFiles } from "../network/hosts-file.ts";
import { usersOf } from "./find.ts";
import { removeVolume } from "./remove.ts";

/**
 * What follows when a container has been removed: its files on the host go, and its anonymous volumes too when asked
 * (`docker rm -v`, `docker run --rm`), unless another container uses them.
 */
export function releaseVolumes(engine: Engine, container: Container, removeAnonymous: boolean): void {
  removeNetworkFiles(engine, container);
  if (!removeAnonymous) return;
  for (const { Type, Name } of container.mounts) {
    const volume = Type === "volume" ? engine.state.volumes[Name ?? ""] : undefined;
    if (volume?.anonymous && usersOf(engine, volume.name).length === 0) removeVolume(engine, volume.name);
  }
}
