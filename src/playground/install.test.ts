import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("install makes folders and copies files with a mode and an owner", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  expect(await run("sudo install -v -m 0700 -d /opt/a/b; stat -c '%a %n' /opt/a /opt/a/b")).toBe(
    "install: creating directory '/opt/a'\ninstall: creating directory '/opt/a/b'\n755 /opt/a\n700 /opt/a/b\n",
  );
  expect(
    await run("cd /tmp; echo x > f; install -D -m 640 -o dev -g docker f new/place/g; stat -c '%a %U %G' new/place/g"),
  ).toBe("640 dev docker\n");
  expect(await run("install -v f new/place/g; install f g; stat -c %a g")).toBe(
    "removed 'new/place/g'\n'f' -> 'new/place/g'\n755\n",
  );
});
