import type { Engine } from "../../engine/engine.ts";
import { familiarName } from "../../engine/image/reference.ts";

/** What Tab offers for an image: every name, without ":latest" where that is the tag too. */
export function imageNames(engine: Engine): string[] {
  const names = Object.keys(engine.state.images.references).map(familiarName);
  return [...new Set(names.flatMap((name) => [name, ...(name.endsWith(":latest") ? [name.slice(0, -7)] : [])]))].sort();
}
