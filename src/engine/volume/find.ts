import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { notFound } from "../errors.ts";
import type { Volume } from "./volume.ts";

/** @throws EngineError `get x: no such volume` */
export function requireVolume(engine: Engine, name: string): Volume {
  const volume = Object.hasOwn(engine.state.volumes, name) ? engine.state.volumes[name] : undefined;
  if (!volume) throw notFound(`get ${name}: no such volume`);
  return volume;
}

/** The containers, running or not, that mount a volume: while there are any, it cannot be removed. */
export function usersOf(engine: Engine, name: string): Container[] {
  return Object.values(engine.state.containers).filter(({ mounts }) =>
    mounts.some((mount) => mount.Type === "volume" && mount.Name === name),
  );
}
