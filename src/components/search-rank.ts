import { foldAccents } from "./search-words.ts";

/** What is known of a page that an index found. */
export interface RankedPage {
  /** All its text, as the index has it. */
  readonly content: string;
  /** Its place in the course; undefined for what is not a chapter. */
  readonly order: number | undefined;
}

/** A part of a page below a heading. */
export interface RankedSection {
  /** Where it begins, in words of the page's content. */
  readonly start: number;
  /** The sum of what the index gives its matches. */
  readonly score: number;
}

const wordsOf = (text: string) => foldAccents(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of `query` in a row, with anything but letters between them: undefined for a single word. */
function phraseOf(query: string): RegExp | undefined {
  const words = wordsOf(query);
  if (words.length < 2) return undefined;
  return new RegExp(String.raw`(?<![\p{L}\p{N}-])${words.join(String.raw`\s+[^\p{L}\p{N}\s]*`)}(?![\p{L}\p{N}])`, "gu");
}

/**
 * Whether a page has every word of the query, or one that begins like it. The index goes on with ever shorter beginnings
 * when it finds none: half a word is still a slip of the pen, a letter of it is not.
 */
export function isAbout(query: string, content: string): boolean {
  const there = new Set(wordsOf(content));
  return wordsOf(query).every((word) => {
    const beginning = word.slice(0, Math.max(3, Math.ceil(word.length / 2)));
    return there.has(word) || [...there].some((other) => other.startsWith(beginning));
  });
}

const count = (phrase: RegExp | undefined, text: string) => (phrase ? [...text.matchAll(phrase)].length : 0);

/** How often it comes, from 0 to 10, where more makes less and less of a difference. */
const saturated = (times: number) => Math.round((10 * times) / (times + 1.4));

/**
 * Puts first the pages that have the words of the query in a row, as in `docker run`: where that comes often it is
 * explained, and of several such chapters the earliest introduces it. The others keep the index's order.
 */
export function rankPages<P extends RankedPage>(query: string, pages: readonly P[]): P[] {
  const phrase = phraseOf(query);
  return pages
    .map((page) => ({ page, often: saturated(count(phrase, foldAccents(page.content))) }))
    .sort((a, b) => b.often - a.often || (a.often > 0 ? place(a.page) - place(b.page) : 0))
    .map(({ page }) => page);
}

const place = ({ order }: RankedPage) => order ?? Number.MAX_SAFE_INTEGER;

/** Puts first the sections that have the words in a row most often, then those of which the index thinks most. */
export function rankSections<S extends RankedSection>(query: string, content: string, sections: readonly S[]): S[] {
  const phrase = phraseOf(query);
  const words = foldAccents(content).split(/\s+/);
  const starts = sections.map(({ start }) => start).sort((a, b) => a - b);
  const textOf = ({ start }: S) => {
    const end = starts.find((other) => other > start);
    return words.slice(start, end).join(" ");
  };
  return sections
    .map((section) => ({ section, times: count(phrase, textOf(section)) }))
    .sort((a, b) => b.times - a.times || b.section.score - a.section.score)
    .map(({ section }) => section);
}
