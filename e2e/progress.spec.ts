import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const chapterList = (page: Page) => page.getByRole("navigation", { name: "Capítulos del curso" });
const finished = (page: Page) => chapterList(page).getByRole("link", { name: /\(terminado\)$/ });

async function openProgress(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Tu progreso" }).last().click();
  const dialog = page.getByRole("dialog", { name: "Tu progreso" });
  await expect(dialog.getByText(/^\d+ de \d+$/)).toBeVisible();
  return dialog;
}

/** Chooses a file in the dialog as a reader does, with its button. */
async function importFile(page: Page, name: string, text: string): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Importar de un fichero" }).click();
  await (await choosing).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

test("a finished chapter has its tick in the list and on the home page, also after a reload", async ({ page }) => {
  await page.goto("./redes/");
  await expect(finished(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Marcar como terminado" }).click();
  await expect(page.getByText(/^Terminado el \d+ de \w+ de \d+\.$/)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Capítulo marcado como terminado." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Marcar como no terminado" })).toBeFocused();
  await expect(chapterList(page).getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
  await page.reload();
  await expect(chapterList(page).getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
  await expect(
    chapterList(page).getByRole("heading", { name: /^Unidad 6: Componer 1 de \d capítulos terminados/ }),
  ).toBeVisible();
  // Without a reload, the next page knows too.
  await page.getByRole("link", { name: "Dársena", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Aprende Docker" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
  await expect(page.getByText(/^1 de \d\d capítulos terminados$/)).toBeVisible();
  await page.getByRole("link", { name: "Read this page in English" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: "Networks (finished)" })).toBeVisible();
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Marcar como no terminado" }).click();
  await expect(finished(page)).toHaveCount(0);
});

test("another tab sees it at once", async ({ page, context }) => {
  await page.goto("./redes/");
  const other = await context.newPage();
  await other.goto("./docker-swarm/");
  await page.getByRole("button", { name: "Marcar como terminado" }).click();
  await expect(chapterList(other).getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
});

test("finishing is suggested when the last question is answered", async ({ page }) => {
  await page.goto("./redes/");
  const ids = await page
    .locator("darsena-exercise")
    .evaluateAll((found) => found.map((one) => `redes/${one.getAttribute("data-exercise")}`));
  const done = Object.fromEntries(ids.map((id) => [id, "2026-11-24T09:00:00.000Z"]));
  const kept = { version: 1, chapters: {}, exercises: done, questions: {} };
  await page.evaluate((text) => localStorage.setItem("darsena.progress", text), JSON.stringify(kept));
  await page.reload();
  const end = page.locator("darsena-chapter-end");
  const questions = page.locator("darsena-question");
  const count = await questions.count();
  await expect(end.getByText(`Preguntas acertadas: 0 de ${count}.`)).toBeVisible();
  for (const question of await questions.all()) {
    await expect(end.getByText("¿Das el capítulo por terminado?")).toHaveCount(0);
    await question.locator(".option[data-correct] input").check();
  }
  await expect(end.getByRole("status")).toContainText("¿Das el capítulo por terminado?");
  await expect(finished(page)).toHaveCount(0);
});

test("a question that was answered right shows its answer after a reload", async ({ page }) => {
  await page.goto("./redes/");
  const [first, second] = [page.locator("darsena-question").first(), page.locator("darsena-question").nth(1)];
  const right = first.locator(".option[data-correct]");
  await right.locator("input").check();
  await second.locator(".option:not([data-correct]) input").first().check();
  await page.reload();
  await expect(right.locator("input")).toBeChecked();
  await expect(right.locator(".option-why")).toBeVisible();
  await expect(second.locator("input:checked")).toHaveCount(0);
});

test("progress goes to another browser in a file", async ({ page, browser, rootUrl }, testInfo) => {
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Marcar como terminado" }).click();
  const dialog = await openProgress(page);
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Exportar a un fichero" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^darsena-progreso-\d{4}-\d\d-\d\d\.json$/);
  await expect(dialog.getByRole("status")).toContainText(download.suggestedFilename());
  const file = testInfo.outputPath("progress.json");
  await download.saveAs(file);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    version: 1,
    chapters: { redes: expect.stringMatching(/^\d{4}-/) },
    exercises: {},
    questions: {},
  });

  const elsewhere = await (await browser.newContext({ baseURL: rootUrl, locale: "es-ES" })).newPage();
  await elsewhere.goto("./docker-swarm/");
  await elsewhere.getByRole("button", { name: "Marcar como terminado" }).click();
  const there = await openProgress(elsewhere);
  await importFile(elsewhere, "mi-progreso.json", readFileSync(file, "utf8"));
  await expect(there.getByRole("status")).toHaveText(
    "Importado de mi-progreso.json. Nuevo aquí: capítulos, 1; ejercicios, 0; preguntas, 0.",
  );
  await expect(there.getByText(/^2 de \d+$/)).toBeVisible();
  await importFile(elsewhere, "mi-progreso.json", readFileSync(file, "utf8"));
  await expect(there.getByRole("status")).toContainText("no hay nada nuevo");
  await there.getByRole("button", { name: "Cerrar" }).click();
  await expect(chapterList(elsewhere).getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
  await expect(chapterList(elsewhere).getByRole("link", { name: "Docker Swarm (terminado)" })).toBeVisible();
  await elsewhere.context().close();
});

test("a file that is no progress changes nothing and says what to do", async ({ page }) => {
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Marcar como terminado" }).click();
  const dialog = await openProgress(page);
  const status = dialog.getByRole("status");
  await importFile(page, "roto.json", '{"version":1,"chapters":{"http":"2026-');
  await expect(status).toContainText("roto.json no se ha podido leer: está incompleto o no es JSON");
  await importFile(page, "package.json", '{"name":"otra-cosa","version":"0.1.0"}');
  await expect(status).toContainText("package.json no es un fichero de progreso de este curso");
  await importFile(page, "enorme.json", " ".repeat(2_000_000));
  await expect(status).toContainText("enorme.json no es un fichero de progreso");
  await importFile(page, "futuro.json", '{"version":2}');
  await expect(status).toContainText("Recarga la página");
  await expect(dialog.getByText(/^1 de \d+$/)).toBeVisible();
  await importFile(page, "medio.json", '{"version":1,"chapters":{"http":"2026-11-20","redes":"ayer"}}');
  await expect(status).toContainText("capítulos, 1;");
  await expect(status).toContainText("no han entrado: 1");
  await expect(dialog.getByText(/^2 de \d+$/)).toBeVisible();
});

test("with the keyboard alone one finishes a chapter and erases what is done", async ({ page }) => {
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Marcar como terminado" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Tu progreso" }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Tu progreso" });
  await expect(dialog.getByText(/^1 de \d+$/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Cerrar" })).toBeFocused();
  for (const name of ["Exportar a un fichero", "Importar de un fichero", "Borrar el progreso"]) {
    await page.keyboard.press("Tab");
    await expect(dialog.getByRole("button", { name })).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "No, dejarlo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Borrar el progreso" })).toBeFocused();
  await expect(dialog.getByText(/^1 de \d+$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("status")).toHaveText("Progreso borrado.");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Tu progreso" }).first()).toBeFocused();
  await expect(page.getByRole("button", { name: "Marcar como terminado" })).toBeVisible();
  await expect(finished(page)).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the progress dialog nor in a finished chapter, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("./redes/");
    await page.getByRole("button", { name: "Marcar como terminado" }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const dialog = await openProgress(page);
    await dialog.getByRole("button", { name: "Borrar el progreso" }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

test("a browser that keeps nothing says so and goes on", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.goto("./redes/");
  await page.getByRole("button", { name: "Marcar como terminado" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Este navegador no deja guardar datos" })).toBeVisible();
  await expect(chapterList(page).getByRole("link", { name: "Redes (terminado)" })).toBeVisible();
});
