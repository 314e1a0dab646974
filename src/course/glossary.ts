import en from "../../content/glossary/en.json" with { type: "json" };
import es from "../../content/glossary/es.json" with { type: "json" };
import type { Locale } from "../i18n/locales.ts";

/** A word of the course. */
interface GlossaryEntry {
  readonly term: string;
  /** One or two sentences. */
  readonly meaning: string;
  /** The chapter that teaches it. */
  readonly chapter: string;
}

type Glossary = Readonly<Record<string, GlossaryEntry>>;

/** The words of each language, by an id that both share. */
export const glossaries: Readonly<Record<Locale, Glossary>> = { es, en };

/** @throws when the glossary of that language has no such id */
export function glossaryEntry(locale: Locale, id: string): GlossaryEntry {
  const entry = glossaries[locale][id];
  if (!entry) throw new Error(`content/glossary/${locale}.json has no term "${id}"`);
  return entry;
}

/** The words under one letter, in the order of a dictionary. */
interface GlossaryLetter {
  readonly letter: string;
  readonly entries: readonly (GlossaryEntry & { readonly id: string })[];
}

/** The letter a word stands under: accents and what is no letter do not count (".dockerignore" is under D). */
const letterOf = (term: string) => (/\p{L}/u.exec(term.normalize("NFD"))?.[0] ?? term.charAt(0)).toUpperCase();

/** The glossary of a language as a dictionary has it. */
export function lettersOf(locale: Locale): readonly GlossaryLetter[] {
  const { compare } = new Intl.Collator(locale, { ignorePunctuation: true });
  const entries = Object.entries(glossaries[locale])
    .map(([id, entry]) => ({ id, ...entry }))
    .sort((a, b) => compare(a.term, b.term));
  const letters = new Map<string, (GlossaryEntry & { readonly id: string })[]>();
  for (const entry of entries) {
    const letter = letterOf(entry.term);
    const under = letters.get(letter) ?? [];
    under.push(entry);
    letters.set(letter, under);
  }
  return [...letters].map(([letter, under]) => ({ letter, entries: under }));
}
