import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

async function titlesFor(page: Page, query: string): Promise<string[]> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox").fill(query);
  // Wait for this query's answer, not the one before it.
  await expect(dialog.getByRole("status")).toHaveText(/páginas?$|pages?$|^Nada|^Nothing/);
  await page.waitForFunction(
    (text) => document.querySelector<HTMLElement>("site-search")?.dataset.answered === text,
    query,
  );
  return dialog.locator(".search-result").allTextContents();
}

test("one finds the same chapters however one writes the word", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Buscar" }).click();
  const images = await titlesFor(page, "imágenes");
  expect(images).toContain("Imágenes y contenedores");
  expect(await titlesFor(page, "imagenes")).toEqual(images);
  expect(await titlesFor(page, "imagen")).toEqual(images);
  const networks = await titlesFor(page, "redes");
  expect(networks).toContain("Redes");
  expect(await titlesFor(page, "red")).toEqual(networks);
});

test("a command leads to the chapter that introduces it, and nonsense leads nowhere", async ({ page }) => {
  await page.goto("./");
  await page.keyboard.press("/");
  expect((await titlesFor(page, "docker run"))[0]).toBe("Imágenes y contenedores");
  expect((await titlesFor(page, "docker build"))[0]).toBe("Dockerfile: aislar un microservicio");
  expect(await titlesFor(page, "xyzzy")).toEqual([]);
});

test("results stay in the language of the page", async ({ page }) => {
  await page.goto("./en/");
  await page.keyboard.press("Control+k");
  expect(await titlesFor(page, "networks")).toContain("Networks");
  expect(await titlesFor(page, "containers")).toContain("Images and containers");
  for (const link of await page.getByRole("dialog").getByRole("link").all()) {
    expect(await link.getAttribute("href")).toContain("/en/");
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("link", { name: "Leer esta página en español" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await page.keyboard.press("/");
  expect(await titlesFor(page, "contenedores")).toContain("Imágenes y contenedores");
});

test("one goes to a result with the keyboard alone", async ({ page }) => {
  await page.goto("./");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await titlesFor(page, "swarm");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("dialog").getByRole("link").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Docker Swarm" })).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("nothing found is said, and nothing is loaded before the first search", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto("./", { waitUntil: "networkidle" });
  expect(loaded.filter((url) => url.includes("pagefind"))).toEqual([]);
  await page.keyboard.press("/");
  expect(await titlesFor(page, "ωμέγα")).toEqual([]);
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("«ωμέγα»");
});
