import { gzipSync } from "node:zlib";
import { syllabusChapters } from "../src/course/syllabus.ts";
import { expect, test } from "./fixtures.ts";

test("the home page says what this is and starts the first lesson", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Aprende Docker escribiendo Docker");
  await expect(page.getByRole("heading", { level: 3 })).toHaveCount(8);
  await page.getByRole("link", { name: "Empezar la primera lección" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Contenedores y DevOps" })).toBeVisible();
});

test("the chapter list has the eight units, leads to every chapter", async ({ page }) => {
  await page.goto("./redes/");
  const list = page.getByRole("navigation", { name: "Capítulos del curso" });
  await expect(list.getByRole("heading", { level: 2 })).toHaveCount(8);
  await expect(list.getByRole("link", { name: "Redes", exact: true })).toHaveAttribute("aria-current", "page");
  for (const { slug } of syllabusChapters) await expect(list.locator(`a[href$="/${slug}/"]`), slug).toHaveCount(1);
});

test("on a phone the chapter list is a drawer", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./redes/");
  const list = page.getByRole("navigation", { name: "Capítulos del curso" });
  await expect(list).toBeHidden();
  await page.getByRole("button", { name: "Capítulos" }).click();
  await list.getByRole("link", { name: "Docker Swarm" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Docker Swarm" })).toBeVisible();
  await expect(list).toBeHidden();
});

test("no page is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of [
    "./",
    "./imagenes-y-contenedores/",
    "./redes/",
    "./docker-swarm/",
    "./en/redes/",
    "./glosario/",
    "./chuleta/",
    "./cronologia/",
    "./en/2018-hoy/",
  ]) {
    await page.goto(path);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});

test("Copy takes the commands without prompts or outputs", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("./redes/");
  await page
    .getByRole("button", { name: /^Copiar docker network ls/ })
    .first()
    .click();
  await expect(page.getByText("Copiado").first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^docker network ls/);
  expect(copied).not.toContain("NETWORK ID");
  expect(copied).not.toContain("$ ");
});

test("the theme follows the system until the reader chooses, and the choice stays", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("./docker-swarm/");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await paper();
  const theme = page.getByRole("combobox", { name: "Tema" });
  await expect(theme).toHaveValue("system");
  await theme.selectOption("Claro");
  expect(await paper()).not.toBe(dark);
  await page.getByRole("link", { name: "Siguiente" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A dónde ir desde aquí" })).toBeVisible();
  await expect(theme).toHaveValue("light");
  expect(await paper()).not.toBe(dark);
  await page.reload();
  await expect(theme).toHaveValue("light");
  expect(await paper()).not.toBe(dark);
  await theme.selectOption("Sistema");
  expect(await paper()).toBe(dark);
});

test("a chapter costs at most 15 kB of JavaScript before the terminal opens", async ({ page }) => {
  const scripts = new Map<string, number>();
  page.on("response", async (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.set(response.url(), gzipSync(await response.body(), { level: 9 }).length);
  });
  await page.goto("./redes/", { waitUntil: "networkidle" });
  const inline = await page.locator("script:not([src])").allTextContents();
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0) + gzipSync(inline.join("\n")).length;
  expect(scripts.size).toBeGreaterThan(0);
  expect(total, JSON.stringify([...scripts])).toBeLessThanOrEqual(15_000);
});

test("nothing is asked of another origin", async ({ page, rootUrl }) => {
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(rootUrl).origin && protocol !== "data:" && protocol !== "blob:")
      elsewhere.push(request.url());
  });
  for (const path of ["./", "./imagenes-y-contenedores/", "./redes/", "./en/docker-swarm/", "./nada/"]) {
    await page.goto(path, { waitUntil: "networkidle" });
  }
  await page.goto("./redes/");
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill("contenedor");
  await expect(page.getByRole("dialog").getByRole("link").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Ejecutar/ })
    .first()
    .click();
  await page.waitForLoadState("networkidle");
  expect(elsewhere).toEqual([]);
});

test("the policy of each page lets its own scripts run and nothing else", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  page.on("pageerror", (error) => refused.push(error.message));
  await page.goto("./");
  await page.getByRole("link", { name: "Empezar la primera lección" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Contenedores y DevOps" })).toBeVisible();
  await page.getByRole("link", { name: "Siguiente" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Herramientas para el curso" })).toBeVisible();
  expect(refused).toEqual([]);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'injected'";
    document.head.append(script);
  });
  expect(await page.title()).not.toBe("injected");
});
