import type { Engine } from "../engine.ts";
import { conflict, notFound } from "../errors.ts";
import { parseLink } from "../network/hosts-file.ts";
import { findContainer } from "./find.ts";

/**
 * Takes a `--link` from the container that asked for it (moby, daemon/delete.go, rmLink). What it wrote to /etc/hosts
 * stays until the next start.
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
  const links = container?.hostConfig.Links ?? [];
  const kept = links.filter((link) => parseLink(link).alias !== path.slice(cut + 1));
  if (!container || kept.length === links.length) throw notFound(`No such container: ${path}`);
  container.hostConfig.Links = kept.length > 0 ? kept : null;
}
