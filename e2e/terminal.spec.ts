import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

const PROMPT = "root@manager1:~/curso#";

test("opens, greets once, and answers what is typed", async ({ page }) => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.expectLine(/^Tres máquinas con Docker: manager1, worker1, worker2\./);
  await terminal.enter("echo hola");
  await terminal.expectLine("hola");
  await page.reload();
  await terminal.atPrompt("manager1");
  expect(await terminal.lines()).toEqual([PROMPT]);
  expect(faults).toEqual([]);
});

test("a Dockerfile is built in the browser", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("printf 'FROM alpine\\nRUN echo hola > /hola\\n' | docker build -q -t saludo -");
  await terminal.expectLine(/^sha256:/);
  await terminal.enter("docker run --rm saludo cat /hola");
  await terminal.expectLine("hola");
});

test("Tab completes, and a second Tab lists", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.type("docker netw");
  await terminal.press("Tab");
  await terminal.expectLast(`${PROMPT} docker network`);
  await terminal.press("Tab", "Tab");
  await terminal.expectLine(/^connect +\S+/);
  await terminal.expectLast(`${PROMPT} docker network`);
  await terminal.enter("ls");
  await terminal.expectLine(/^NETWORK ID +NAME +DRIVER +SCOPE$/);
});

test("what is not simulated says so in the reader's language", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("docker trust inspect web");
  await terminal.expectLine(/^Este laboratorio no simula «docker trust inspect»/);
  // A terminal that was open is open on the next page too.
  await page.goto("./en/redes/");
  await terminal.atPrompt("manager1");
  await terminal.enter("docker trust inspect web");
  await terminal.expectLine(/^This playground does not simulate "docker trust inspect"/);
});

test("Ctrl-C stops an endless loop and an endless output", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("while true; do :; done");
  await terminal.press("Control+c");
  await terminal.atPrompt("manager1");
  await terminal.enter("yes");
  await terminal.expectLine("y");
  await terminal.press("Control+c");
  await terminal.atPrompt("manager1");
  await terminal.enter("echo $?");
  await terminal.expectLine("130");
});

test("a paste of twenty lines runs them one after another", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const terminal = new TerminalPage(page);
  await terminal.open();
  await page.evaluate(() =>
    navigator.clipboard.writeText(Array.from({ length: 20 }, (_, i) => `echo $((${i} * 2))`).join("\n")),
  );
  await terminal.enter("clear");
  await terminal.press("Control+v");
  await terminal.expectLast(`${PROMPT} echo $((19 * 2))`);
  await terminal.press("Enter");
  await terminal.atPrompt("manager1");
  const answers = Array.from({ length: 20 }, (_, i) => [`${PROMPT} echo $((${i} * 2))`, String(i * 2)]).flat();
  const lines = await terminal.lines();
  expect(lines.slice(0, -1)).toEqual(answers.slice(1 - lines.length));
});

test("Ctrl-R finds an earlier command", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("echo aguja");
  await terminal.enter("echo pajar");
  await terminal.press("Control+r");
  await terminal.type("agu");
  await terminal.expectLast("(reverse-i-search)`agu': echo aguja");
  await terminal.press("Enter");
  await terminal.expectLine(`${PROMPT} echo aguja`);
  await terminal.atPrompt("manager1");
});

test("a hundred thousand lines come out whole, and the page answers meanwhile", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("seq 100000; echo fin");
  await page.getByRole("button", { name: "Empezar de cero" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Cancelar" }).click();
  await terminal.expectLine("fin");
  await terminal.expectLine("100000");
});

test("each host has its own terminal, and the tabs have their keys", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("echo en el manager");
  await page.getByRole("tab", { name: "manager1" }).focus();
  await terminal.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "worker1" })).toBeFocused();
  await terminal.atPrompt("worker1");
  await terminal.enter("hostname");
  await terminal.expectLine("worker1");
  await page.getByRole("tab", { name: "manager1" }).click();
  await terminal.expectLine("en el manager");
});

test("starting afresh asks first", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("echo guardado > nota");
  await page.getByRole("button", { name: "Empezar de cero" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancelar" }).click();
  await terminal.enter("cat nota");
  await terminal.expectLine("guardado");
  await page.getByRole("button", { name: "Empezar de cero" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Borrar y empezar de cero" }).click();
  await expect(page.getByText("Las tres máquinas están recién instaladas.")).toBeVisible();
  await terminal.atPrompt("manager1");
  await terminal.enter("cat nota");
  await terminal.expectLine("cat: nota: No such file or directory");
});

test("a session that has ended can be begun again", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("exit");
  await terminal.expectLast("La sesión ha terminado. Pulsa Intro para abrir otra.");
  await terminal.press("Enter");
  await terminal.atPrompt("manager1");
});

test("Run types a chapter's commands, each when the one before has ended", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("sleep 2");
  await page.getByRole("button", { name: "Ejecutar docker network ls", exact: true }).first().click();
  await expect(page.getByText("Espera a que acabe lo que se está ejecutando en manager1.")).toBeVisible();
  await terminal.expectLine(`${PROMPT} docker network ls`);
  await terminal.expectLine(/^NETWORK ID/);
  await expect(page.getByText("Espera a que acabe")).toBeHidden();
});

test("a command that waits can be called off", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("sleep 1000");
  await page.getByRole("button", { name: "Ejecutar docker network ls", exact: true }).first().click();
  await page.getByRole("button", { name: "No ejecutar" }).click();
  await terminal.focus();
  await terminal.press("Control+c");
  await terminal.atPrompt("manager1");
  await terminal.enter("echo nada");
  await terminal.expectLine("nada");
  expect((await terminal.lines()).join("\n")).not.toContain("NETWORK ID");
});

test("programs take the whole screen and give it back", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("seq 300 | less");
  await terminal.expectLine("1");
  await terminal.expectLast(":");
  await terminal.enter("/250");
  await terminal.expectLine("250");
  await terminal.press("q");
  await terminal.expectLast(PROMPT);
  await terminal.expectLine(`${PROMPT} seq 300 | less`);
  await terminal.enter("nano saludo");
  await terminal.expectLine(/GNU nano/);
  await terminal.type("hola desde nano");
  await terminal.press("Control+o", "Enter", "Control+x");
  await terminal.atPrompt("manager1");
  await terminal.enter("cat saludo");
  await terminal.expectLine("hola desde nano");
});

test("a container's shell has the line editor too, and Run for the host waits outside", async ({ page }) => {
  const terminal = new TerminalPage(page);
  await terminal.open();
  await terminal.enter("docker run -it --rm alpine");
  await terminal.expectLast(/^\/ #$/);
  await terminal.type("cat /etc/alpine-r");
  await terminal.press("Tab");
  await terminal.expectLast("/ # cat /etc/alpine-release");
  await terminal.press("Enter");
  await terminal.expectLine(/^3\.\d+\.\d+$/);
  await page.getByRole("button", { name: "Ejecutar docker network ls", exact: true }).first().click();
  await expect(page.getByText("Espera a que acabe")).toBeVisible();
  await terminal.enter("exit");
  await terminal.expectLine(/^NETWORK ID/);
});
