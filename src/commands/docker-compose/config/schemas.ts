import type { Clock } from "../../../kernel/clock.ts";
import { isMap, type PyMap } from "../python/py-value.ts";
import type { Format } from "./version.ts";

/** What each format allows: JSON schemas of compose 1.29.2. */
export type Schemas = Readonly<Record<Format, PyMap>>;

/** The schemas, fetched when first asked for. */
export async function loadSchemas(clock: Clock): Promise<Schemas> {
  const [v1, spec] = await clock.hold(
    Promise.all([
      import("../../../../content/compose-v1/schema-v1.json", { with: { type: "json" } }),
      import("../../../../content/compose-v1/schema-spec.json", { with: { type: "json" } }),
    ]),
  );
  return { v1: mapping(v1.default), spec: mapping(spec.default) };
}

function mapping(value: unknown): PyMap {
  const parsed: PyMap[string] = JSON.parse(JSON.stringify(value));
  if (!isMap(parsed)) throw new TypeError("a schema is an object");
  return parsed;
}
