import { type CollectionEntry, getCollection } from "astro:content";
import type { Locale } from "../i18n/locales.ts";
import { findInSyllabus, syllabusChapters } from "./syllabus.ts";

/** A chapter in one language. */
export interface Chapter {
  readonly slug: string;
  readonly locale: Locale;
  readonly entry: CollectionEntry<"chapters">;
}

/**
 * The chapters of a language in course order.
 * Throws when one is missing, or a file's name, unit or order is not the syllabus's.
 */
export async function chaptersIn(locale: Locale): Promise<Chapter[]> {
  const entries = await getCollection("chapters", ({ id }) => id.startsWith(`${locale}/`));
  const missing = syllabusChapters.filter(({ slug }) => !entries.some(({ id }) => id === `${locale}/${slug}`));
  if (missing.length > 0) throw new Error(`content/${locale} lacks ${missing.map(({ slug }) => slug).join(", ")}`);
  return entries
    .map((entry) => {
      const slug = entry.id.slice(locale.length + 1);
      const place = findInSyllabus(slug);
      if (!place) throw new Error(`content/${entry.id}.mdx: the syllabus has no chapter "${slug}"`);
      if (place.chapter.order !== entry.data.order || place.unit.number !== entry.data.unit) {
        throw new Error(
          `content/${entry.id}.mdx: the syllabus has it as unit ${place.unit.number}, order ${place.chapter.order}`,
        );
      }
      return { slug, locale, entry };
    })
    .sort((a, b) => a.entry.data.order - b.entry.data.order);
}
