import { defaultLocale, type Locale } from "./locales.ts";

/**
 * The base path with exactly one slash at each end: "/" or "/darsena/".
 * Takes what people write: "", "/", "darsena", "/darsena", "/darsena/".
 */
export function normalizeBase(base: string | undefined): string {
  const inner = (base ?? "").replace(/^\/+|\/+$/g, "");
  return inner === "" ? "/" : `/${inner}/`;
}

/**
 * The address of a page on this site. Every link of the site comes from here.
 * @param page a chapter's slug, or "" for the home page
 * @param base where the site is mounted, as `normalizeBase` gives it
 */
export function pagePath(locale: Locale, page = "", base: string = normalizeBase(import.meta.env.BASE_URL)): string {
  const prefix = locale === defaultLocale ? "" : `${locale}/`;
  return `${base}${prefix}${page === "" ? "" : `${page}/`}`;
}

/** The address of a file in `public/` or of the search index. */
export function assetPath(file: string, base: string = normalizeBase(import.meta.env.BASE_URL)): string {
  return base + file.replace(/^\/+/, "");
}
