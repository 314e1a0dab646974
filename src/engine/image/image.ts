import type { TreeState } from "../../kernel/tree-state.ts";
import type { Healthcheck } from "../container/container.ts";

/** An image's config, in the order `docker image inspect` prints it; absent where the image says nothing. */
export interface ImageConfig {
  User?: string;
  ExposedPorts?: Record<string, Record<string, never>>;
  Env?: string[];
  Entrypoint?: string[];
  Cmd?: string[];
  Healthcheck?: Healthcheck;
  Volumes?: Record<string, Record<string, never>>;
  WorkingDir?: string;
  Labels?: Record<string, string>;
  StopSignal?: string;
  Shell?: string[];
  OnBuild?: string[];
  ArgsEscaped?: boolean;
}

export interface Layer {
  /** Digest of the compressed blob: what a registry knows it by. */
  digest: string;
  /** Digest of the uncompressed content: RootFS.Layers. */
  diffId: string;
  /** Bytes over the network and in the content store. */
  compressedSize: number;
  /** Bytes unpacked. */
  size: number;
}

export interface HistoryEntry {
  created: string;
  createdBy: string;
  comment: string;
  /** Index into the image's layers; null where the step made none. */
  layer: number | null;
}

/** One image (for linux/amd64) in a host's store, or in a registry: plain data. */
export interface Image {
  /** Digest of the index: what Docker 29 shows as the image's id. */
  id: string;
  manifestDigest: string;
  configDigest: string;
  created: string;
  comment: string;
  config: ImageConfig;
  layers: Layer[];
  history: HistoryEntry[];
  /** Why it is not an official image's recorded facts, when it is not. */
  reconstructed?: boolean;
}

/** What a host knows about an image beside its content. */
export interface StoredImage {
  image: Image;
  lastTagTime: string;
  /** Repositories it was pulled from or pushed to ("docker.io/library/nginx"): RepoDigests. */
  pulledFrom: string[];
}

/** A host's images: plain data. */
export interface ImageStore {
  /** By id (digest). */
  images: Record<string, StoredImage>;
  /** Full reference with tag ("docker.io/library/nginx:latest") → id. */
  references: Record<string, string>;
  /** Content of layers made here (build, commit, import), by diffId; pulled layers' content comes from the registry's catalog. */
  layers: Record<string, TreeState>;
}
