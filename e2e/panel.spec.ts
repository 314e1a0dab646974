import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures.ts";

/** Once the terminal is ready it takes the focus. */
async function openTerminal(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Abrir la terminal" }).click();
  await expect(page.locator(".xterm-rows").first()).toContainText("root@manager1");
}

test("the panel opens, takes the size one gives it, and keeps it", async ({ page }) => {
  await page.goto("./http/");
  const panel = page.getByRole("region", { name: "Terminal" });
  await openTerminal(page);
  const separator = panel.getByRole("separator", { name: "Tamaño de la terminal" });
  await expect(separator).toHaveAttribute("aria-orientation", "vertical");
  const width = async () => (await panel.boundingBox())?.width ?? 0;

  const before = await width();
  await separator.press("ArrowLeft");
  await expect.poll(width).toBeGreaterThan(before);
  await separator.press("Home");
  const smallest = Number(await separator.getAttribute("aria-valuemin"));
  await expect.poll(width).toBe(smallest);
  await expect(separator).toHaveAttribute("aria-valuenow", String(smallest));

  const handle = await separator.boundingBox();
  await page.mouse.move((handle?.x ?? 0) + 3, 400);
  await page.mouse.down();
  await page.mouse.move((handle?.x ?? 0) - 150, 400, { steps: 5 });
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(smallest + 100);
  const chosen = await width();

  await page.getByRole("link", { name: "Siguiente" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API REST" })).toBeVisible();
  expect(await width()).toBe(chosen);
  await page.reload();
  await expect.poll(width).toBe(chosen);
});

test("one terminal lives on from page to page, with its styles", async ({ page }) => {
  await page.goto("./http/");
  await openTerminal(page);
  const styles = page.locator("head link[rel=stylesheet][href*=xterm]");
  await expect(styles).toHaveCount(1);
  // Marks vanish if the terminal is made anew.
  await styles.evaluate((link) => link.classList.add("same"));
  await page
    .locator(".xterm")
    .first()
    .evaluate((screen) => screen.classList.add("same"));
  await page.getByRole("link", { name: "Siguiente" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API REST" })).toBeVisible();
  await page.getByRole("link", { name: "Read this page in English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.waitForLoadState("networkidle");
  await expect(page.locator(".xterm.same")).toHaveCount(1);
  await expect(page.locator("head link.same[href*=xterm]")).toHaveCount(1);
  await expect(styles).toHaveCount(1);
});

test("the panel folds away and comes back", async ({ page }) => {
  await page.goto("./http/");
  const panel = page.getByRole("region", { name: "Terminal" });
  await openTerminal(page);
  await panel.getByRole("button", { name: "Plegar la terminal" }).click();
  await expect(panel.getByRole("separator")).toBeHidden();
  const open = page.getByRole("button", { name: "Abrir la terminal" });
  await expect(open).toBeFocused();
  expect((await page.locator("#playground").boundingBox())?.width).toBeLessThan(80);
  await page.reload();
  await expect(open).toBeVisible();
  await open.click();
  await expect(panel.getByRole("separator")).toBeVisible();
});

test("on a narrow screen the panel is at the bottom and grows upwards", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./http/");
  const panel = page.getByRole("region", { name: "Terminal" });
  await openTerminal(page);
  const separator = panel.getByRole("separator");
  await expect(separator).toHaveAttribute("aria-orientation", "horizontal");
  const box = async () => panel.boundingBox();
  const before = await box();
  expect((before?.y ?? 0) + (before?.height ?? 0)).toBeCloseTo(844, 0);
  await separator.press("ArrowUp");
  await expect.poll(async () => (await box())?.height).toBeGreaterThan(before?.height ?? 0);
  await page.getByRole("button", { name: "Plegar la terminal" }).click();
  await expect.poll(async () => (await box())?.height).toBeLessThan(80);
});
