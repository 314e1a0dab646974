import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

test("a stored lab that cannot be read gives a fresh one, and the page says so", async ({ page }) => {
  await page.goto("./redes/");
  await page.evaluate(() => localStorage.setItem("darsena:lab", '{"version":1'));
  const terminal = new TerminalPage(page);
  await terminal.open();
  await expect(page.getByText(/no se puede leer, así que las máquinas están recién instaladas/).first()).toBeVisible();
  await terminal.enter("docker network create otra-vez");
  await terminal.expectLine(/^[0-9a-f]{40,}/);
});
