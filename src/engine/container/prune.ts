import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { hasLabels } from "../labels.ts";
import { parseTimestamp } from "../timestamp.ts";
import { isRunning, listContainers } from "./find.ts";
import { removeContainer } from "./remove.ts";
import { prepareFiles } from "./root-tree.ts";
import { containerSizes } from "./size.ts";

export interface ContainersPruned {
  /** Ids. */
  readonly deleted: string[];
  /** Bytes. */
  readonly reclaimed: number;
}

/** Removes every container that does not run. @param filters "label", "label!", "until" @throws EngineError for others */
export async function pruneContainers(
  engine: Engine,
  filters: Readonly<Record<string, readonly string[]>> = {},
): Promise<ContainersPruned> {
  const unknown = Object.keys(filters).find((key) => !["label", "label!", "until"].includes(key));
  if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
  const until = filters.until?.map((text) => parseTimestamp(text, engine.clock.now())) ?? [];
  const labels = {
    ...(filters.label ? { label: filters.label } : {}),
    ...(filters["label!"] ? { "label!": filters["label!"] } : {}),
  };
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const container of listContainers(engine)) {
    if (isRunning(container) || container.status === "restarting" || container.status === "removing") continue;
    if (until.some((time) => Date.parse(container.created) > time)) continue;
    if (!hasLabels(container.config.Labels, labels)) continue;
    await prepareFiles(engine, container);
    reclaimed += containerSizes(engine, container).SizeRw;
    await removeContainer(engine, container.id);
    deleted.push(container.id);
  }
  return { deleted, reclaimed };
}
