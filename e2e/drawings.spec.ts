import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { sites } from "./sites.ts";

/** The pages of the built site that have a drawing, found when the tests start. */
function pagesWithDrawings(): string[] {
  return readdirSync(sites.root.directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .filter((file) => readFileSync(join(sites.root.directory, file), "utf8").includes('class="figure-drawing"'))
    .map((file) => `./${file.replaceAll("\\", "/").replace(/index\.html$/, "")}`)
    .sort();
}

/**
 * What is wrong with the words of the page's drawings: smaller than `smallest` pixels on the screen, out of the drawing,
 * or across the edge of a box.
 */
function faultsOfWords(smallest: number): string[] {
  const faults: string[] = [];
  for (const svg of document.querySelectorAll<SVGSVGElement>(".figure-drawing svg")) {
    const drawing = svg.viewBox.baseVal;
    const scale = svg.getBoundingClientRect().width / drawing.width;
    const boxes = [...svg.querySelectorAll("rect")].map((rect) => rect.getBBox());
    for (const text of svg.querySelectorAll("text")) {
      const size = Number.parseFloat(getComputedStyle(text).fontSize);
      const { x, y, width, height } = text.getBBox();
      // A line of text is taller than its letters: a quarter above them and a fifth below is empty.
      const word = { left: x, right: x + width, top: y + height / 4, bottom: y + (height * 4) / 5 };
      const within = ({ x, y, width, height }: DOMRectReadOnly | SVGRect) =>
        word.left >= x && word.right <= x + width && word.top >= y && word.bottom <= y + height;
      const apart = ({ x, y, width, height }: DOMRectReadOnly | SVGRect) =>
        word.right <= x || word.left >= x + width || word.bottom <= y || word.top >= y + height;
      const said = `«${text.textContent}»`;
      if (size * scale < smallest) faults.push(`${said} is ${(size * scale).toFixed(1)} px tall`);
      if (!within(drawing)) faults.push(`${said} leaves the drawing`);
      if (boxes.some((box) => !within(box) && !apart(box))) faults.push(`${said} crosses the edge of a box`);
    }
  }
  return faults;
}

for (const language of ["Spanish", "English"] as const) {
  test(`on a phone the words of the ${language} drawings are large and keep to their boxes`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width: 390, height: 844 });
    const paths = pagesWithDrawings().filter((path) => path.startsWith("./en/") === (language === "English"));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      await page.goto(path);
      await page.evaluate(() => document.fonts.ready);
      expect(await page.evaluate(faultsOfWords, 15), path).toEqual([]);
    }
  });
}
