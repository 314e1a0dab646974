import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("docker reads what the shell gives it as a file of its own making", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker pull -q alpine");
  expect(await run("docker run --rm --env-file <(echo B=2) alpine sh -c 'echo $B'")).toBe("2\n");
  expect(await run("echo C=3 | docker run --rm --env-file /dev/stdin alpine sh -c 'echo $C'")).toBe("3\n");
  expect(await run("docker compose -f <(printf 'services: {a: {image: alpine}}') config --images")).toBe("alpine\n");
  expect(
    await run('docker build -q -t x -f <(printf \'FROM alpine\\nCMD ["echo", "hi"]\\n\') . && docker run --rm x'),
  ).toMatch(/^sha256:\w{64}\nhi\n$/);
  expect(await run("echo D | docker run --rm -i alpine cat /dev/stdin")).toBe("D\n");
  expect(await run("docker run --rm --env-file /dev/fd/9 alpine env")).toContain("open /dev/fd/9: no such file");
});
