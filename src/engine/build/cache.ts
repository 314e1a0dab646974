import { layerSize } from "../../kernel/layer.ts";
import { digestOf } from "../../kernel/sha256.ts";
import { layerFromState, type TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import type { CacheRecord, Image } from "../image/image.ts";
import type { BuiltLayer } from "./stage-state.ts";

/** A key for a step's result: what came before, and all that the step depends on. */
export const cacheKey = (parent: string, ...parts: readonly string[]): string =>
  digestOf([parent, ...parts].join("\0"));

export interface CacheHit extends BuiltLayer {
  readonly createdAt: string;
}

/** What an earlier build made of the same step. */
export function cached(engine: Engine, key: string): CacheHit | undefined {
  const record = records(engine)[key];
  if (!record?.layer) return undefined;
  const state = engine.state.images.layers[record.layer.diffId];
  if (!state) return undefined;
  touch(engine, record);
  return { layer: record.layer, state, createdAt: record.createdAt };
}

/** Keeps a step's result for the next build. */
export function remember(
  engine: Engine,
  key: string,
  description: string,
  built?: BuiltLayer,
  size = built?.layer.size ?? 0,
): string {
  const createdAt = engine.timestamp();
  const record: CacheRecord = {
    id: engine.random.base36(25),
    description,
    size,
    createdAt,
    lastUsedAt: createdAt,
    usageCount: 1,
    ...(built ? { layer: built.layer } : {}),
  };
  records(engine)[key] = record;
  if (built) keepState(engine, built.layer.diffId, built.state);
  return createdAt;
}

function keepState(engine: Engine, diffId: string, state: TreeState): void {
  engine.state.images.layers[diffId] ??= state;
}

/**
 * Keeps what a client sends from a directory: the same place the next time.
 * @param content a digest of what was sent
 * @returns whether that was there already
 */
export function rememberSource(engine: Engine, name: string, from: string, size: number, content: string): boolean {
  const key = `source ${name} ${from}`;
  const known = records(engine)[key];
  if (!known) remember(engine, key, `local source for ${name.split(" ")[0]}`, undefined, SOURCE_BYTES + size);
  else touch(engine, known);
  const record = records(engine)[key];
  const isSame = known?.content === content;
  if (record) record.content = content;
  return isSame;
}

/** What a directory takes on the disk. */
const SOURCE_BYTES = 8192;

/** Whether a base image was used by a build before. */
export function isKnownBase(engine: Engine, manifestDigest: string): boolean {
  return baseKey(manifestDigest) in records(engine);
}

/** Keeps a base image's layers for the next build, whether an image still has them or not. */
export function rememberBase(engine: Engine, { manifestDigest, layers }: Image, name: string): void {
  const key = baseKey(manifestDigest);
  const known = records(engine)[key];
  if (known) {
    touch(engine, known);
    return;
  }
  layers.forEach((layer, i) => {
    const place = i === 0 ? key : `${key} ${i}`;
    remember(engine, place, `pulled from ${name}`, undefined, layer.compressedSize);
    const record = records(engine)[place];
    if (record) record.layer = layer;
  });
  if (layers.length === 0) remember(engine, key, `pulled from ${name}`);
}

/** What a cache mount held when it was last used. */
export function cacheMount(engine: Engine, id: string): TreeState | undefined {
  const record = records(engine)[`mount ${id}`];
  return record?.layer && engine.state.images.layers[record.layer.diffId];
}

/** Keeps what a cache mount holds for the next build. It is nobody's layer, but lies where layers do. */
export function keepCacheMount(engine: Engine, id: string, target: string, state: TreeState): void {
  const key = `mount ${id}`;
  const diffId = `cachemount:${id}`;
  const size = layerSize(layerFromState(state));
  const known = records(engine)[key];
  engine.state.images.layers[diffId] = state;
  const layer = { digest: diffId, diffId, size, compressedSize: size };
  if (known) {
    touch(engine, known);
    records(engine)[key] = { ...known, layer, size };
  } else remember(engine, key, `cached mount ${target}`, { layer, state });
}

const baseKey = (manifestDigest: string) => `base ${manifestDigest}`;

function touch(engine: Engine, record: CacheRecord): void {
  record.lastUsedAt = engine.timestamp();
  record.usageCount++;
}

function records(engine: Engine): Record<string, CacheRecord> {
  engine.state.images.buildCache ??= {};
  return engine.state.images.buildCache;
}
