import type { Engine } from "../engine.ts";
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
  /** It may still change: what clients send, and what cache mounts hold. */
  readonly Mutable: boolean;
  /** Bytes. */
  readonly Size: number;
  readonly CreatedAt: string;
  readonly LastUsedAt: string;
  readonly UsageCount: number;
}

type CacheFilters = Readonly<Record<string, readonly string[]>>;

/** What the build cache of a host keeps, the oldest first. */
export function cacheUsage(engine: Engine, filters: CacheFilters = {}): CacheUsage[] {
  const matches = matcher(engine, filters);
  return Object.entries(engine.state.images.buildCache ?? {})
    .filter(([key]) => !isClassic(key))
    .map(([, record]) => usageOf(engine, record))
    .filter(matches);
}

/** What the builder before BuildKit remembers are images without names: no cache that anybody lists. */
const isClassic = (key: string) => key.startsWith("classic ");

function matcher(engine: Engine, filters: CacheFilters): (usage: CacheUsage) => boolean {
  // A filter that says nothing of any record keeps none.
  if (Object.keys(filters).some((key) => !KNOWN.includes(key))) return () => false;
  const until = [...(filters.until ?? []), ...(filters["unused-for"] ?? [])].map((text) =>
    parseTimestamp(text, engine.clock.now()),
  );
  const flag = (name: string, value: boolean) => filters[name]?.every((text) => (text === "true") === value) ?? true;
  return (usage) =>
    until.every((time) => Date.parse(usage.LastUsedAt) < time) &&
    (filters.id?.every((id) => usage.ID.includes(id)) ?? true) &&
    (filters.type?.includes(usage.Type) ?? true) &&
    (filters.description?.includes(usage.Description) ?? true) &&
    flag("inuse", usage.InUse) &&
    flag("shared", usage.Shared);
}

const KNOWN = ["until", "unused-for", "id", "type", "description", "inuse", "shared"];

function usageOf(engine: Engine, record: CacheRecord): CacheUsage {
  return {
    ID: record.id,
    Type: typeOf(record),
    Description: record.description,
    InUse: false,
    Shared: isShared(engine, record),
    Mutable: typeOf(record) !== "regular",
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
  readonly filters?: CacheFilters;
}

/**
 * Forgets what builds remember, but what an image shares unless told.
 * @returns what went, and how many bytes that frees
 */
export function pruneBuildCache(
  engine: Engine,
  { all = false, filters = {} }: CachePruneOptions = {},
): { removed: CacheUsage[]; SpaceReclaimed: number } {
  const matches = matcher(engine, filters);
  const records = engine.state.images.buildCache ?? {};
  const removed: CacheUsage[] = [];
  for (const [key, record] of Object.entries(records)) {
    if (isClassic(key)) {
      if (all) delete records[key];
      continue;
    }
    const usage = usageOf(engine, record);
    if ((usage.Shared && !all) || !matches(usage)) continue;
    delete records[key];
    removed.push(usage);
  }
  collectGarbage(engine);
  return { removed, SpaceReclaimed: removed.reduce((sum, { Size, Shared }) => sum + (Shared ? 0 : Size), 0) };
}
