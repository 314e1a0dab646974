import type { Engine } from "../engine.ts";
import { familiarName } from "./reference.ts";
import { referencesOf, requireImage } from "./resolve.ts";

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
 * The steps an image was made in, the last first. Only that one has an id: the others are not images here.
 * @throws EngineError 404 when there is no such image
 */
export function imageHistory(engine: Engine, reference: string): HistoryItem[] {
  const { image } = requireImage(engine, reference);
  const tags = referencesOf(engine, image.id).map(familiarName);
  return image.history
    .map(({ created, createdBy, comment, layer }): HistoryItem => {
      const size = layer === null ? 0 : (image.layers[layer]?.size ?? 0);
      const seconds = Math.floor(Date.parse(created) / 1000);
      return { Comment: comment, Created: seconds, CreatedBy: createdBy, Id: "<missing>", Size: size, Tags: null };
    })
    .reverse()
    .map((item, i) => (i === 0 ? { ...item, Id: image.id, Tags: tags } : item));
}
