import type { SiteFiles } from "./site-files.ts";

/** A file of the copy, the address where the page really is, or nothing. */
type Answer =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "redirect"; readonly path: string }
  | undefined;

/** The path of an address inside a site mounted at `scope`, decoded; undefined outside of it. */
export function pathInside(scope: string, url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  const site = new URL(scope);
  if (origin !== site.origin || !pathname.startsWith(site.pathname)) return undefined;
  try {
    return decodeURIComponent(pathname.slice(site.pathname.length));
  } catch {
    return undefined;
  }
}

/** What answers for a path, as a static host does: a folder's page with its slash, and a step to it without. */
export function findAnswer({ files }: SiteFiles, path: string): Answer {
  if (Object.hasOwn(files, path)) return { kind: "file", path };
  const page = path.replace(/(^|\/)index\.html$/, "$1");
  for (const folder of [page, `${page}/`]) if (Object.hasOwn(files, folder)) return { kind: "redirect", path: folder };
  return undefined;
}
