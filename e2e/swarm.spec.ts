import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

const STACK = `version: '3'
services:
  data:
    image: jjmerelo/platzidata
    volumes:
      - data-vol:/data
  web:
    image: jjmerelo/platziws0
    ports:
      - "8001:80"
    volumes:
      - data-vol:/data
    deploy:
      replicas: 4
volumes:
  data-vol:
`;

test("three machines become a swarm, a stack runs on it, and its tasks leave a machine that is switched off", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const terminal = new TerminalPage(page);
  const on = async (host: string) => {
    await page.getByRole("tab", { name: host }).click();
    await terminal.atPrompt(host);
  };
  const running = async (node: string) => {
    await terminal.enter(`clear; docker service ps web_web -q -f node=${node} -f desired-state=running | wc -l`);
    await terminal.expectLine(/^\d+$/);
    return Number((await terminal.lines()).find((line) => /^\d+$/.test(line)));
  };

  await terminal.open();
  await terminal.enter("docker swarm init --advertise-addr 192.168.99.100");
  await terminal.expectLine(/^Swarm initialized/);
  await terminal.enter("clear; docker swarm join-token worker -q");
  await terminal.expectLine(/^SWMTKN-1-/);
  // A narrow terminal breaks the token in two rows.
  const rows = await terminal.lines();
  const first = rows.findIndex((row) => row.startsWith("SWMTKN"));
  const token = rows.slice(first, -1).join("");
  for (const worker of ["worker1", "worker2"]) {
    await on(worker);
    await terminal.enter(`docker swarm join --token ${token} 192.168.99.100:2377`);
    await terminal.expectLine("This node joined a swarm as a worker.");
  }

  await on("manager1");
  await terminal.enter(`clear; cat <<'FIN' > stack.yml\n${STACK}FIN`);
  await terminal.enter("docker stack deploy -c stack.yml --detach=true web");
  await terminal.expectLine("Creating service web_web");
  await expect.poll(() => running("worker1"), { timeout: 60_000, intervals: [1000] }).toBeGreaterThan(0);

  await on("worker1");
  await page.getByRole("button", { name: "Apagar worker1" }).click();
  await expect(page.getByRole("tab", { name: "worker1 apagada" })).toBeVisible();
  await terminal.expectLine(/^worker1 está apagado\. En cuanto se encienda/);
  await on("manager1");
  await expect.poll(() => running("worker1"), { timeout: 60_000, intervals: [1000] }).toBe(0);
  await terminal.enter("clear; docker node ls --format '{{.Hostname}} {{.Status}}'");
  await terminal.expectLine("worker1 Down");
  await expect
    .poll(async () => (await running("manager1")) + (await running("worker2")), { timeout: 60_000, intervals: [1000] })
    .toBe(4);
  await terminal.enter("clear; curl -s http://192.168.99.102:8001/status");
  await terminal.expectLine('{"status": "OK"}');

  await page.getByRole("tab", { name: "worker1" }).click();
  await page.getByRole("button", { name: "Encender worker1" }).click();
  await expect(page.getByRole("tab", { name: "worker1", exact: true })).toBeVisible();
  await on("manager1");
  await expect
    .poll(
      async () => {
        await terminal.enter("clear; docker node ls --format '{{.Hostname}} {{.Status}}'");
        return terminal.lines();
      },
      { timeout: 60_000, intervals: [1000] },
    )
    .toContain("worker1 Ready");
});
