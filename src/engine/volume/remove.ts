import type { Engine } from "../engine.ts";
import { conflict } from "../errors.ts";
import { emitVolumeEvent } from "./create.ts";
import { requireVolume, usersOf } from "./find.ts";
import { volumeFolder } from "./volume.ts";

/**
 * Removes a volume and its files.
 * @param options.force no error when there is none
 * @throws EngineError when there is none, or a container uses it (tape 11)
 */
export function removeVolume(engine: Engine, name: string, options: { readonly force?: boolean } = {}): void {
  if (options.force && !Object.hasOwn(engine.state.volumes, name)) return;
  const volume = requireVolume(engine, name);
  const users = usersOf(engine, name);
  if (users.length > 0) throw conflict(`remove ${name}: volume is in use - [${users.map(({ id }) => id).join(", ")}]`);
  delete engine.state.volumes[name];
  const { files } = engine.ports.host;
  if (files.exists(volumeFolder(name))) files.remove(volumeFolder(name));
  emitVolumeEvent(engine, volume, "destroy");
}
