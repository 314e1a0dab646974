import { shortId } from "../../engine/container/find.ts";
import type { Engine } from "../../engine/engine.ts";
import { familiarName, splitTag } from "../../engine/image/reference.ts";
import { containersOf, referencesOf, storedImages } from "../../engine/image/resolve.ts";
import { diskUsage, sharedSize } from "../../engine/image/sizes.ts";
import type { DiskUsage } from "../../engine/system/disk-usage.ts";
import { ellipsis } from "../container/ps-format.ts";
import { humanDuration } from "../format/duration.ts";
import { quote } from "../format/quote.ts";
import { humanSize } from "../format/size.ts";
import { alignColumns } from "../format/tab-writer.ts";

/** `docker system df -v`: a table of each kind of thing. @param now ms since the epoch */
export function verboseUsage(engine: Engine, usage: DiskUsage, now: number): string {
  const ago = (time: number) => humanDuration(now - time);
  const images = storedImages(engine).map(({ image }) => {
    const [name] = referencesOf(engine, image.id);
    const { repository, tag } =
      name === undefined ? { repository: "<none>", tag: "<none>" } : splitTag(familiarName(name));
    const size = diskUsage(image);
    const shared = sharedSize(engine, image);
    return [
      repository,
      tag,
      shortId(image.id),
      `${ago(Date.parse(image.created))} ago`,
      humanSize(size, 3),
      humanSize(shared, 3),
      humanSize(size - shared, 3),
      String(containersOf(engine, image.id).length),
    ];
  });
  const containers = usage.containerList.map((row) => [
    shortId(row.Id),
    row.Image.startsWith("sha256:") ? shortId(row.Image) : row.Image,
    quote(ellipsis(row.Command, 20)),
    String(row.Mounts.filter(({ Driver }) => Driver === "local").length),
    humanSize(row.SizeRw ?? 0, 3),
    `${ago(row.Created * 1000)} ago`,
    row.Status,
    row.Names.map((name) => name.slice(1)).join(","),
  ]);
  const volumes = usage.volumeList.map(({ volume, links, size }) => [volume.Name, String(links), humanSize(size)]);
  const cache = usage.cacheList.map((record) => [
    record.ID.slice(0, 12),
    record.Type,
    humanSize(record.Size, 3),
    `${ago(Date.parse(record.CreatedAt))} ago`,
    `${ago(Date.parse(record.LastUsedAt))} ago`,
    String(record.UsageCount),
    String(record.Shared),
  ]);
  return [
    "Images space usage:\n",
    table("REPOSITORY TAG IMAGE_ID CREATED SIZE SHARED_SIZE UNIQUE_SIZE CONTAINERS", images),
    "Containers space usage:\n",
    table("CONTAINER_ID IMAGE COMMAND LOCAL_VOLUMES SIZE CREATED STATUS NAMES", containers),
    "Local Volumes space usage:\n",
    table("VOLUME_NAME LINKS SIZE", volumes),
    `Build cache usage: ${humanSize(usage.cache.size)}\n`,
    table("CACHE_ID CACHE_TYPE SIZE CREATED LAST_USED USAGE SHARED", cache),
  ].join("\n");
}

/** @param headers between blanks; an underscore is a blank in one */
function table(headers: string, rows: readonly (readonly string[])[]): string {
  const head = headers.split(" ").map((header) => header.replaceAll("_", " "));
  return alignColumns([head, ...rows].map((cells) => `${cells.join("\t")}\n`).join(""));
}
