import type { CloudRun } from "./cloud-run.ts";
import { plainTable } from "./table.ts";

/** A list, or with `--quiet` one thing of each. */
export async function show(
  run: CloudRun,
  headers: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  names: readonly string[],
): Promise<number> {
  if (!run.has("quiet")) await run.out(plainTable(headers, rows));
  else for (const name of names) await run.out(name);
  return 0;
}
