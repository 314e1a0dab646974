/**
 * Makes content/registry/images.json from a file of image facts (docker-library/repo-info's pages as JSON).
 *
 *     npx node scripts/registry-data.ts PATH-TO-FACTS.json
 *
 * Kept: digests, sizes, config and history. Worked out here, because the pages do not say it: how much of an image's
 * size on disk each layer takes, and which builder wrote a line of the history.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Facts {
  repository: string;
  tags: string[];
  indexDigest: string;
  tagIndexDigests: Record<string, string>;
  manifestDigest: string;
  imageId: string;
  created: string;
  sizeOnDisk: number | null;
  entrypoint: string[] | null;
  cmd: string[] | null;
  env: string[] | null;
  exposedPorts: string[];
  volumes: string[];
  workdir: string | null;
  user: string | null;
  stopSignal: string | null;
  labels: Record<string, string>;
  layers: { digest: string; compressedSize: number }[];
  history: { created: string; createdBy: string; layerIndex: number | null; args?: string; cut?: boolean }[];
}

/** What unpacking multiplies a layer by when nothing is known of its image: the median of those on record. */
const USUAL_RATIO = 2.7;
/** Layers smaller than this hold a file or two: they take a block each. */
const SMALL = 8192;
const BLOCK = 4096;
/** The layer of a step that changed nothing: an empty archive. */
const EMPTY = 32;

const path = process.argv[2];
if (path === undefined) {
  console.error("usage: npx node scripts/registry-data.ts PATH-TO-FACTS.json");
  process.exit(2);
}
const facts: Facts[] = JSON.parse(readFileSync(path, "utf8"));

/** Bytes on disk by layer digest: images with few layers first, so that what others share with them is known. */
function layerSizes(): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { layers, sizeOnDisk } of [...facts].sort((a, b) => a.layers.length - b.layers.length)) {
    const unknown = layers.filter(({ digest }) => !sizes.has(digest));
    for (const { digest, compressedSize } of unknown) {
      if (compressedSize >= SMALL) continue;
      sizes.set(digest, compressedSize <= EMPTY ? 0 : Math.ceil((compressedSize * USUAL_RATIO) / BLOCK) * BLOCK);
    }
    const large = unknown.filter(({ compressedSize }) => compressedSize >= SMALL);
    const packed = large.reduce((sum, layer) => sum + layer.compressedSize, 0);
    const known = layers.reduce((sum, { digest }) => sum + (sizes.get(digest) ?? 0), 0);
    const left = sizeOnDisk === null || sizeOnDisk <= known ? packed * USUAL_RATIO : sizeOnDisk - known;
    for (const { digest, compressedSize } of large) sizes.set(digest, Math.round((left * compressedSize) / packed));
  }
  return sizes;
}

type Step = Facts["history"][number];

const MADE_BY_OTHERS = /^RUN (?=# debian\.sh|BusyBox |umoci )/;

/** Which builder wrote each line: BuildKit ends those that change files with a mark, the classic one names its copies "file:". */
function builders(steps: readonly Step[]): ("buildkit" | "classic" | "other")[] {
  const own = steps.map((step): "buildkit" | "classic" | "other" | undefined => {
    if (MADE_BY_OTHERS.test(step.createdBy)) return "other";
    if (/^(ADD|COPY) file:/.test(step.createdBy)) return "classic";
    if (/# buildkit$/.test(step.createdBy)) return "buildkit";
    if (!/^(RUN|COPY|ADD|WORKDIR) /.test(step.createdBy)) return undefined;
    return step.cut || /^WORKDIR/.test(step.createdBy) ? undefined : "classic";
  });
  const main = own.includes("buildkit") ? "buildkit" : (own.find((one) => one === "classic") ?? "buildkit");
  return own.map((one, i) => one ?? own.slice(0, i).findLast((other) => other && other !== "other") ?? main);
}

/** The line as `docker history --no-trunc` shows it: the pages leave out the shell that runs it. */
function createdBy(step: Step, builder: "buildkit" | "classic" | "other"): string {
  if (builder === "other") return step.createdBy.replace(MADE_BY_OTHERS, "");
  const run = /^RUN (.*)$/s.exec(step.createdBy)?.[1];
  if (builder === "classic") return run === undefined ? `/bin/sh -c #(nop)  ${step.createdBy}` : `/bin/sh -c ${run}`;
  if (run === undefined) return step.createdBy;
  const count = step.args === undefined ? 0 : (step.args.match(/(?:^| )\w+=/g)?.length ?? 0);
  return `RUN ${count > 0 ? `|${count} ${step.args} ` : ""}/bin/sh -c ${run}`;
}

const sizes = layerSizes();
const set = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));

const images = facts.map((image) => ({
  repository: image.repository,
  // The digest of the index is written once; tags that had another one carry their own.
  tags: Object.fromEntries(
    image.tags.map((tag) => {
      const own = image.tagIndexDigests[tag];
      return [tag, own === undefined || own === image.indexDigest ? "" : own];
    }),
  ),
  index: image.indexDigest,
  manifest: image.manifestDigest,
  configDigest: image.imageId,
  created: image.created,
  config: {
    ...(image.user ? { User: image.user } : {}),
    ...(image.exposedPorts.length > 0 ? { ExposedPorts: set(image.exposedPorts) } : {}),
    ...(image.env ? { Env: image.env } : {}),
    ...(image.entrypoint ? { Entrypoint: image.entrypoint } : {}),
    ...(image.cmd ? { Cmd: image.cmd } : {}),
    ...(image.volumes.length > 0 ? { Volumes: set(image.volumes) } : {}),
    ...(image.workdir ? { WorkingDir: image.workdir } : {}),
    ...(Object.keys(image.labels).length > 0 ? { Labels: image.labels } : {}),
    ...(image.stopSignal ? { StopSignal: image.stopSignal } : {}),
  },
  layers: image.layers.map(({ digest, compressedSize }) => [digest, compressedSize, sizes.get(digest) ?? 0]),
  history: builders(image.history).map((builder, i) => {
    const step = image.history[i];
    if (!step) throw new Error(`no step ${i} in ${image.repository}`);
    return [step.created, createdBy(step, builder), step.layerIndex, builder === "buildkit" ? 1 : 0];
  }),
}));

const lines = images.map((image) => JSON.stringify(image));
writeFileSync(new URL("../content/registry/images.json", import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
console.log(`content/registry/images.json: ${images.length} images`);
