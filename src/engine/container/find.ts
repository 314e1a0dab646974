import type { Engine } from "../engine.ts";
import { invalid, notFound } from "../errors.ts";
import type { Container } from "./container.ts";

/** All containers, the newest first: the order of `docker ps`. */
export function listContainers(engine: Engine): Container[] {
  return Object.values(engine.state.containers).reverse();
}

/**
 * The container that `ref` names: a whole id, a name (with or without the API's slash), or the start of one id.
 * @throws EngineError when several ids start so
 */
export function findContainer(engine: Engine, ref: string): Container | undefined {
  const { containers } = engine.state;
  if (Object.hasOwn(containers, ref)) return containers[ref];
  const name = ref.replace(/^\//, "");
  const named = engine.containers.named(name);
  if (named) return named;
  if (name.includes("/")) return linkedContainer(engine, name);
  if (!/^[0-9a-f]+$/.test(ref)) return undefined;
  const starting = engine.containers.startingWith(ref);
  if (starting.length > 1) throw invalid(`multiple IDs found with provided prefix: ${ref}`);
  return starting[0];
}

/** The one that `web/db` names: what `web` calls `db`. */
function linkedContainer(engine: Engine, path: string): Container | undefined {
  const [parent = "", alias = ""] = path.split("/");
  const link = engine.containers.named(parent)?.links?.find((other) => other.alias === alias);
  return link && engine.state.containers[link.id];
}

/** @throws EngineError `No such container: x` */
export function requireContainer(engine: Engine, ref: string): Container {
  const found = findContainer(engine, ref);
  if (!found) throw notFound(`No such container: ${ref}`);
  return found;
}

export function isNameTaken(engine: Engine, name: string): Container | undefined {
  return engine.containers.named(name);
}

/** Twelve digits: what lists show and what a container's hostname is. */
export const shortId = (id: string) => id.replace(/^sha256:/, "").slice(0, 12);

/** Whether its processes exist (also held still by `docker pause`). */
export const isRunning = ({ status }: Container) => status === "running" || status === "paused";
