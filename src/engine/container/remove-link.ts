import type { Engine } from "../engine.ts";
import { conflict, notFound } from "../errors.ts";
import { findContainer } from "./find.ts";
import { unlink } from "./links.ts";

/**
 * Takes a `--link` from the container that asked for it (moby, daemon/delete.go, rmLink).
 * @param path "web/db": the container, and the name it gave to the other
 * @throws EngineError when there is none
 */
export function removeLink(engine: Engine, path: string): void {
  const cut = path.lastIndexOf("/");
  if (cut < 0) {
    if (!findContainer(engine, path)) throw notFound(`No such container: ${path}`);
    throw conflict("Conflict, cannot remove the default link name of the container");
  }
  const container = findContainer(engine, path.slice(0, cut));
  if (!container || !unlink(engine, container, path.slice(cut + 1))) throw notFound(`No such container: ${path}`);
}
