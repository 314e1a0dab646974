import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test.each([
  "docker run mysql",
  "docker pull mysql",
  "printf 'FROM mysql\\n' | docker build -",
  "printf 'services:\\n  db:\\n    image: mysql\\n' | docker compose -f - up",
])("%s tells that Docker Hub has the image, and which are here", async (command) => {
  const lab = new HeadlessLab();
  const { output, exit } = await lab.run("manager1", `${command} 2>&1`);
  expect(exit).not.toBe(0);
  expect(output).toMatch(
    /\nDocker Hub has "mysql"; this playground does not\. Official images that are here: alpine, .*ubuntu\.\n$/,
  );
});

test("it tells so in the reader's language, and nothing of a name that may be nobody's", async () => {
  const lab = new HeadlessLab();
  const spanish = await lab.run("manager1", "LANGUAGE=es docker pull grafana/grafana 2>&1 | tail -1");
  expect(spanish.output).toContain("Docker Hub tiene «grafana/grafana»; este laboratorio, no.");
  const { output } = await lab.run("manager1", "docker pull nosuch 2>&1 | tail -1");
  expect(output).toBe(
    "Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login'\n",
  );
});
