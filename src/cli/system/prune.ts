import { pruneBuildCache } from "../../engine/build/cache-usage.ts";
import { pruneContainers } from "../../engine/container/prune.ts";
import { pruneImages } from "../../engine/image/prune.ts";
import { pruneNetworks } from "../../engine/network/prune.ts";
import { pruneVolumes } from "../../engine/volume/prune.ts";
import { pruneSwarmNetworks } from "../../swarm/networks.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";
import { humanSize } from "../format/size.ts";
import { networkPruneFilters } from "../network/prune.ts";

/** `cli/command/system/prune.go` (tape 05). */
export const command: Command = {
  path: "system prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, now } = context;
    const all = flags.bool("all");
    const volumes = flags.bool("volumes");
    const filters = filterValues(flags.list("filter"));
    if (volumes && filters.until) throw new CommandError('ERROR: The "until" filter is not supported with "--volumes"');
    if (!flags.bool("force") && !(await confirm(context, warning(all, volumes, flags.list("filter"))))) return 0;
    let reclaimed = 0;
    const section = async (title: string, lines: readonly string[]) => {
      if (lines.length > 0) await out(`${title}:\n${lines.join("\n")}\n\n`);
    };
    const containers = await pruneContainers(engine, filters);
    reclaimed += containers.reclaimed;
    await section("Deleted Containers", containers.deleted);
    const which = networkPruneFilters(filters, now);
    await section("Deleted Networks", [...pruneSwarmNetworks(engine, which), ...pruneNetworks(engine, which)]);
    if (volumes) {
      const { deleted, reclaimed: bytes } = pruneVolumes(engine, {
        ...(filters.label ? { label: filters.label } : {}),
        ...(filters["label!"] ? { "label!": filters["label!"] } : {}),
      });
      reclaimed += bytes;
      await section("Deleted Volumes", deleted);
    }
    const images = pruneImages(engine, { ...filters, dangling: [String(!all)] });
    reclaimed += images.SpaceReclaimed;
    await section(
      "Deleted Images",
      images.ImagesDeleted.map((record) =>
        "Deleted" in record ? `deleted: ${record.Deleted}` : `untagged: ${record.Untagged}`,
      ),
    );
    const cache = pruneBuildCache(engine, { all, filters: filters.until ? { until: filters.until } : {} });
    reclaimed += cache.SpaceReclaimed;
    await section(
      "Deleted build cache objects",
      cache.removed.map(({ ID }) => ID),
    );
    await out(`Total reclaimed space: ${humanSize(reclaimed)}\n`);
    return 0;
  },
};

function warning(all: boolean, volumes: boolean, filters: readonly string[]): string {
  const lines = [
    "all stopped containers",
    "all networks not used by at least one container",
    ...(volumes ? ["all anonymous volumes not used by at least one container"] : []),
    all ? "all images without at least one container associated to them" : "all dangling images",
    all ? "all build cache" : "unused build cache",
  ];
  const chosen =
    filters.length > 0
      ? `  Items to be pruned will be filtered with:\n${filters.map((filter) => `  - ${filter}\n`).join("")}\n`
      : "";
  return `WARNING! This will remove:\n${lines.map((line) => `  - ${line}\n`).join("")}\n${chosen}Are you sure you want to continue?`;
}
