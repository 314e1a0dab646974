import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { locales } from "../i18n/locales.ts";

/** A drawing is this wide, in CSS pixels, on a phone of 390: less the page's margins and the frame's padding. */
const widthOnPhone = 316;
const smallestLetter = 15;

const content = join(import.meta.dirname, "../../content");
const slugs = readdirSync(join(content, "es"))
  .filter((name) => name.endsWith(".mdx"))
  .map((name) => name.slice(0, -".mdx".length));

interface Drawing {
  /** The attributes of `<Figure …>`. */
  readonly figure: string;
  /** The attributes of `<svg …>`. */
  readonly svg: string;
  /** Its width in units of its own. */
  readonly width: number;
  /** Every size of letter it names, in units of its own; the first is the whole drawing's. */
  readonly letters: readonly number[];
  /** Its boxes and lines, without the words. */
  readonly shapes: readonly string[];
}

const attribute = (attributes: string, name: string) =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]?.trim() ?? "";

function readDrawings(source: string): Drawing[] {
  return [...source.matchAll(/<Figure\b([^>]*)>([\s\S]*?)<\/Figure>/g)].map(([, figure = "", body = ""]) => {
    const svg = /<svg\b([^>]*)>/.exec(body)?.[1] ?? "";
    return {
      figure,
      svg,
      width: Number(attribute(svg, "viewBox").split(/\s+/)[2]),
      letters: [...body.matchAll(/\bfont-size="([^"]*)"/g)].map(([, size]) => Number(size)),
      shapes: body.match(/<(?:rect|path|circle|ellipse|line|poly\w+)\b[^>]*>/g) ?? [],
    };
  });
}

describe.each(slugs)("the drawings of %s", (slug) => {
  const [es = [], en = []] = locales.map((locale) =>
    readDrawings(readFileSync(join(content, locale, `${slug}.mdx`), "utf8")),
  );

  it("are the same in both languages", () => {
    expect(en.map(({ shapes }) => shapes)).toEqual(es.map(({ shapes }) => shapes));
  });

  it("have letters that can be read on a phone, and are no larger than those of the text on a wide screen", () => {
    for (const { figure, svg, width, letters } of [...es, ...en]) {
      expect(attribute(svg, "font-size"), svg).not.toBe("");
      expect((Math.min(...letters) * widthOnPhone) / width, svg).toBeGreaterThanOrEqual(smallestLetter);
      // Without it the drawing fills the column, and so would letters that suit a phone.
      expect(figure.split(/\s+/), svg).toContain("narrow");
    }
  });

  it("say what they show, to who sees them and to who does not", () => {
    for (const { figure, svg } of [...es, ...en]) {
      expect(attribute(svg, "role")).toBe("img");
      expect(attribute(svg, "aria-label"), svg).not.toBe("");
      // A caption is text: Markdown's marks would be shown as they are.
      expect(attribute(figure, "caption"), figure).toMatch(/^[^`*_[\]]+$/);
    }
  });
});
