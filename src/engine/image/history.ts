import type { Engine } from "../engine.ts";
import { requirePlatform } from "./platform.ts";
import { familiarName } from "./reference.ts";
import { lineage, nameOf, referencesOf, requireImage } from "./resolve.ts";

/** One step of an image: the API's HistoryResponseItem. */
export interface HistoryItem {
  Comment: string;
  /** Seconds since the epoch. */
  Created: number;
  CreatedBy: string;
  Id: string;
  Size: number;
  Tags: string[] | null;
}

/**
 * The steps an image was made in, the last first. That one has the image's id, and those after it the ids of its parents,
 * one a step, as far as this host has them (moby, daemon/containerd/image_history.go).
 * @throws EngineError 404 when there is no such image, or not for that platform
 */
export function imageHistory(engine: Engine, reference: string, platform?: string): HistoryItem[] {
  const { image } = requireImage(engine, reference);
  requirePlatform(nameOf(engine, reference), platform);
  const line = lineage(engine, image.id);
  return image.history
    .map(({ created, createdBy, comment, layer }): HistoryItem => {
      const size = layer === null ? 0 : (image.layers[layer]?.size ?? 0);
      const seconds = Math.floor(Date.parse(created) / 1000);
      return { Comment: comment, Created: seconds, CreatedBy: createdBy, Id: "<missing>", Size: size, Tags: null };
    })
    .reverse()
    .map((item, i) => {
      const id = line[i];
      if (id === undefined) return item;
      const tags = referencesOf(engine, id).map(familiarName);
      return { ...item, Id: id, Tags: i > 0 && tags.length === 0 ? null : tags };
    });
}
