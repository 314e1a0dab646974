import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SiteFiles } from "../src/offline/site-files.ts";

/** A worker rules over the folder it is in, so it stands at the root of the site, under the same name for ever. */
const workerFile = "service-worker.js";

/** The part of a Vite plugin that is used here. */
interface WorkerPlugin {
  readonly name: string;
  readonly apply: "build";
  applyToEnvironment(environment: { readonly name: string }): boolean;
  buildStart(this: { emitFile(file: { type: "chunk"; id: string; fileName: string }): string }): void;
}

/** A Vite plugin that builds the service worker with the pages' scripts. */
export function serviceWorkerPlugin(): WorkerPlugin {
  return {
    name: "darsena-service-worker",
    // A development server has no files to keep.
    apply: "build",
    applyToEnvironment: ({ name }) => name === "client",
    buildStart() {
      const id = fileURLToPath(new URL("../src/offline/service-worker.ts", import.meta.url));
      this.emitFile({ type: "chunk", id, fileName: workerFile });
    },
  };
}

/** Where a file is asked for: a folder's page under the folder's own address. */
function addressOf(file: string): string {
  return file.replace(/(^|\/)index\.html$/, "$1");
}

/** Everything in a built site but the worker itself: address, integrity, bytes. Depends on nothing but the files. */
export async function listSiteFiles(directory: string): Promise<SiteFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(directory, "/").length).replaceAll("\\", "/"))
    .filter((path) => path !== workerFile)
    .sort();
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of paths) {
    const content = await readFile(join(directory, path));
    bytes += content.length;
    files[addressOf(path)] = `sha256-${createHash("sha256").update(content).digest("base64")}`;
  }
  const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  return { version, bytes, files };
}

/**
 * Writes into the worker of a built site what the site is made of. To be called when nothing will change any more.
 * @throws when there is no worker, or it is not one script that stands alone
 */
export async function completeServiceWorker(directory: string): Promise<void> {
  const target = join(directory, workerFile);
  const code = await readFile(target, "utf8");
  // Firefox began to take modules as service workers in 2026; a classic script is taken by all.
  if (/^\s*(import|export)\b|;(import|export)[\s{*"']/m.test(code)) throw new Error(`${workerFile} is not one script`);
  await writeFile(target, `const siteFiles=${JSON.stringify(await listSiteFiles(directory))};\n${code}`);
}
