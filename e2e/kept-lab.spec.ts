import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

const ELSEWHERE = "El laboratorio está abierto en otra pestaña, que es la que lo guarda";

test("a browser that forbids its storage opens the terminal all the same, and says that nothing is kept", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("docker network create sin-memoria");
  await terminal.expectLine(/^[0-9a-f]{40,}/);
  await expect(page.getByText("El navegador no deja guardar nada")).toBeVisible();
});

test("of two tabs one stores the lab; the other says so, and can be made the one", async ({ page, context }) => {
  const first = new TerminalPage(page);
  await first.open();
  const second = new TerminalPage(await context.newPage());
  await second.page.goto("./redes/");
  await second.atPrompt("manager1");
  await expect(second.page.getByText(ELSEWHERE)).toBeVisible();
  await expect(page.getByText(ELSEWHERE)).toBeHidden();
  await second.enter("docker network create segunda");
  await second.expectLine(/^[0-9a-f]{40,}/);

  await second.page.getByRole("button", { name: "Guardar el de esta" }).click();
  await expect(second.page.getByText(ELSEWHERE)).toBeHidden();
  await expect(page.getByText(ELSEWHERE)).toBeVisible();
  await page.close();
  await second.page.reload();
  await second.atPrompt("manager1");
  await expect(second.page.getByText(ELSEWHERE)).toBeHidden();
  await second.enter("docker network ls --format '{{.Name}}'");
  await second.expectLine("segunda");
});
