import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { completeServiceWorker } from "../scripts/offline-copy.ts";
import { serveSite } from "../scripts/serve.ts";
import { expect, test } from "./fixtures.ts";
import { type Site, sites } from "./sites.ts";
import { TerminalPage } from "./terminal-page.ts";

const ready = (page: Page) => page.getByText(/^Disponible sin conexión: .* MB en este navegador\)\.$/);

/** The connection is cut where nobody can fake it: the server goes away. */
function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}

const serve = (site: Site | { directory: string; base: string }) => serveSite({ ...site, port: 0 });

test.describe("after one visit", () => {
  test.use({ serviceWorkers: "allow" });

  test("a chapter never opened, the terminal, its tools and the search work without a server", async ({ page }) => {
    const { server, url } = await serve(sites.root);
    await page.goto(url);
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    stop(server);
    await page.goto(`${url}redes/`);
    await expect(page.getByRole("heading", { level: 1, name: "Redes" })).toBeVisible();
    await expect(ready(page)).toBeVisible();
    const terminal = new TerminalPage(page);
    await page.getByRole("button", { name: "Abrir la terminal" }).click();
    await terminal.atPrompt("manager1");
    await terminal.enter("docker run --rm alpine traceroute -m 1 127.0.0.1; docker compose version");
    await terminal.expectLine(/^traceroute to 127\.0\.0\.1/);
    await terminal.expectLine(/^Docker Compose version/);
    await page
      .getByRole("link", { name: "Buscar" })
      .or(page.getByRole("button", { name: "Buscar" }))
      .click();
    await page.getByRole("searchbox").fill("volúmenes");
    await page.getByRole("dialog").getByRole("link", { name: "Volúmenes", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Volúmenes" })).toBeVisible();
    await page.getByRole("link", { name: "Read this page in English" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Volumes" })).toBeVisible();
    await expect(page.getByText(/^Available offline: /)).toBeVisible();
  });

  test("under a path too, with and without the slash; what is not there has its page", async ({ page }) => {
    const { server, url } = await serve(sites.mounted);
    await page.goto(`${url}redes/`);
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    stop(server);
    await page.goto(`${url}docker-swarm`);
    await expect(page.getByRole("heading", { level: 1, name: "Docker Swarm" })).toBeVisible();
    expect(page.url()).toBe(`${url}docker-swarm/`);
    await page.goto(`${url}en/redes/index.html`);
    await expect(page.getByRole("heading", { level: 1, name: "Networks" })).toBeVisible();
    expect(page.url()).toBe(`${url}en/redes/`);
    const missing = await page.goto(`${url}nada/`);
    expect(missing?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Aquí no hay nada atracado" })).toBeVisible();
  });

  test("a new version comes with the next page; a page of the old one still finds its scripts", async ({
    page,
    context,
  }, testInfo) => {
    const directory = testInfo.outputPath("site");
    cpSync(sites.root.directory, directory, { recursive: true });
    const { server, url } = await serve({ directory, base: "/" });
    await page.goto(`${url}docker-swarm/`);
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });

    // Published anew: a page says something else, and a script of before is gone.
    const chapter = join(directory, "redes/index.html");
    writeFileSync(chapter, readFileSync(chapter, "utf8").replace(/(<h1[^>]*>)Redes</, "$1Redes, segunda edición<"));
    const dialogScript = readdirSync(join(directory, "_astro")).find((name) => name.startsWith("progress-dialog"));
    rmSync(join(directory, "_astro", dialogScript ?? ""));
    const worker = join(directory, "service-worker.js");
    writeFileSync(worker, readFileSync(worker, "utf8").replace(/^const siteFiles=.*\n/, ""));
    await completeServiceWorker(directory);

    await page.evaluate(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => document.body.classList.add("new-version"));
    });
    // Opening any page is what makes a browser look for a new version.
    const other = await context.newPage();
    await other.goto(url);
    await expect(page.locator("body.new-version")).toBeAttached({ timeout: 60_000 });
    await page.getByRole("button", { name: "Tu progreso" }).last().click();
    const dialog = page.getByRole("dialog", { name: "Tu progreso" });
    await expect(dialog.getByText(/^0 de \d+$/)).toBeVisible();
    await dialog.getByRole("button", { name: "Cerrar" }).click();
    stop(server);
    await page.getByRole("navigation", { name: "Capítulos del curso" }).getByRole("link", { name: "Redes" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Redes, segunda edición" })).toBeVisible();
    // It was loaded whole: nothing of the old page is left.
    await expect(page.locator("body.new-version")).toHaveCount(0);
  });

  test("a copy cut short is not called complete, and goes on at the next visit", async ({ page }, testInfo) => {
    const directory = testInfo.outputPath("site");
    cpSync(sites.root.directory, directory, { recursive: true });
    const lost = join(directory, "volumenes/index.html");
    const text = readFileSync(lost);
    rmSync(lost);
    const { server, url } = await serve({ directory, base: "/" });
    await page.goto(url);
    await expect(page.getByText(/^Todavía no está disponible sin conexión/)).toBeVisible({ timeout: 60_000 });
    writeFileSync(lost, text);
    await page.goto(url);
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    stop(server);
    await page.goto(`${url}volumenes/`);
    await expect(page.getByRole("heading", { level: 1, name: "Volúmenes" })).toBeVisible();
  });

  test("a reader who saves data is asked first", async ({ page, rootUrl }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "connection", { value: { saveData: true } });
    });
    await page.goto(rootUrl);
    const save = page.getByRole("button", { name: "Guardar el curso para usarlo sin conexión" });
    await expect(save).toBeVisible();
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await save.click();
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    await expect(save).toBeHidden();
  });
});

test("without a copy, a tool that cannot be fetched says so, and the shell goes on", async ({ page }) => {
  const { server, url } = await serve(sites.root);
  const terminal = new TerminalPage(page);
  await terminal.open(`${url}redes/`);
  const { port } = new URL(url);
  stop(server);
  await terminal.enter("echo uno | sed s/uno/dos/");
  await terminal.expectLine(/^sed: no se ha podido descargar esta parte del laboratorio/);
  await terminal.enter("echo sigue $?");
  await terminal.expectLine("sigue 126");
  const back = await serveSite({ ...sites.root, port: Number(port) });
  await terminal.enter("echo uno | sed s/uno/tres/");
  await terminal.expectLine("tres");
  stop(back.server);
});
