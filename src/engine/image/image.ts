import type { TreeState } from "../../kernel/tree-state.ts";
import type { BuildRecord } from "../build/build-history.ts";
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
  /** Digest of the index, or of the manifest where there is no index: what Docker 29 shows as the image's id. */
  id: string;
  manifestDigest: string;
  configDigest: string;
  created: string;
  comment: string;
  author?: string;
  config: ImageConfig;
  layers: Layer[];
  history: HistoryEntry[];
  /** Digest and size of the provenance BuildKit puts beside an image it built. */
  attestation?: { digest: string; size: number };
  /** Who wrote the manifest of an image that has no index over it: dockerd for `commit` and `import`, or a build. */
  soleManifest?: "commit" | "import" | "build";
  /** What a build notes in its documents: `--annotation`. */
  annotations?: ImageAnnotations;
  /** Put together by us, from what is known of it, rather than recorded from a registry. */
  reconstructed?: boolean;
}

/** Annotations by the document they stand in. */
export interface ImageAnnotations {
  readonly manifest?: Readonly<Record<string, string>>;
  readonly index?: Readonly<Record<string, string>>;
}

/** What a host knows about an image beside its content. */
export interface StoredImage {
  image: Image;
  lastTagTime: string;
  /** Repositories it was pulled from or pushed to ("docker.io/library/nginx"): RepoDigests. */
  pulledFrom: string[];
  /** Not an image for any command any more, but a container made of it still needs its layers. */
  hidden?: true;
  /** The image it was committed on, or its builder's step before; only this host knows (containerd's image labels). */
  parent?: string;
  /** The build it comes from: `inspect`'s Identity. */
  built?: { ref: string; at: string };
}

/** A host's images: plain data. An image without a reference is a dangling one. */
export interface ImageStore {
  /** By id (digest). */
  images: Record<string, StoredImage>;
  /** Full reference with tag ("docker.io/library/nginx:latest") → id. */
  references: Record<string, string>;
  /** Content of layers made here (build, commit, import), by diffId; pulled layers' content comes from the registry's catalog. */
  layers: Record<string, TreeState>;
  /** What builds remember, by cache key. */
  buildCache?: Record<string, CacheRecord>;
  /** The builds that are over, in order. */
  builds?: BuildRecord[];
}

/** The result of one step of a build, for the next build. */
export interface CacheRecord {
  /** As `docker system df -v` shows it: 25 digits of base 36. */
  id: string;
  description: string;
  /** Undefined for a step that changes no file. */
  layer?: Layer;
  /** Bytes on disk. */
  size: number;
  createdAt: string;
  lastUsedAt: string;
  usageCount: number;
  /** Of what a client sends: a digest of what it holds. */
  content?: string;
}
