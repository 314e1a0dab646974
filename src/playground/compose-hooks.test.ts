import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const FILE = `
services:
  web:
    image: busybox
    command: sleep 100
    stop_grace_period: 0s
    post_start: [{command: sh -c "echo $$WHO > /started; echo said", environment: {WHO: eva}}]
    pre_stop: [{command: sh -c "echo bye > /shared/stopped"}]
    volumes: ["./shared:/shared"]
`;

function labWith(compose: string) {
  const lab = new HeadlessLab();
  lab.writeFile("manager1", "compose.yaml", compose);
  return async (line: string, input: readonly string[] = []) =>
    (await lab.run("manager1", line, { input })).output
      .replace(/\x1b\[[\d;?]*[A-Za-z]|\x1b[78]/g, "")
      .replaceAll("\r", "");
}

describe("hooks of a service", () => {
  test("run after its containers have started and before they are stopped", async () => {
    const text = labWith(FILE);
    await text("docker compose up -d");
    expect(await text("docker compose exec web cat /started")).toBe("eva\n");
    expect(await text("ls shared")).toBe("");
    await text("docker compose down");
    expect(await text("cat shared/stopped")).toBe("bye\n");
  });

  test("are heard by whoever stays with up", async () => {
    expect(await labWith(FILE)("docker compose up", ["\x03"])).toMatch(/^web-1 -> +\| said$/m);
  });

  test("that fail are failures, and run in no dry run", async () => {
    const text = labWith(FILE.replace("echo said", "exit 3"));
    await text("docker compose --dry-run up -d");
    expect(await text("docker compose up -d; echo $?")).toContain("web hook exited with status 3\n1\n");
  });
});
