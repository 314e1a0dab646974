import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { collectGarbage } from "../image/add.ts";
import type { CacheRecord } from "../image/image.ts";
import { parseTimestamp } from "../timestamp.ts";

/** One thing the build cache keeps, as `docker system df -v` and `docker buildx du` list it. */
export interface CacheUsage {
  readonly ID: string;
  readonly Type: "regular" | "source.local" | "exec.cachemount";
  readonly Description: string;
  /** An image needs it too: freeing it frees nothing. */
  readonly InUse: boolean;
  readonly Shared: boolean;
  /** Bytes. */
  readonly Size: number;
  readonly CreatedAt: string;
  readonly LastUsedAt: string;
  readonly UsageCount: number;
}

/** What the build cache of a host keeps, the oldest first. */
export function cacheUsage(engine: Engine): CacheUsage[] {
  return Object.values(engine.state.images.buildCache ?? {}).map((record) => usageOf(engine, record));
}

function usageOf(engine: Engine, record: CacheRecord): CacheUsage {
  return {
    ID: record.id,
    Type: typeOf(record),
    Description: record.description,
    InUse: false,
    Shared: isShared(engine, record),
    Size: record.size,
    CreatedAt: record.createdAt,
    LastUsedAt: record.lastUsedAt,
    UsageCount: record.usageCount,
  };
}

function typeOf({ description }: CacheRecord): CacheUsage["Type"] {
  if (description.startsWith("local source")) return "source.local";
  return description.startsWith("cached mount") ? "exec.cachemount" : "regular";
}

function isShared(engine: Engine, { layer }: CacheRecord): boolean {
  if (!layer) return false;
  const { images } = engine.state.images;
  return Object.values(images).some(({ image }) => image.layers.some(({ diffId }) => diffId === layer.diffId));
}

export interface CachePruneOptions {
  /** What images share too. */
  readonly all?: boolean;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Forgets what builds remember, but what an image shares unless told.
 * @returns what went, and how many bytes that frees
 * @throws EngineError 400 for a filter there is not
 */
export function pruneBuildCache(
  engine: Engine,
  { all = false, filters = {} }: CachePruneOptions = {},
): { removed: CacheUsage[]; SpaceReclaimed: number } {
  const unknown = Object.keys(filters).find(
    (key) => !["until", "unused-for", "id", "type", "description"].includes(key),
  );
  if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
  const until = [...(filters.until ?? []), ...(filters["unused-for"] ?? [])].map((text) =>
    parseTimestamp(text, engine.clock.now()),
  );
  const records = engine.state.images.buildCache ?? {};
  const removed: CacheUsage[] = [];
  for (const [key, record] of Object.entries(records)) {
    const usage = usageOf(engine, record);
    if (usage.Shared && !all) continue;
    if (until.some((time) => Date.parse(usage.LastUsedAt) >= time)) continue;
    if (filters.id && !filters.id.includes(usage.ID)) continue;
    if (filters.type && !filters.type.includes(usage.Type)) continue;
    delete records[key];
    removed.push(usage);
  }
  collectGarbage(engine);
  return { removed, SpaceReclaimed: removed.reduce((sum, { Size, Shared }) => sum + (Shared ? 0 : Size), 0) };
}
