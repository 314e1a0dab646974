import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { syllabusChapters } from "./syllabus.ts";

/** `content/syllabus.md`: from the notes of the 2018 course to the chapters. */
const ROWS = readFileSync("content/syllabus.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (---|section)/.test(line))
  .map((line) => {
    const [, section = "", slug = "", , commands = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { section, slug, commands: [...commands.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command) };
  });

test("each chapter of the course is in the table", () => {
  expect(ROWS.map(({ slug }) => slug).sort()).toEqual(syllabusChapters.map(({ slug }) => slug).sort());
});

describe.each(["es", "en"])("in %s", (locale) => {
  test.each(ROWS)("$slug teaches: $section", ({ slug, commands }) => {
    const text = readFileSync(`content/${locale}/${slug}.mdx`, "utf8").replaceAll("\\$", "$");
    expect(commands.filter((command) => !text.includes(command))).toEqual([]);
  });
});
