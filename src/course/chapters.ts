import { type CollectionEntry, getCollection } from "astro:content";
import type { Locale } from "../i18n/locales.ts";
import { findPlanned } from "./syllabus.ts";

/** A written chapter in one language. */
export interface Chapter {
  readonly slug: string;
  readonly locale: Locale;
  readonly entry: CollectionEntry<"chapters">;
}

/**
 * The written chapters of a language in course order.
 * Throws when a file's name, unit or order is not the syllabus's.
 */
export async function chaptersIn(locale: Locale): Promise<Chapter[]> {
  const entries = await getCollection("chapters", ({ id }) => id.startsWith(`${locale}/`));
  return entries
    .map((entry) => {
      const slug = entry.id.slice(locale.length + 1);
      const planned = findPlanned(slug);
      if (!planned) throw new Error(`content/${entry.id}.mdx: the syllabus has no chapter "${slug}"`);
      if (planned.chapter.order !== entry.data.order || planned.unit.number !== entry.data.unit) {
        throw new Error(
          `content/${entry.id}.mdx: the syllabus has it as unit ${planned.unit.number}, order ${planned.chapter.order}`,
        );
      }
      return { slug, locale, entry };
    })
    .sort((a, b) => a.entry.data.order - b.entry.data.order);
}
