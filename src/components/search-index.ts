import { isLocale, type Locale } from "../i18n/locales.ts";
import { isAbout, rankPages, rankSections } from "./search-rank.ts";
import { spanishQueries } from "./search-words.ts";

/** A place a search found: a chapter, or a section of it. */
export interface Found {
  readonly url: string;
  readonly title: string;
  /** Text around the words found; those between `<mark>` and `</mark>` match. */
  readonly excerpt: string;
  readonly sections: readonly { readonly url: string; readonly title: string }[];
}

interface PagefindResult {
  id: string;
  score: number;
  data(): Promise<{
    url: string;
    excerpt: string;
    content: string;
    meta: Record<string, string>;
    sub_results?: {
      url: string;
      title: string;
      anchor?: { location: number };
      weighted_locations: { balanced_score: number }[];
    }[];
  }>;
}

/** The part of Pagefind's browser API that is used here (pagefind.app/docs/api). */
interface Pagefind {
  options(options: { baseUrl: string }): Promise<void>;
  init(): Promise<void>;
  destroy(): Promise<void>;
  /** Fetches the parts of the index that a search needs. */
  preload(query: string): Promise<void>;
  search(query: string): Promise<{ results: PagefindResult[] }>;
}

const mostResults = 12;
let pagefind: Promise<Pagefind> | undefined;
let indexLocale: Locale | undefined;

/** Pagefind takes the language of the page it starts on: it starts anew when the reader changes it. */
async function openIndex(script: string, base: string, locale: Locale): Promise<Pagefind> {
  pagefind ??= import(/* @vite-ignore */ script);
  try {
    const index = await pagefind;
    if (indexLocale !== locale) {
      if (indexLocale) await index.destroy();
      await index.options({ baseUrl: base });
      await index.init();
      indexLocale = locale;
    }
    return index;
  } catch (error) {
    pagefind = undefined;
    throw error;
  }
}

/** Merges the results of several queries: each page once, with its best score. */
export function mergeResults<R extends { id: string; score: number }>(lists: readonly (readonly R[])[]): R[] {
  const best = new Map<string, R>();
  for (const result of lists.flat()) {
    const known = best.get(result.id);
    if (!known || result.score > known.score) best.set(result.id, result);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
}

/** The pages about `query` in the page's language. Throws when the index cannot be loaded. */
export async function findPages(
  query: string,
  place: { script: string; base: string; locale: string },
): Promise<Found[]> {
  const locale = isLocale(place.locale) ? place.locale : "es";
  const index = await openIndex(new URL(place.script, location.href).href, place.base, locale);
  const queries = locale === "es" ? spanishQueries(query) : [query];
  // A search finds words in the parts that are there: with all of them there first, each form of a word finds the same.
  await Promise.all(queries.map((one) => index.preload(one)));
  const find = async (one: string) => (await index.search(one)).results;
  const best = mergeResults(await Promise.all(queries.map(find))).slice(0, mostResults);
  const inARow = /\S\s+\S/.test(query) ? await find(`"${query.replaceAll('"', "")}"`) : [];
  const pages = await Promise.all(mergeResults([best, inARow]).map((result) => result.data()));
  const about = pages
    .filter(({ content }) => isAbout(query, content))
    .map((page) => ({ ...page, order: page.meta.order === undefined ? undefined : Number(page.meta.order) }));
  return rankPages(query, about)
    .slice(0, mostResults)
    .map(({ url, excerpt, content, meta, sub_results }) => ({
      url,
      title: meta.title ?? url,
      excerpt,
      sections: rankSections(
        query,
        content,
        (sub_results ?? []).map((section) => ({
          ...section,
          start: section.anchor?.location ?? 0,
          score: section.weighted_locations.reduce((sum, { balanced_score }) => sum + balanced_score, 0),
        })),
      )
        .filter((section) => section.url !== url)
        .slice(0, 3),
    }));
}
