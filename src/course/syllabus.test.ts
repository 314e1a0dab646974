import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { locales } from "../i18n/locales.ts";
import { findInSyllabus, syllabusChapters, units } from "./syllabus.ts";

it("has eight units and 34 chapters, numbered in order", () => {
  expect(units.map((unit) => unit.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(syllabusChapters.map((chapter) => chapter.order)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
});

it("gives each chapter its own address", () => {
  expect(new Set(syllabusChapters.map((chapter) => chapter.slug)).size).toBe(34);
  for (const { slug } of syllabusChapters) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

it("finds a chapter with its unit", () => {
  const found = findInSyllabus("redes");
  expect(found?.chapter.order).toBe(21);
  expect(found?.unit.number).toBe(6);
  expect(findInSyllabus("en")).toBeUndefined();
});

it.each(locales)("each of its chapters is written, and no other (%s)", (locale) => {
  const files = readdirSync(new URL(`../../content/${locale}`, import.meta.url)).filter((name) =>
    name.endsWith(".mdx"),
  );
  expect(files.map((name) => name.replace(/\.mdx$/, "")).sort()).toEqual(
    syllabusChapters.map(({ slug }) => slug).sort(),
  );
});
