import type { RegistryCredentials } from "../engine.ts";
import type { ImageAnnotations } from "../image/image.ts";
import type { CopySource } from "./copy-source.ts";
import type { Variables } from "./words.ts";

/** What a name means beside the stages and the registries: `--build-context`. */
export type NamedContext =
  | { readonly type: "local"; readonly source: CopySource }
  /** @property image as it is written: "busybox" */
  | { readonly type: "image"; readonly image: string };

/** What `docker build` asks for. */
export interface BuildRequest {
  readonly dockerfile: {
    /** As it is shown: "Dockerfile". */
    readonly name: string;
    /** Undefined when there is no such file. */
    readonly source: string | undefined;
  };
  readonly context: CopySource;
  /** How it came, where it is no directory of the client's: as an archive, or not at all. */
  readonly sent?: "archive" | "nothing";
  /** The text of .dockerignore, if there is one. */
  readonly ignore: string | undefined;
  /** Full references. */
  readonly tags: readonly string[];
  readonly target: string;
  readonly buildArgs: Variables;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: ImageAnnotations;
  readonly noCache: boolean;
  readonly network: "default" | "none" | "host";
  readonly provenance: boolean;
  /** Stages whose steps are never taken from the cache. */
  readonly noCacheFilter?: readonly string[];
  /** Whether registries are asked what a name means even when the image is here. */
  readonly pull?: boolean;
  /** Whether the image is sent to its registry once it is made. */
  readonly push?: boolean;
  /** Who somebody is to the registry of an image: what the client's session answers when BuildKit asks. */
  readonly credentials?: (reference: string) => RegistryCredentials | undefined;
  /** The network the classic builder was told to run steps in, when there is none of that name. */
  readonly missingNetwork?: string;
  /** Which containers of the classic builder's steps stay: none of those that went well unless told. */
  readonly kept?: "failed" | "all" | "none";
  readonly contexts?: Readonly<Record<string, NamedContext>>;
  /** Whether RUN may use the host's network: `--allow network.host`. */
  readonly hostNetwork?: boolean;
  /** What `RUN --mount=type=secret` may see, by id. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Names that mean addresses in RUN. */
  readonly extraHosts?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}
