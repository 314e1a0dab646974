import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

test("a reader goes the whole way: reads, runs every command of a chapter, types, changes language, comes back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto("./");
  await page.getByRole("link", { name: "Redes", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Redes" })).toBeVisible();

  // Solutions are folded: a reader who runs everything opens them.
  for (const summary of await page.locator("main summary").all()) await summary.click();
  const buttons = page.getByRole("button", { name: /^Ejecutar/ });
  const count = await buttons.count();
  expect(count).toBeGreaterThan(8);
  for (let i = 0; i < count; i++) await buttons.nth(i).click();

  // Each waits for the one before: the last command's answer is the end of all.
  const terminal = new TerminalPage(page);
  await expect
    .poll(async () => (await terminal.lines()).join("\n"), { timeout: 200_000 })
    .toContain("ping: bad address 'base'");
  await terminal.atPrompt("manager1");

  await terminal.enter("clear");
  await terminal.type("docker network inspect -f '{{.Name}}' fren");
  await terminal.press("Tab", "Enter");
  await terminal.expectLine("frente");

  await page.getByRole("link", { name: "English" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Networks" })).toBeVisible();
  await terminal.expectLine("frente");

  await page.reload();
  await terminal.atPrompt("manager1");
  await terminal.enter("docker ps --format '{{.Names}} {{.State}}'");
  await terminal.expectLine("web running");
  await terminal.expectLine("base running");
  await terminal.enter("docker exec web ping -c 1 base | head -1");
  await terminal.expectLine(/^PING base \(172\.\d+\.0\.\d+\)/);
});
