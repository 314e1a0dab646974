import { referencePages } from "../src/course/reference-pages.ts";
import { timeline } from "../src/course/timeline.ts";
import { expect, test } from "./fixtures.ts";

for (const { slug, title } of Object.values(referencePages)) {
  test(`${slug} is a step away from the home page and from a chapter, and keeps its place in the other language`, async ({
    page,
  }) => {
    await page.goto("./");
    await page.getByRole("main").getByRole("link", { name: title.es, exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: title.es })).toBeVisible();
    await page.getByRole("link", { name: "Read this page in English" }).click();
    await expect(page).toHaveURL(new RegExp(`/en/${slug}/$`));
    await expect(page.getByRole("heading", { level: 1, name: title.en })).toBeVisible();
    await page.goto("./redes/");
    const list = page.getByRole("navigation", { name: "Capítulos del curso" });
    await list.getByRole("link", { name: title.es, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: title.es })).toBeVisible();
    await expect(list.getByRole("link", { name: title.es, exact: true })).toHaveAttribute("aria-current", "page");
    await expect(page.locator(".site-footer").getByRole("link", { name: title.es, exact: true })).toBeVisible();
  });
}

test("the search finds a word of the glossary and leads to it", async ({ page }) => {
  await page.goto("./en/");
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill("Raft");
  await page.getByRole("dialog").locator('a[href$="/glosario/#raft"]').click();
  await expect(page.getByRole("heading", { level: 3, name: "Raft" })).toBeInViewport();
});

for (const locale of ["es", "en"] as const) {
  test(`the cheat sheet fits on two A4 pages: ${locale}`, async ({ page }) => {
    await page.goto(locale === "es" ? "./chuleta/" : "./en/chuleta/");
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
  });
}

test("the timeline is a list of dated moments", async ({ page }) => {
  await page.goto("./cronologia/");
  const times = page.locator("ol > li > time[datetime]");
  await expect(times).toHaveCount(timeline.length);
  await expect(times.first()).toHaveText("1979");
  await page.goto("./2018-hoy/");
  await page.getByRole("link", { name: "21 de mayo de 2018" }).click();
  await expect(page.getByRole("heading", { level: 3, name: "Cierra Docker Cloud" })).toBeInViewport();
});
