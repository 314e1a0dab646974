import { engineContainer } from "../../cloud/docker-cloud/container-state.ts";
import type { CloudContainer } from "../../cloud/docker-cloud/state.ts";
import type { LogEntry } from "../../engine/container/container.ts";
import { followLogs, readLogs } from "../../engine/container/logs.ts";
import type { CloudRun } from "./cloud-run.ts";
import { LOG_LINES } from "./common-arguments.ts";

/** Colours of a terminal's text, one for each container (dockercloudcli, utils.py, AnsiColor). */
const COLOURS = 7;

/**
 * The logs of containers, those of a service with its containers' names in front.
 * @param how.named whether several may speak
 */
export async function showLogs(
  run: CloudRun,
  containers: readonly CloudContainer[],
  { named }: { readonly named: boolean },
): Promise<void> {
  const { cloud, process } = run;
  const found = containers.flatMap((one, index) => {
    const place = engineContainer(cloud, one);
    return place ? [{ ...place, name: one.name, index }] : [];
  });
  const tail = run.number("tail") ?? LOG_LINES;
  const write = async ({ stream, text }: LogEntry, { name, index }: { name: string; index: number }) => {
    const out = stream === "stderr" ? process.stderr : process.stdout;
    if (!named) return out.write(text);
    const line = `${name} | ${text}`;
    return out.write(out.isTTY ? `\x1b[1;${31 + (index % COLOURS)}m${line}\x1b[0m` : line);
  };
  if (run.has("follow")) {
    await Promise.all(
      found.map((place) =>
        followLogs(place.engine, place.container.id, { tail }, (entry) => write(entry, place), process.signal),
      ),
    );
    return;
  }
  const entries = found.flatMap((place) =>
    readLogs(place.engine, place.container.id, { tail }).map((entry) => ({ entry, place })),
  );
  for (const { entry, place } of entries.sort((a, b) => a.entry.time - b.entry.time)) await write(entry, place);
}
