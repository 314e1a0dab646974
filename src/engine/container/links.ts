import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { parseLink, removeHostsName } from "../network/hosts-file.ts";
import { isUserDefined } from "../network/network.ts";
import type { Container, HostConfig, Link } from "./container.ts";
import { findContainer, isRunning } from "./find.ts";

/**
 * The `--link`s of a container of the default bridge, to containers that there are (moby, daemon_unix.go, registerLinks).
 * On a network of one's own they belong to the endpoint.
 * @throws EngineError when there is no such container, or it is in the host's network
 */
export function registerLinks(engine: Engine, { NetworkMode, Links }: HostConfig): Link[] {
  if (isUserDefined({ name: NetworkMode })) return [];
  return (Links ?? []).map((link) => {
    const { target, alias } = parseLink(link);
    const { id, name } = linkTarget(engine, target);
    return { alias, id, name };
  });
}

/** Who has a network of its own, behind those that share it. */
function linkTarget(engine: Engine, ref: string): Container {
  const found = findContainer(engine, ref);
  if (!found) throw invalid(`could not get container for ${ref}: No such container: ${ref}`);
  const { NetworkMode } = found.hostConfig;
  const lender = /^container:(.+)$/.exec(NetworkMode)?.[1];
  if (lender !== undefined) return linkTarget(engine, lender);
  if (NetworkMode === "host")
    throw invalid(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    );
  return found;
}

/** As the API shows them: `/db:/web/alias`; null when there are none. */
export function linksShown({ name, links = [] }: Container): string[] | null {
  return links.length > 0 ? links.map((link) => `/${link.name}:/${name}/${link.alias}`) : null;
}

/**
 * The names that others' links give a container, as the API lists them after its own: `/web/alias`. All links are read
 * once: few containers have any, and a list may be of thousands.
 */
export function linkNames(engine: Engine): (container: Container) => readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, links = [] } of Object.values(engine.state.containers))
    for (const { alias, id } of links) names.set(id, [...(names.get(id) ?? []), `/${name}/${alias}`]);
  return ({ id }) => names.get(id) ?? [];
}

/** Whoever is linked has to run, in the default bridge (moby, setupLinkedContainers). @throws EngineError */
export function checkLinksRun(engine: Engine, { name, links = [], networks }: Container): void {
  if (!networks.bridge) return;
  for (const { alias, id, name: linked } of links) {
    const child = engine.state.containers[id];
    if (!child || !isRunning(child))
      throw new EngineError(500, `Cannot link to a non running container: /${linked} AS /${name}/${alias}`);
    if (!child.networks.bridge) throw new EngineError(500, `container ${id} not attached to default bridge network`);
  }
}

/** A container has another name: links to it tell that one. */
export function renameLinks(engine: Engine, { id, name }: Container): void {
  for (const { links = [] } of Object.values(engine.state.containers))
    for (const link of links) if (link.id === id) link.name = name;
}

/** Takes a link away, and its name out of the container's hosts file. @returns whether there was one */
export function unlink(engine: Engine, container: Container, alias: string): boolean {
  const { links = [] } = container;
  const kept = links.filter((link) => link.alias !== alias);
  if (kept.length === links.length) return false;
  container.links = kept;
  removeHostsName(engine, container, alias);
  return true;
}
