import { expect, test } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

test("a fresh host has no plugins, as recorded", async () => {
  const line = new DockerLine();
  expect(await line.run("docker plugin ls")).toMatchObject({
    out: "ID        NAME      DESCRIPTION   ENABLED\n",
    status: 0,
  });
  const missing = 'Error response from daemon: plugin "nosuch" not found\n';
  expect(await line.run("docker plugin inspect nosuch")).toEqual({ out: "[]\n", err: missing, status: 1 });
  expect(await line.run("docker plugin rm nosuch")).toEqual({ out: "", err: missing, status: 1 });
});
