import { readdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { sites } from "./sites.ts";

/** Every page of the built site, found when the tests start. */
function pagePaths(): string[] {
  return readdirSync(sites.root.directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => `./${file.replaceAll("\\", "/").replace(/index\.html$/, "")}`)
    .sort();
}

/** What axe finds on a page; without frames it needs no second page to put its findings together. */
async function findings(page: Page, { except = [] }: { except?: readonly string[] } = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  for (const part of except) axe.exclude(part);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/**
 * A page takes axe some seconds, so no page is seen in all four ways: the Spanish ones by day on a laptop, the English
 * ones, which have the same parts, by night on a phone, and one of each kind in the two ways that are left. What a
 * command printed, a third of a page, looks the same everywhere: it is seen on the pages of each kind.
 */
const english = (path: string) => path.startsWith("./en/");
const oneOfEachKind = [
  "./",
  "./404.html",
  "./redes/",
  "./historia/",
  "./dockerfile/",
  "./glosario/",
  "./chuleta/",
  "./cronologia/",
  "./2018-hoy/",
];
const views = [
  { colorScheme: "light", width: 1440, of: "Spanish pages", pages: () => pagePaths().filter((path) => !english(path)) },
  { colorScheme: "dark", width: 390, of: "English pages", pages: () => pagePaths().filter(english) },
  { colorScheme: "dark", width: 1440, of: "pages of each kind", pages: () => oneOfEachKind },
  { colorScheme: "light", width: 390, of: "pages of each kind", pages: () => oneOfEachKind },
] as const;

for (const { colorScheme, width, of, pages } of views) {
  test(`axe finds nothing on the ${of}, ${colorScheme}, ${width} px`, async ({ page }) => {
    test.setTimeout(600_000);
    const paths = pages();
    const except = paths === oneOfEachKind ? [] : ["pre"];
    expect(paths.length).toBeGreaterThan(2);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of paths) {
      await page.goto(path);
      expect(await findings(page, { except }), path).toEqual([]);
    }
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing with the terminal open, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto("./redes/");
      await page.getByRole("button", { name: "Abrir la terminal" }).click();
      await expect(page.locator(".xterm-rows").first()).toContainText("root@manager1");
      expect(await findings(page)).toEqual([]);
    });
  }

  test(`axe finds nothing in the search dialog, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("./redes/");
    await page.keyboard.press("/");
    await page.getByRole("searchbox").fill("contenedor");
    await expect(page.getByRole("dialog").getByRole("link").first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}
