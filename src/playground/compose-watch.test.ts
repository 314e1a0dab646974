import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const FILE = `
services:
  web:
    build: .
    command: sleep 1000
    stop_grace_period: 0s
    develop:
      watch:
        - {action: sync, path: ./site, target: /app/site, ignore: ["*.tmp"]}
        - {action: rebuild, path: Dockerfile}
  api:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    develop:
      watch:
        - {action: sync+restart, path: ./api, target: /api}
        - {action: sync+exec, path: ./conf, target: /conf, exec: {command: "touch /seen"}}
`;

async function labWith(compose: string) {
  const lab = new HeadlessLab();
  const files = {
    "compose.yaml": compose,
    Dockerfile: "FROM busybox\nCOPY site /app/site\n",
    "site/index.html": "one\n",
    "api/a.py": "a\n",
    "conf/app.ini": "x=1\n",
  };
  for (const [name, text] of Object.entries(files)) lab.writeFile("manager1", name, text);
  const text = async (line: string, input: readonly string[] = []) =>
    (await lab.run("manager1", line, { input })).output
      .replace(/\x1b\[[\d;?]*[A-Za-z]|\x1b[78]/g, "")
      .replaceAll("\r", "");
  return { lab, text };
}

describe("compose watch", () => {
  test("brings files, restarts, runs commands and rebuilds, as the rules say", async () => {
    const { lab, text } = await labWith(FILE);
    await text("docker compose up -d");
    await text("docker compose watch --no-up > w.log 2>&1 &");
    await lab.advance(2);
    expect(await text("cat w.log")).toBe("Watch enabled\n");
    await text("echo two > site/index.html; mkdir site/css; echo c > site/css/a.css; echo no > site/x.tmp");
    await lab.advance(3);
    expect(await text("cat w.log")).toBe('Watch enabled\nSyncing service "web" after 3 changes were detected\n');
    expect(await text("docker compose exec web cat /app/site/index.html /app/site/css/a.css")).toBe("two\nc\n");
    expect(await text("docker compose exec web ls /app/site")).not.toContain("x.tmp");
    await text("rm -r site/css");
    await lab.advance(3);
    expect(await text("docker compose exec web ls /app/site")).toBe("index.html\n");
    await text("echo b > api/b.py; echo y > conf/app.ini");
    await lab.advance(5);
    expect(await text("docker compose exec api ls /api /seen")).toContain("b.py");
    expect(await text("tail -2 w.log")).toBe(
      'Syncing service "api" after 2 changes were detected\nservice(s) ["api"] restarted\n',
    );
    await text("echo 'RUN echo hello > /hello' >> Dockerfile");
    await lab.advance(10);
    expect(await text("grep service w.log | tail -2")).toBe(
      'Rebuilding service(s) ["web"] after changes were detected...\nservice(s) ["web"] successfully built\n',
    );
    expect(await text("docker compose exec web cat /hello")).toBe("hello\n");
    await text("echo 'RUN false' >> Dockerfile");
    await lab.advance(10);
    expect(await text("tail -1 w.log")).toMatch(/"Error handling changed files: .*target web: failed to solve:/);
    await text("kill %1");
    expect(await text("wait")).toContain("Exit 130");
  });

  test("says what it does not watch, and why", async () => {
    const { text } = await labWith(
      "services:\n  web:\n    image: busybox\n    command: sleep 9\n    develop: {watch: [{action: rebuild, path: .}]}\n",
    );
    expect(await text("docker compose watch --no-up")).toBe(
      'can\'t watch service "web" with action rebuild without a build context\n',
    );
  });

  test("up --watch watches below the logs, and the menu's key turns it off and on", async () => {
    const { text } = await labWith(FILE);
    const shown = await text("docker compose up --watch", ["w", "w", "\x03"]);
    expect(shown).toContain("        ⦿ Watch enabled\n");
    expect(shown.match(/Watch (enabled|disabled)\n/g)).toEqual([
      "Watch enabled\n",
      "Watch disabled\n",
      "Watch enabled\n",
      "Watch disabled\n",
    ]);
    expect(await text("docker compose up -d --no-build --watch")).toContain("--detach cannot be combined with");
  });
});
