import data from "../../content/reference/timeline.json" with { type: "json" };
import type { Locale, Localized } from "../i18n/locales.ts";

/** Where something is written: a page's own title and its address. */
export interface Source {
  readonly name: string;
  readonly url: string;
}

/** Something that happened. */
interface Milestone {
  /** Its anchor on the page. */
  readonly id: string;
  /** "1979", "2008-01" or "2013-03-20": no more of the date than is sure. */
  readonly date: string;
  readonly title: Localized;
  /** A sentence or two; `code` in backticks. */
  readonly text: Localized;
  /** The chapter that tells more. */
  readonly chapter: string;
  readonly source: Source;
}

/** From the oldest to the newest. */
export const timeline: readonly Milestone[] = data;

/** A stretch of the timeline. */
interface Era {
  readonly id: string;
  readonly title: Localized;
  readonly milestones: readonly Milestone[];
}

/** Where each era begins; it ends where the next one does. */
const beginnings: readonly (Omit<Era, "milestones"> & { readonly from: string })[] = [
  { id: "before-docker", title: { es: "Antes de Docker", en: "Before Docker" }, from: "1979" },
  { id: "docker", title: { es: "Docker", en: "Docker" }, from: "2013-03" },
  { id: "after-the-course", title: { es: "Después del curso", en: "After the course" }, from: "2018-05" },
];

/** The timeline in its three stretches. */
export const eras: readonly Era[] = beginnings.map(({ id, title, from }, index) => {
  const until = beginnings[index + 1]?.from ?? "9999";
  return { id, title, milestones: timeline.filter(({ date }) => date >= from && date < until) };
});

/** @throws when the timeline has no such moment */
export function milestone(id: string): Milestone {
  const found = timeline.find((one) => one.id === id);
  if (!found) throw new Error(`content/reference/timeline.json has no "${id}"`);
  return found;
}

/**
 * A date as people of a language write it, with as much of it as is given.
 * @param date "1979", "2008-01" or "2013-03-20"
 * @throws RangeError when it is none of them
 */
export function dateInWords(locale: Locale, date: string): string {
  const parts = date.split("-").length;
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
  if (parts > 1) options.month = "long";
  if (parts > 2) options.day = "numeric";
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, options).format(new Date(date));
}
