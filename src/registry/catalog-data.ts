import type { HistoryEntry, ImageConfig } from "../engine/image/image.ts";
import type { TreeState } from "../kernel/tree-state.ts";

/** The shapes of content/registry/*.json; how they are made is in scripts/. */

/** An official image as recorded. */
export interface RecordedImage {
  repository: string;
  /** Digest of the index by tag; "" where it is `index`. */
  tags: Record<string, string>;
  index: string;
  manifest: string;
  configDigest: string;
  created: string;
  config: ImageConfig;
  layers: [digest: string, compressedSize: number, size: number][];
  /** The last number is 1 for a line BuildKit wrote. */
  history: [created: string, createdBy: string, layer: number | null, buildkit: number][];
}

/** An image put together by us from what is known of it. */
export interface ReconstructedImage {
  /** With its registry: "docker.io/jjmerelo/platziws0". */
  repository: string;
  tags: string[];
  /** Why it is not a recorded one. */
  why: string;
  /** The official image below it, if we have that one: "python:3". */
  base?: string;
  /** The files of the image's first layer, when there is no base (see `Rootfs`). */
  rootfs?: string;
  created: string;
  config: ImageConfig;
  /** Its own layers, above the base's. */
  layers: { digest: string; diffId: string; compressedSize: number; size: number; files?: TreeState }[];
  /** Its own lines; `layer` counts from its own first layer. */
  history: HistoryEntry[];
}
