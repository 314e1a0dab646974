import type { Engine } from "../../engine/engine.ts";
import { membershipOf } from "../../swarm/fabric.ts";

/** What Tab offers for a node: every host name, and `self`. */
export function nodeNames(engine: Engine): string[] {
  const nodes = Object.values(membershipOf(engine)?.cluster.nodes ?? {});
  return nodes.length === 0 ? [] : [...nodes.map(({ hostname }) => hostname), "self"];
}
