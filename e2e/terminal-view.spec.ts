import AxeBuilder from "@axe-core/playwright";
import { devices } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

test("Escape and then Tab leave the terminal, and what is typed afterwards is whole", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.type("ec");
  await terminal.press("Escape", "Tab");
  await expect(page.getByRole("button", { name: "Apagar manager1" })).toBeFocused();
  await terminal.press("Shift+Tab");
  await page.keyboard.type("ho dentro\n");
  await terminal.expectLine("dentro");
});

test("Ctrl-C copies what is selected, and else interrupts", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("clear");
  await terminal.enter("echo copiame");
  await terminal.expectLine("copiame");
  const row = await terminal.screen.locator("> div").nth(1).boundingBox();
  if (!row) throw new Error("no row to select");
  await page.mouse.dblclick(row.x + 10, row.y + row.height / 2);
  await terminal.type("sin enviar");
  await page.mouse.dblclick(row.x + 10, row.y + row.height / 2);
  await terminal.press("Control+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("copiame");
  await terminal.expectLast(/# sin enviar$/);
  await terminal.press("Control+c");
  await terminal.expectLine(/# sin enviar\^C$/);
});

test("the session can be read and copied as text", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("seq 200");
  await terminal.expectLine("200");
  await page.getByRole("button", { name: "Transcripción" }).click();
  const dialog = page.getByRole("dialog", { name: "Transcripción de manager1" });
  await expect(dialog.getByRole("textbox")).toHaveValue(/# seq 200\n1\n2\n3\n/);
  await dialog.getByRole("button", { name: "Copiar todo" }).click();
  await expect(dialog.getByText("Copiado")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("\n199\n200\n");
  await terminal.press("Escape");
  await expect(dialog).toBeHidden();
});

test("with the screen reader's mode on, output is said once, when it has stopped changing", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  const mode = page.getByRole("button", { name: "Lector de pantalla" });
  await mode.click();
  await expect(mode).toHaveAttribute("aria-pressed", "true");
  const spoken = page.locator(".terminal-host:not([hidden]) [aria-live='polite']");
  await spoken.evaluate((region) => {
    new MutationObserver(() => {
      region.setAttribute("data-times", String(Number(region.getAttribute("data-times") ?? 0) + 1));
    }).observe(region, { childList: true });
  });
  await terminal.enter("for i in 1 2 3 4 5; do printf '\\r%s0%%' $i; sleep 0.1; done; echo");
  await expect(spoken).toContainText("50%");
  await expect(spoken).not.toContainText("40%");
  await expect(spoken).toHaveAttribute("data-times", "1");
  await expect(page.locator(".terminal-host:not([hidden]) .live-region")).toHaveAttribute("aria-live", "off");
  await page.reload();
  await expect(mode).toHaveAttribute("aria-pressed", "true");
});

test("with the screen reader's mode on, a program that takes the screen is read when it opens", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await page.getByRole("button", { name: "Lector de pantalla" }).click();
  const spoken = page.locator(".terminal-host:not([hidden]) [aria-live='polite']");
  await terminal.enter("nano nota.txt");
  await expect(spoken).toContainText(/GNU nano.*nota\.txt/);
  await expect(spoken).toContainText("New File");
  await expect(spoken).toContainText("Exit");
  await terminal.press("Control+x");
  await expect(spoken).toHaveText(/^root@manager1:\S+#$/);
});

test("the size of the letters is kept, and changes how much fits", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  const rows = () => terminal.screen.locator("> div").count();
  const before = await rows();
  for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Letra más grande" }).click();
  await expect.poll(rows).toBeLessThan(before);
  const larger = await rows();
  await page.reload();
  await terminal.atPrompt("manager1");
  expect(await rows()).toBe(larger);
});

test("follows the page's theme and language, and keeps what it shows", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("echo sigue aquí");
  await terminal.expectLine("sigue aquí");
  const paper = () =>
    page.locator(".xterm-scrollable-element").evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await paper();
  await page.getByRole("combobox", { name: "Tema" }).selectOption("Oscuro");
  await expect.poll(paper).not.toBe(light);
  await page.getByRole("link", { name: "Read this page in English" }).click();
  await expect(page.getByRole("button", { name: "Start afresh" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Terminal of manager1" })).toBeAttached();
  await terminal.expectLine("sigue aquí");
});

test("rows and columns follow the panel, and programs know", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  const columns = async () => {
    await terminal.enter("clear; echo $COLUMNS columnas");
    await terminal.expectLine(/^\d+ columnas$/);
    return Number.parseInt((await terminal.lines()).find((line) => /^\d+ columnas$/.test(line)) ?? "", 10);
  };
  const before = await columns();
  expect(before).toBeGreaterThan(20);
  await page.setViewportSize({ width: 1900, height: 900 });
  await expect.poll(columns).toBeGreaterThan(before);
});

for (const theme of ["Claro", "Oscuro"]) {
  test(`axe finds nothing in an open terminal (${theme})`, async ({ page }) => {
    test.setTimeout(120_000);
    const terminal = new TerminalPage(page);
    await terminal.open();
    await page.getByRole("combobox", { name: "Tema" }).selectOption(theme);
    await terminal.enter("docker network ls; ls --color /");
    await terminal.expectLine(/^NETWORK ID/);
    for (const open of [undefined, "Transcripción", "Empezar de cero"]) {
      if (open !== undefined) await page.getByRole("button", { name: open }).click();
      const { violations } = await new AxeBuilder({ page }).include("#playground").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      if (open !== undefined) await page.keyboard.press("Escape");
    }
  });
}

test.describe("on a phone", () => {
  const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];
  test.use(phone);

  test("commands are written in a line of their own, with the keys that are missing", async ({ page }) => {
    const terminal = new TerminalPage(page);
    await terminal.open();
    const line = page.getByRole("textbox", { name: "Orden para manager1" });
    await line.fill("docker netw");
    await page.getByRole("button", { name: "Tabulador: completar" }).tap();
    await expect(line).toHaveValue("");
    await terminal.expectLast(/docker network$/);
    await line.fill("ls");
    await page.getByRole("button", { name: "Enviar" }).tap();
    await terminal.expectLine(/NETWORK ID/);
    await page.getByRole("button", { name: "Flecha arriba: orden anterior" }).tap();
    await terminal.expectLast(/docker network ls$/);
    await page.getByRole("button", { name: "Control C: interrumpir" }).tap();
    await terminal.expectLine(/docker network ls\^C$/);
    await terminal.atPrompt("manager1");
  });

  test("nano writes a file and is left, with the keys that are offered", async ({ page }) => {
    const terminal = new TerminalPage(page);
    await terminal.open();
    const line = page.getByRole("textbox", { name: "Orden para manager1" });
    const send = page.getByRole("button", { name: "Enviar" });
    const control = page.getByRole("button", { name: /^Control, con la letra/ });
    await line.fill("nano nota.txt");
    await send.tap();
    await terminal.expectLine(/GNU nano/);
    await line.fill("hola desde el teléfono");
    await send.tap();
    await control.tap();
    await expect(control).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.type("x");
    await expect(control).toHaveAttribute("aria-pressed", "false");
    await expect(line).toHaveValue("");
    await terminal.expectLine(/Save modified buffer/);
    await line.fill("y");
    await send.tap();
    await terminal.atPrompt("manager1");
    await line.fill("cat nota.txt");
    await send.tap();
    await terminal.expectLine("hola desde el teléfono");
  });

  test("on its side it shows at least eight rows, and upright all keys in one row", async ({ page, viewport }) => {
    const terminal = new TerminalPage(page);
    await terminal.open();
    const keys = page.getByRole("group", { name: "Teclas" }).getByRole("button");
    const tops = () => keys.evaluateAll((all) => new Set(all.map((key) => key.getBoundingClientRect().top)).size);
    expect(await tops()).toBe(1);
    await page.setViewportSize({ width: viewport?.height ?? 0, height: viewport?.width ?? 0 });
    await expect.poll(() => terminal.screen.locator("> div").count()).toBeGreaterThanOrEqual(8);
    expect(await tops()).toBe(1);
    await page.getByRole("button", { name: "Plegar la terminal" }).tap();
    await expect(terminal.screen).toBeHidden();
  });

  test("nothing is wider than the screen", async ({ page }) => {
    await new TerminalPage(page).open();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
