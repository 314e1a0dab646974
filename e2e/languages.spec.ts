import { expect, test } from "./fixtures.ts";

test("the language switch keeps the chapter, there and back", async ({ page }) => {
  await page.goto("./redes/");
  await page.getByRole("link", { name: "Read this page in English" }).click();
  await expect(page).toHaveURL(/\/en\/redes\/$/);
  await expect(page.getByRole("heading", { level: 1, name: "Networks" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("region", { name: "Terminal" }).getByRole("button")).toHaveText(/Open the terminal/);
  await page.getByRole("link", { name: "Leer esta página en español" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Redes" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Terminal" }).getByRole("button")).toHaveText(/Abrir la terminal/);
});

test("each page names its pair in the other language", async ({ page }) => {
  for (const path of ["./", "./redes/", "./en/redes/"]) {
    await page.goto(path);
    const pairs = await page
      .locator("link[rel=alternate][hreflang]")
      .evaluateAll((links) => links.map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")]));
    expect(pairs.map(([language]) => language)).toEqual(["es", "en", "x-default"]);
    for (const [, href] of pairs) expect((await page.request.get(href ?? "")).status()).toBe(200);
  }
});

test("what is missing is said in both languages", async ({ page }) => {
  const response = await page.goto("./no-existe/");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Aquí no hay nada atracado" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the home page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Learn Docker by typing Docker" })).toBeVisible();
});

for (const place of ["root", "mounted"] as const) {
  test(`every step works with the site at its ${place} address`, async ({ page, rootUrl, mountedUrl }) => {
    const start = place === "root" ? rootUrl : mountedUrl;
    const missing: string[] = [];
    page.on("response", (response) => {
      if (response.status() >= 400) missing.push(response.url());
    });
    await page.goto(start);
    await page.getByRole("link", { name: "Empezar la primera lección" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Contenedores y DevOps" })).toBeVisible();
    await page.getByRole("link", { name: "Siguiente" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Herramientas para el curso" })).toBeVisible();
    await page.getByRole("link", { name: "Read this page in English" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Tools for the course" })).toBeVisible();
    await page.getByRole("navigation", { name: "Course chapters" }).getByRole("link", { name: "Docker Swarm" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Docker Swarm" })).toBeVisible();
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("searchbox").fill("networks");
    await page.getByRole("dialog").getByRole("link", { name: "Networks" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Networks" })).toBeVisible();
    expect(page.url()).toContain(`${start}en/redes/`);
    await page.reload();
    await page.getByRole("link", { name: "Dársena" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Learn Docker by typing Docker" })).toBeVisible();
    expect(page.url()).toBe(`${start}en/`);
    expect(missing).toEqual([]);
  });
}
