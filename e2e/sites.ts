import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The site as the browser tests see it: at the root of a host, and under a path as on GitHub Pages. */
export const sites = {
  root: { directory: "node_modules/.cache/darsena/root", base: "/" },
  mounted: { directory: "node_modules/.cache/darsena/mounted", base: "/darsena/" },
} as const;

export type Site = (typeof sites)[keyof typeof sites];

const sources = [
  "src",
  "content",
  "public",
  "scripts/build.ts",
  "scripts/offline-copy.ts",
  "scripts/script-groups.ts",
  "astro.config.mjs",
  "ec.config.mjs",
  "package.json",
];

function newestChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** Whether a site was built after the last change to what it is built from. */
export function isFresh(site: Site): boolean {
  const built = statSync(join(site.directory, "pagefind/pagefind-entry.json"), { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs > Math.max(...sources.map(newestChange));
}
