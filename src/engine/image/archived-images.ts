import { decode } from "../../kernel/bytes.ts";
import type { TarEntry } from "../../kernel/tar.ts";
import type { HistoryEntry, Image, ImageConfig } from "./image.ts";
import type { SavedImage } from "./save.ts";

/**
 * The images that an archive's own documents tell of: Docker's manifest.json names each one's config, and the OCI index
 * leads to the digests of its manifest and layers (github.com/opencontainers/image-spec, image-layout.md). What documents
 * do not say, a layer's unpacked size, is 0.
 * @returns undefined when it has no such documents
 */
export function archivedImages(entries: readonly TarEntry[]): SavedImage[] | undefined {
  const read = (path: string) => {
    const content = entries.find((entry) => entry.path === path)?.content;
    return content && decode(content);
  };
  const document = <T>(path: string): T | undefined => parse<T>(read(path) ?? "");
  const text = (digest: string) => read(digest.replace(/^sha256:/, "blobs/sha256/")) ?? "";
  const blob = <T>(digest: string) => parse<T>(text(digest));
  const list = document<DockerManifest[]>("manifest.json");
  const layout = document<Index>("index.json");
  if (!Array.isArray(list) || !Array.isArray(layout?.manifests)) return undefined;
  return list.flatMap(({ Config, RepoTags }): SavedImage[] => {
    const configDigest = Config.replace(/^blobs\/sha256\//, "sha256:");
    const config = blob<ConfigDocument>(configDigest);
    for (const { digest: id } of layout.manifests) {
      const below = blob<Partial<Index>>(id)?.manifests;
      for (const { digest: manifestDigest } of below ?? [{ digest: id }]) {
        const manifest = blob<Manifest>(manifestDigest);
        if (!config || manifest?.config?.digest !== configDigest) continue;
        const proof = below?.find(({ annotations }) => annotations?.[REFERENCE_TYPE] !== undefined);
        const image = {
          id,
          manifestDigest,
          configDigest,
          created: config.created,
          comment: config.history?.at(-1)?.comment ?? "",
          ...(config.author === undefined ? {} : { author: config.author }),
          config: config.config ?? {},
          layers: manifest.layers.map(({ digest, size }, index) => ({
            digest,
            diffId: config.rootfs.diff_ids[index] ?? "",
            compressedSize: size,
            size: 0,
          })),
          history: historyOf(config.history ?? []),
          ...(proof ? { attestation: { digest: proof.digest, size: proof.size } } : {}),
          ...(below ? {} : { soleManifest: writerOf(text(id)) }),
        };
        return [{ image, references: referencesOf(layout, id, RepoTags) }];
      }
    }
    return [];
  });
}

interface DockerManifest {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
}

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Index {
  readonly manifests: readonly Descriptor[];
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers: readonly Descriptor[];
}

interface ConfigDocument {
  readonly created: string;
  readonly author?: string;
  readonly config?: ImageConfig;
  readonly history?: readonly { created: string; created_by?: string; comment?: string; empty_layer?: true }[];
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

const REFERENCE_TYPE = "vnd.docker.reference.type";
const NAME = "io.containerd.image.name";

/** Each of the three has its own way to set out JSON (`manifestText`). */
function writerOf(manifest: string): NonNullable<Image["soleManifest"]> {
  if (!manifest.includes("\n")) return "import";
  return manifest.startsWith("{\n    ") ? "commit" : "build";
}

/** Undefined for what is no JSON. The archive is its sender's word: only its frame is looked at. */
function parse<T>(text: string): T | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function historyOf(entries: NonNullable<ConfigDocument["history"]>): HistoryEntry[] {
  let layer = 0;
  return entries.map(({ created, created_by = "", comment = "", empty_layer }) => ({
    created,
    createdBy: created_by,
    comment,
    layer: empty_layer ? null : layer++,
  }));
}

/** Full names: those of the index, where it has them for this image. */
function referencesOf({ manifests }: Index, id: string, tags: DockerManifest["RepoTags"]): string[] {
  const named = manifests.flatMap(({ digest, annotations }) => (digest === id ? (annotations?.[NAME] ?? []) : []));
  return (tags ?? []).length > 0 ? named : [];
}
