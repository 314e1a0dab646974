import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { locales } from "../i18n/locales.ts";
import { glossaries, glossaryEntry, lettersOf } from "./glossary.ts";
import { findInSyllabus } from "./syllabus.ts";

const content = join(import.meta.dirname, "../../content");
const chapterFiles = readdirSync(join(content, "es")).filter((name) => name.endsWith(".mdx"));
const read = (locale: string, file: string) => readFileSync(join(content, locale, file), "utf8");
const termIds = (source: string) => [...source.matchAll(/<Term id="([^"]*)"/g)].map(([, id = ""]) => id);

it("has the same words in both languages, taught in the same chapters of the syllabus", () => {
  expect(Object.keys(glossaries.en)).toEqual(Object.keys(glossaries.es));
  expect(Object.keys(glossaries.es).length).toBeGreaterThanOrEqual(60);
  for (const [id, { chapter }] of Object.entries(glossaries.es)) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(findInSyllabus(chapter), id).toBeDefined();
    expect(glossaryEntry("en", id).chapter, id).toBe(chapter);
  }
});

it.each(locales)("says each word once, in a sentence or two: %s", (locale) => {
  const entries = Object.entries(glossaries[locale]);
  expect(new Set(entries.map(([, { term }]) => term)).size).toBe(entries.length);
  for (const [id, { meaning }] of entries) {
    expect(meaning, id).toMatch(/\.$/);
    expect(meaning.length, id).toBeLessThan(260);
  }
});

it.each(chapterFiles)("knows every word %s links to, once each and the same in both languages", (file) => {
  const used = termIds(read("es", file));
  expect(used.filter((id) => !Object.hasOwn(glossaries.es, id))).toEqual([]);
  expect(new Set(used).size).toBe(used.length);
  expect(termIds(read("en", file)).sort()).toEqual(used.sort());
});

it("links no word from a heading, a command or another link", () => {
  for (const locale of locales) {
    for (const file of chapterFiles) {
      const misplaced = read(locale, file).match(/^#.*<Term.*$|^\$ .*<Term.*$|\[[^\]\n]*<Term[^\]\n]*\]\(/gm);
      expect(misplaced ?? [], `${locale}/${file}`).toEqual([]);
    }
  }
});

it("throws for a word it does not have", () => {
  expect(() => glossaryEntry("es", "barco")).toThrow('content/glossary/es.json has no term "barco"');
});

it("stands in the order of a dictionary, each word under its letter", () => {
  for (const locale of locales) {
    const letters = lettersOf(locale);
    expect(letters.map(({ letter }) => letter)).toEqual([...letters.map(({ letter }) => letter)].sort());
    expect(letters.flatMap(({ entries }) => entries).length).toBe(Object.keys(glossaries[locale]).length);
  }
  const under = (letter: string) => lettersOf("es").find((one) => one.letter === letter)?.entries ?? [];
  expect(under("D").map(({ id }) => id)).toContain("dockerignore");
  expect(under("I").map(({ term }) => term)).toContain("imagen");
});
