import { invalid } from "../../engine/errors.ts";
import { type PruneFilters, pruneNetworks, untilTime } from "../../engine/network/prune.ts";
import { pruneSwarmNetworks } from "../../swarm/networks.ts";
import { type Command, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";

const WARNING =
  "WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?";

export const command: Command = {
  path: "network prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, now } = context;
    if (!flags.bool("force") && !(await confirm(context, WARNING))) return 0;
    const filters = networkPruneFilters(filterValues(flags.list("filter")), now);
    const deleted = [...pruneSwarmNetworks(engine, filters), ...pruneNetworks(engine, filters)];
    if (deleted.length > 0) await out(`Deleted Networks:\n${deleted.join("\n")}\n\n`);
    return 0;
  },
};

/** @throws EngineError for a key that pruning networks does not know */
export function networkPruneFilters(values: Readonly<Record<string, readonly string[]>>, now: number): PruneFilters {
  const unknown = Object.keys(values).find((key) => !["label", "label!", "until"].includes(key));
  if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
  const until = values.until?.[0];
  return {
    ...(values.label ? { label: values.label } : {}),
    ...(values["label!"] ? { "label!": values["label!"] } : {}),
    ...(until === undefined ? {} : { until: untilTime(until, now) }),
  };
}
