/**
 * What a built site is made of, as `scripts/offline-copy.ts` writes it before the worker's own code:
 *
 *     { "version": "5f0c…", "bytes": 8759496, "files": { "": "sha256-…", "redes/": "sha256-…", "_astro/page.Bx2KSkeL.js": "sha256-…" } }
 *
 * Paths are relative to where the site is mounted; a folder's page stands under the folder's own address.
 */
export interface SiteFiles {
  /** Changes when any file does. */
  readonly version: string;
  /** Of all files together, as they are kept. */
  readonly bytes: number;
  /** The integrity of each file, as in `<script integrity>`: what has another content is not taken for it. */
  readonly files: Readonly<Record<string, string>>;
}

/** The page that answers for what a site does not have. */
export const MISSING_PAGE = "404.html";
