import type { Engine } from "../engine.ts";
import { invalid, notFound } from "../errors.ts";
import type { Network } from "./network.ts";

/**
 * The network of a full id, a name or the start of an id, in that order (moby, daemon/network.go, FindNetwork).
 * @throws EngineError when there is none, or several
 */
export function networkFor(engine: Engine, ref: string): Network {
  const found = findNetwork(engine, ref);
  if (!found) throw notFound(`network ${ref} not found`);
  return found;
}

/** The same; undefined when there is none. @throws EngineError when several match */
export function findNetwork(engine: Engine, ref: string): Network | undefined {
  const exact = engine.state.networks[ref];
  if (exact) return exact;
  const all = Object.values(engine.state.networks);
  const named = all.filter((network) => network.name === ref);
  if (named.length > 1) throw invalid(`network ${ref} is ambiguous (${named.length} matches found on name)`);
  if (named[0]) return named[0];
  const prefixed = ref === "" ? [] : all.filter((network) => network.id.startsWith(ref));
  if (prefixed.length > 1)
    throw invalid(`network ${ref} is ambiguous (${prefixed.length} matches found based on ID prefix)`);
  return prefixed[0];
}
