import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { locales } from "../i18n/locales.ts";
import { findPlanned, plannedChapters, units } from "./syllabus.ts";

it("has eight units and 34 chapters, numbered in order", () => {
  expect(units.map((unit) => unit.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(plannedChapters.map((chapter) => chapter.order)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
});

it("gives each chapter its own address", () => {
  expect(new Set(plannedChapters.map((chapter) => chapter.slug)).size).toBe(34);
  for (const { slug } of plannedChapters) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

it("finds a chapter with its unit", () => {
  const found = findPlanned("redes");
  expect(found?.chapter.order).toBe(21);
  expect(found?.unit.number).toBe(6);
  expect(findPlanned("en")).toBeUndefined();
});

it("has every written chapter in both languages, under a planned name", () => {
  const written = locales.map((locale) =>
    readdirSync(new URL(`../../content/${locale}`, import.meta.url))
      .filter((name) => name.endsWith(".mdx"))
      .sort(),
  );
  expect(written[0]).toEqual(written[1]);
  for (const name of written[0] ?? []) expect(findPlanned(name.replace(/\.mdx$/, "")), name).toBeDefined();
});
