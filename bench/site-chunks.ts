import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build as buildAstro } from "astro";

/** A script of the built site. */
export interface Chunk {
  readonly file: string;
  /** Bytes as they travel. */
  readonly gzip: number;
  /** Scripts that are fetched with it. */
  readonly imports: readonly string[];
  /** The source files in it, relative to the project, each with its share of `gzip`. */
  readonly modules: ReadonlyMap<string, number>;
}

/** What of Rollup's chunk is read; the rest of the bundle are assets. */
interface BuiltChunk {
  readonly type: "chunk" | "asset";
  readonly code?: string;
  readonly imports?: readonly string[];
  readonly modules?: Readonly<Record<string, { readonly code: string | null }>>;
}

/** Builds the site as it is published, into a folder that is thrown away, and tells what its scripts are made of. */
export async function siteChunks(): Promise<ReadonlyMap<string, Chunk>> {
  const chunks = new Map<string, Chunk>();
  const outDir = mkdtempSync(join(tmpdir(), "darsena-sizes-"));
  const recorder = {
    name: "darsena:sizes",
    applyToEnvironment: ({ name }: { readonly name: string }) => name === "client",
    generateBundle: {
      // After what still rewrites the code.
      order: "post" as const,
      handler: (_: unknown, bundle: Readonly<Record<string, BuiltChunk>>) => {
        for (const [file, built] of Object.entries(bundle)) {
          if (built.type === "chunk") chunks.set(file, chunkOf(file, built));
        }
      },
    },
  };
  try {
    await buildAstro({ outDir, logLevel: "warn", vite: { plugins: [recorder] } });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
  return chunks;
}

function chunkOf(file: string, { code = "", imports = [], modules = {} }: BuiltChunk): Chunk {
  const gzip = gzipSync(code).length;
  // A chunk is compressed whole; each file is given its part as it would weigh alone.
  const alone = Object.entries(modules).map(([id, { code }]): [string, number] => [
    inProject(id),
    code ? gzipSync(code).length : 0,
  ]);
  const sum = alone.reduce((total, [, weight]) => total + weight, 0);
  return {
    file,
    gzip,
    imports,
    modules: new Map(alone.map(([id, weight]) => [id, sum === 0 ? 0 : (gzip * weight) / sum])),
  };
}

const inProject = (id: string) => relative(process.cwd(), id.replace(/\?.*$/, ""));

/** A script and all that are fetched with it. */
export function withImports(chunks: ReadonlyMap<string, Chunk>, files: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const other of chunks.get(file)?.imports ?? []) add(other);
  };
  for (const file of files) add(file);
  return found;
}
