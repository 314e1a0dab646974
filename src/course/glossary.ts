import en from "../../content/glossary/en.json" with { type: "json" };
import es from "../../content/glossary/es.json" with { type: "json" };
import type { Locale } from "../i18n/locales.ts";

/** A word of the course. */
export interface GlossaryEntry {
  readonly term: string;
  /** One or two sentences. */
  readonly meaning: string;
  /** The chapter that teaches it. */
  readonly chapter: string;
}

export type Glossary = Readonly<Record<string, GlossaryEntry>>;

/** The words of each language, by an id that both share. */
export const glossaries: Readonly<Record<Locale, Glossary>> = { es, en };

/** @throws when the glossary of that language has no such id */
export function glossaryEntry(locale: Locale, id: string): GlossaryEntry {
  const entry = glossaries[locale][id];
  if (!entry) throw new Error(`content/glossary/${locale}.json has no term "${id}"`);
  return entry;
}
