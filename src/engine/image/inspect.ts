import type { Engine } from "../engine.ts";
import { type Descriptor, manifestDescriptor, PLATFORM, storedDescriptor } from "./documents.ts";
import type { ImageConfig, StoredImage } from "./image.ts";
import { requirePlatform } from "./platform.ts";
import { familiarName, splitTag } from "./reference.ts";
import { referencesOf, requireImage } from "./resolve.ts";
import { contentSize } from "./sizes.ts";

/** `docker image inspect`'s object, in the API's order (recording 04). */
export interface ImageInspect {
  Id: string;
  RepoTags: string[];
  RepoDigests: string[];
  Parent?: string;
  Comment?: string;
  Created: string;
  Author?: string;
  Config: ImageConfig;
  Architecture: "amd64";
  Os: "linux";
  Size: number;
  RootFS: { Type: "layers"; Layers?: string[] };
  Metadata: { LastTagTime: string };
  Descriptor: Descriptor;
  Identity?: {
    Build?: { Ref: string; CreatedAt: string }[];
    Pull?: { Repository: string }[];
  };
}

/**
 * @param platform "linux/amd64", for what is told of that part of the image
 * @throws EngineError 404 when there is no such image, or not for that platform
 */
export function inspectImage(engine: Engine, reference: string, platform?: string): ImageInspect {
  const stored = requireImage(engine, reference);
  requirePlatform(reference, platform);
  const { image, pulledFrom, built, parent } = stored;
  const identity = {
    ...(built ? { Build: [{ Ref: built.ref, CreatedAt: built.at }] } : {}),
    ...(pulledFrom.length > 0 ? { Pull: pulledFrom.map((Repository) => ({ Repository })) } : {}),
  };
  return {
    Id: platform === undefined ? image.id : image.manifestDigest,
    RepoTags: referencesOf(engine, image.id).map(familiarName),
    RepoDigests: repoDigests(engine, stored),
    ...(parent === undefined ? {} : { Parent: parent }),
    ...(image.comment === "" ? {} : { Comment: image.comment }),
    Created: image.created,
    ...(image.author === undefined ? {} : { Author: image.author }),
    Config: orderedConfig(image.config),
    Architecture: "amd64",
    Os: "linux",
    Size: contentSize(image),
    RootFS: {
      Type: "layers",
      ...(image.layers.length > 0 ? { Layers: image.layers.map(({ diffId }) => diffId) } : {}),
    },
    Metadata: { LastTagTime: stored.lastTagTime },
    Descriptor:
      platform === undefined ? storedDescriptor(stored) : { ...manifestDescriptor(image), platform: PLATFORM },
    ...(Object.keys(identity).length > 0 ? { Identity: identity } : {}),
  };
}

/** The image's digest under each repository that names it, or that it came from. */
export function repoDigests(engine: Engine, { image, pulledFrom }: StoredImage): string[] {
  const tagged = referencesOf(engine, image.id).map((name) => splitTag(name).repository);
  const repositories = tagged.length > 0 ? tagged : pulledFrom;
  return [...new Set(repositories)].map((repository) => `${familiarName(repository)}@${image.id}`);
}

/** A config with its fields in the order of Go's struct. */
export function orderedConfig(config: ImageConfig): ImageConfig {
  const { User, ExposedPorts, Env, Entrypoint, Cmd, Volumes, WorkingDir, Labels, StopSignal, ArgsEscaped } = config;
  const { Healthcheck, OnBuild, Shell } = config;
  const all = { User, ExposedPorts, Env, Entrypoint, Cmd, Volumes, WorkingDir, Labels, StopSignal, ArgsEscaped };
  const kept = Object.entries({ ...all, Healthcheck, OnBuild, Shell }).filter(([, value]) => !isZero(value));
  return Object.fromEntries(kept);
}

/** What `omitempty` leaves out. */
function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
