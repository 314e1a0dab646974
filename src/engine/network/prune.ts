import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { hasLabels } from "../labels.ts";
import { isUserDefined } from "./network.ts";
import { removeNetwork } from "./remove.ts";

/** What `docker network prune --filter` knows. */
export interface PruneFilters {
  readonly label?: readonly string[];
  /** Labels that must not be there. */
  readonly "label!"?: readonly string[];
  /** ms since the epoch: only what was made before. */
  readonly until?: number;
}

/** Removes the networks that no container, running or not, is in. @returns their names */
export function pruneNetworks(engine: Engine, filters: PruneFilters = {}): string[] {
  const used = new Set<string>();
  for (const container of Object.values(engine.state.containers)) {
    for (const [name, { NetworkID }] of Object.entries(container.networks)) used.add(name).add(NetworkID);
  }
  const removed: string[] = [];
  for (const network of Object.values(engine.state.networks)) {
    if (
      !isUserDefined(network) ||
      network.driver === "overlay" ||
      network.scope === "swarm" ||
      network.name === "docker_gwbridge"
    )
      continue;
    if (used.has(network.name) || used.has(network.id)) continue;
    if (filters.until !== undefined && Date.parse(network.created) > filters.until) continue;
    if (!hasLabels(network.labels, filters)) continue;
    if (network.configOnly) continue;
    if (removeQuietly(engine, network.id)) removed.push(network.name);
  }
  return removed;
}

/** What cannot go stays, and only the daemon's own log says why (moby, daemon/prune.go, localNetworksPrune). */
function removeQuietly(engine: Engine, id: string): boolean {
  try {
    removeNetwork(engine, id);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** The moment that `until=` means: a duration ("24h") before now, seconds since the epoch, or a date. @throws EngineError */
export function untilTime(text: string, now: number): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|m|s|ms)/g)];
  if (parts.length > 0 && parts.map(([whole]) => whole).join("") === text) {
    const scale: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
    return now - parts.reduce((sum, [, count, unit]) => sum + Number(count) * (scale[unit ?? "s"] ?? 0), 0);
  }
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw invalid(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
  return date;
}
