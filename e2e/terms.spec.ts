import { AxeBuilder } from "@axe-core/playwright";
import { devices, type Locator, type Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const preview = (page: Page) => page.locator("#term-preview");

/** Scrolling puts a preview away, also the scrolling that brings a word into view: then the pointer comes again. */
async function hoverUntilShown(page: Page, term: Locator): Promise<void> {
  await expect(async () => {
    await page.mouse.move(2, 400);
    await term.hover();
    await expect(preview(page)).toBeVisible({ timeout: 500 });
  }).toPass();
}

test("the pointer brings up a word's meaning, may move onto it, and Escape puts it away", async ({ page }) => {
  await page.goto("./docker-swarm/");
  const term = page.locator("a.term[href$='#join-token']");
  await hoverUntilShown(page, term);
  await expect(preview(page)).toContainText("token de unión");
  const box = await preview(page).boundingBox();
  if (!box) throw new Error("the preview has no place");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  // Longer than it waits for a pointer that has left.
  await page.waitForTimeout(500);
  await expect(preview(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(preview(page)).toBeHidden();
  await hoverUntilShown(page, term);
  await page.mouse.move(2, 400);
  await expect(preview(page)).toBeHidden();
});

test("the keyboard brings it up too, and Enter leads to the glossary", async ({ page }) => {
  await page.goto("./en/redes/");
  const terms = page.locator("a.term");
  await terms.first().focus();
  await page.keyboard.press("Shift+Tab");
  await expect(preview(page)).toBeHidden();
  await page.keyboard.press("Tab");
  await expect(terms.first()).toBeFocused();
  await expect(preview(page)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/glosario\/#network$/);
  await expect(page.getByRole("heading", { level: 3, name: "network", exact: true })).toBeInViewport();
  await expect(preview(page)).toBeHidden();
});

test("a screen reader has the meaning as the link's description, script or not", async ({ page }) => {
  await page.goto("./redes/");
  await expect(page.locator("a.term[href$='#network']")).toHaveAccessibleDescription(/^Un conmutador virtual/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing with a preview open, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("./docker-swarm/");
    await page.locator("a.term").first().hover();
    await expect(preview(page)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  });
}

test("no preview is cut off by the edge of a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./docker-stack-deploy/");
  for (const term of await page.locator("a.term").all()) {
    // Scrolling puts a preview away, and its last event may come after the pointer.
    await expect(async () => {
      await page.mouse.move(0, 0);
      await term.hover();
      await expect(preview(page)).toBeVisible({ timeout: 1000 });
    }).toPass();
    const box = await preview(page).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y >= 0, await term.innerText()).toBe(true);
  }
});

test.describe("with a finger", () => {
  const { viewport, hasTouch, isMobile } = devices["Pixel 7"];
  test.use({ viewport, hasTouch, isMobile });

  test("the first tap shows the meaning, the second leads to the glossary, one elsewhere puts it away", async ({
    page,
  }) => {
    await page.goto("./redes/");
    const term = page.locator("a.term[href$='#network']");
    await term.tap();
    await expect(preview(page)).toContainText("Toca otra vez para ir al glosario.");
    await expect(page).toHaveURL(/\/redes\/$/);
    await page.getByRole("heading", { level: 1 }).tap();
    await expect(preview(page)).toBeHidden();
    await term.tap();
    await expect(preview(page)).toBeVisible();
    await term.tap();
    await expect(page).toHaveURL(/\/glosario\/#network$/);
  });
});
