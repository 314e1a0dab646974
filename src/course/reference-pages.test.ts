import { expect, it } from "vitest";
import { referencePages } from "./reference-pages.ts";
import { since2018 } from "./since-2018.ts";
import { findInSyllabus } from "./syllabus.ts";
import { dateInWords, eras, milestone, timeline } from "./timeline.ts";

const validDate = /^(19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?$/;

it("has addresses that no chapter has", () => {
  const slugs = Object.values(referencePages).map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const slug of slugs) expect(findInSyllabus(slug), slug).toBeUndefined();
});

it("tells the timeline in order, each thing with a real date, a source and a chapter", () => {
  const dates = timeline.map(({ date }) => date);
  expect(new Set(timeline.map(({ id }) => id)).size).toBe(timeline.length);
  expect(dates[0]).toBe("1979");
  expect(dates.at(-1)).toMatch(/^2026/);
  const years = dates.map((date) => Number(date.slice(0, 4)));
  expect(years).toEqual([...years].sort((a, b) => a - b));
  const full = dates.filter((date) => date.length > 4);
  expect(full).toEqual([...full].sort());
  for (const { date, title, text, chapter, source } of timeline) {
    expect(date).toMatch(validDate);
    expect(Number.isNaN(Date.parse(date)), date).toBe(false);
    expect(findInSyllabus(chapter), title.es).toBeDefined();
    expect(source.url).toMatch(/^https?:\/\//);
    for (const words of [title, text]) for (const one of Object.values(words)) expect(one).toMatch(/\S/);
  }
});

it("puts every moment in one era", () => {
  expect(eras.flatMap(({ milestones }) => milestones)).toEqual(timeline);
});

it("says what each thing was and is, in both languages, with a chapter and a source", () => {
  const changes = since2018.flatMap((group) => group.changes);
  expect(changes.length).toBeGreaterThanOrEqual(20);
  const ids = [...since2018, ...changes].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, then, now, milestone: moment, chapter, source } of changes) {
    expect(then.es, id).not.toBe(then.en);
    expect(now.es, id).not.toBe(now.en);
    if (moment !== undefined) expect(milestone(moment).date >= "2018-05", id).toBe(true);
    expect(findInSyllabus(chapter), id).toBeDefined();
    expect(source.url).toMatch(/^https:\/\//);
  }
});

it("writes a date with as much of it as is known", () => {
  expect(dateInWords("es", "1979")).toBe("1979");
  expect(dateInWords("es", "2008-01")).toBe("enero de 2008");
  expect(dateInWords("es", "2013-03-20")).toBe("20 de marzo de 2013");
  expect(dateInWords("en", "2013-03-20")).toBe("20 March 2013");
  expect(() => dateInWords("en", "soon")).toThrow(RangeError);
});
