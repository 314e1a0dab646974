import { expect, test } from "./fixtures.ts";

test.use({ javaScriptEnabled: false });

test("a chapter is complete: text, commands, recorded outputs", async ({ page }) => {
  await page.goto("./redes/");
  await expect(page.getByRole("heading", { level: 1, name: "Redes" })).toBeVisible();
  await expect(page.locator(".code-command").filter({ hasText: "docker network ls" }).first()).toBeVisible();
  await expect(page.locator(".code-output").filter({ hasText: "NETWORK ID" }).first()).toBeVisible();
  await expect(page.getByText("La terminal necesita JavaScript", { exact: false })).toBeVisible();
});

test("nothing is offered that needs a script", async ({ page }) => {
  for (const path of ["./", "./redes/"]) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: /Copiar|Ejecutar|Buscar|Abrir la terminal/ })).toHaveCount(0);
    await expect(page.getByRole("combobox")).toHaveCount(0);
  }
});

test("one gets everywhere", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("link", { name: "Empezar la primera lección" }).click();
  await expect(page).toHaveURL(/\/contenedores-y-devops\/$/);
  await page.getByRole("link", { name: "Siguiente" }).click();
  await expect(page).toHaveURL(/\/herramientas\/$/);
  await page
    .getByRole("navigation", { name: "Capítulos del curso" })
    .getByRole("link", { name: "Docker Swarm" })
    .click();
  await expect(page).toHaveURL(/\/docker-swarm\/$/);
  await page.getByRole("link", { name: "Read this page in English" }).click();
  await expect(page).toHaveURL(/\/en\/docker-swarm\/$/);
});

test("the chapter list opens on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Capítulos" }).click();
  await page.getByRole("link", { name: "Imágenes y contenedores" }).first().click();
  await expect(page).toHaveURL(/\/imagenes-y-contenedores\/$/);
});
