import type { Engine } from "../../engine/engine.ts";
import { listImages } from "../../engine/image/list.ts";
import { containersOf, storedImages } from "../../engine/image/resolve.ts";
import { diskUsage, sharedSize } from "../../engine/image/sizes.ts";
import type { DiskUsage } from "../../engine/system/disk-usage.ts";
import { requireVolume } from "../../engine/volume/find.ts";
import { CommandError } from "../command.ts";
import { containerFormat } from "../container/ps-format.ts";
import { humanDuration } from "../format/duration.ts";
import type { ListFormat } from "../format/list.ts";
import { humanSize } from "../format/size.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "../format/template.ts";
import { imageFormat, imageRows } from "../image/image-table.ts";
import { VOLUMES } from "../volume/ls.ts";

/**
 * `docker system df -v` with a `--format`: one object with a list of each kind of thing, whose fields are the columns of
 * its list (docker/cli, `cli/command/formatter/disk_usage.go`, verboseWrite). Nothing ends it but the template.
 * @param now ms since the epoch
 * @throws CommandError for a template that cannot be read or run
 */
export async function verboseObjects(engine: Engine, usage: DiskUsage, format: string, now: number): Promise<string> {
  const full = !format.startsWith("table");
  const source = format === "json" ? "{{json .}}" : format.replace(/^table/, "").trim();
  const template = readable(source.replaceAll("\\t", "\t").replaceAll("\\n", "\n"));
  const data = {
    Images: await images(engine, full, now),
    Containers: usage.containerList.map((row) => ({
      ...fieldsOf(containerFormat(now, !full, false), { ...row, SizeRootFs: 0 }),
      Platform: null,
    })),
    Volumes: usage.volumeList.map(({ volume, links, size }) => ({
      ...fieldsOf(VOLUMES, requireVolume(engine, volume.Name)),
      Links: String(links),
      Size: humanSize(size),
    })),
    BuildCache: usage.cacheList.map((record) => ({
      CacheType: record.Type,
      CreatedAt: goTime(record.CreatedAt),
      CreatedSince: `${humanDuration(now - Date.parse(record.CreatedAt))} ago`,
      Description: record.Description,
      ID: full ? record.ID : record.ID.slice(0, 12),
      InUse: String(record.InUse),
      LastUsedAt: goTime(record.LastUsedAt),
      LastUsedSince: `${humanDuration(now - Date.parse(record.LastUsedAt))} ago`,
      Parent: "",
      Shared: String(record.Shared),
      Size: humanSize(record.Size, 3),
      UsageCount: String(record.UsageCount),
    })),
  };
  try {
    return template.renderObject(data, "*formatter.diskUsageContext");
  } catch (error) {
    if (error instanceof TemplateRunError) throw new CommandError(error.message);
    throw error;
  }
}

async function images(engine: Engine, full: boolean, now: number): Promise<object[]> {
  const stored = new Map(storedImages(engine).map(({ image }) => [image.id, image]));
  return (await listImages(engine, { all: true, filters: {} })).flatMap((summary) => {
    const image = stored.get(summary.Id);
    const [row] = imageRows([summary], false);
    if (!image || !row) return [];
    const [size, shared] = [diskUsage(image), sharedSize(engine, image)];
    return {
      ...fieldsOf(imageFormat({ full, digests: false, now }), row),
      Containers: String(containersOf(engine, image.id).length),
      Digest: "",
      SharedSize: humanSize(shared, 3),
      UniqueSize: humanSize(size - shared, 3),
    };
  });
}

/** The columns of a row by name; those that want an argument are left out. */
function fieldsOf<Row>({ columns }: ListFormat<Row>, row: Row): Record<string, unknown> {
  const fields = Object.entries(columns).map(([name, { value }]): [string, unknown] => [name, value(row)]);
  return Object.fromEntries(
    fields.filter(([, value]) => typeof value !== "function").sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Go's time.Time.String, in UTC. */
const goTime = (text: string) => `${new Date(text).toISOString().replace("T", " ").replace("Z", "")} +0000 UTC`;

function readable(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new CommandError(`template parsing error: ${error.message}`);
    throw error;
  }
}
