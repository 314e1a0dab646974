import type { CloudRun } from "./cloud-run.ts";
import { plainTable } from "./table.ts";

type Cell = string | number | null | undefined;

/** A list, or with `--quiet` one thing of each. */
export async function show(
  run: CloudRun,
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
  names: readonly string[],
): Promise<number> {
  if (!run.has("quiet")) await run.out(plainTable(headers, rows));
  else for (const name of names) await run.out(name);
  return 0;
}

/** A list of objects, or with `--quiet` their UUIDs. @param objects those of the rows, in their order */
export function showObjects(
  run: CloudRun,
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
  objects: readonly { readonly uuid: string }[],
): Promise<number> {
  return show(
    run,
    headers,
    rows,
    objects.map(({ uuid }) => uuid),
  );
}
