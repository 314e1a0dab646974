import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

test("an exercise looks at the lab, tells the wrong turn, and stays done", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  const exercise = page.getByRole("region", { name: "Dos redes y un contenedor en ambas" });
  const check = exercise.getByRole("button", { name: "Comprobar" });
  await check.click();
  await expect(exercise.getByRole("status")).toContainText("Todavía falta algo");
  await terminal.enter("docker network create frente && docker network create fondo");
  await terminal.enter("docker run -d -q --name base --network fondo alpine sleep 600");
  await terminal.enter("docker run -d -q --name web alpine sleep 600; echo listo");
  await terminal.expectLine("listo");
  await check.click();
  await expect(exercise.getByRole("status")).toContainText("web está también en bridge");
  await expect(exercise.getByRole("listitem").filter({ hasText: "conseguido" })).toHaveCount(2);
  await terminal.enter("clear; docker network connect frente web; docker network connect fondo web");
  await terminal.enter("docker network disconnect bridge web; echo hecho");
  await terminal.expectLine("hecho");
  await check.click();
  await expect(exercise.getByRole("status")).toContainText("Conseguido");
  await page.reload();
  await expect(exercise.getByText("hecho", { exact: true })).toBeVisible();
});

test("a question says why an answer is right or wrong", async ({ page }) => {
  await page.goto("./redes/");
  const question = page.getByRole("group", { name: /no se encuentran por nombre/ });
  await question.getByRole("radio", { name: "Porque no publican ningún puerto." }).check();
  await expect(question.getByText("Publicar abre un puerto de la máquina.")).toBeVisible();
  await question.getByRole("radio", { name: "Porque la red por defecto no resuelve nombres." }).check();
  await expect(question.getByText("Docker resuelve nombres en las redes que creas tú.")).toBeVisible();
  await expect(question.getByText("Publicar abre un puerto de la máquina.")).toBeHidden();
});
