import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as buildAstro } from "astro";
import { close as closePagefind, createIndex } from "pagefind";
import { completeServiceWorker } from "./offline-copy.ts";

/** Pagefind writes interfaces of its own next to its index; the site has one already. */
const unusedBesideIndex = [
  "pagefind-ui.js",
  "pagefind-ui.css",
  "pagefind-modular-ui.js",
  "pagefind-modular-ui.css",
  "pagefind-component-ui.js",
  "pagefind-component-ui.css",
  "pagefind-highlight.js",
];

/**
 * Builds the whole site: pages, then the search index over them, then the list of all that for use without a connection. It takes the place of an earlier one only when it is
 * complete, so that whoever serves that one is not left without pages.
 * @param outDir where to write, relative to the project or absolute
 * @param base where the site will be mounted: "/" or "/darsena/"
 * @throws when a page does not build or the index cannot be written
 */
export async function buildSite({ outDir, base }: { outDir: string; base?: string }): Promise<void> {
  const finished = resolve(outDir);
  const directory = `${finished}.building`;
  // astro.config.mjs reads it, and so does everything that makes a link.
  if (base !== undefined) process.env.BASE_PATH = base;
  await buildAstro({ outDir: directory, logLevel: "warn" });
  await indexPages(directory);
  await completeServiceWorker(directory);
  await rm(finished, { recursive: true, force: true });
  await rename(directory, finished);
}

/**
 * The files are taken from Pagefind and written here: its own writing may still be under way when it is closed, and then
 * leaves one empty.
 */
async function indexPages(directory: string): Promise<void> {
  const { index, errors } = await createIndex();
  if (!index) throw new Error(`The search index could not be started: ${errors.join("; ")}`);
  const added = await index.addDirectory({ path: directory });
  const made = await index.getFiles();
  await closePagefind();
  const failures = [...added.errors, ...made.errors];
  if (failures.length > 0) throw new Error(`The search index could not be made: ${failures.join("; ")}`);
  for (const { path, content } of made.files) {
    if (unusedBesideIndex.includes(path)) continue;
    const target = join(directory, "pagefind", path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.env.ASTRO_TELEMETRY_DISABLED = "1";
  const outDir = process.env.OUT_DIR ?? "dist";
  await buildSite({ outDir });
  console.log(`Built ${outDir}/`);
}
