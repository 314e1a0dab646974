import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

test("--pid container:NAME: the one's processes are seen and signalled by the other, and end with its init", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => {
    const { output } = await lab.run("manager1", line);
    return output.replaceAll("\r", "");
  };
  await run("docker pull -q alpine");
  await run("docker run -d --name web alpine sleep 1000");
  await run("docker run -d --name peek --pid container:web alpine sleep 2000");
  const inside = await run("docker exec peek ps -o pid,args");
  expect(inside).toMatch(/^ +1 sleep 1000$/m);
  expect(inside).toMatch(/^ +\d+ sleep 2000$/m);
  expect(await run("docker exec web ps -o args")).toContain("sleep 2000");
  // Each is still counted for itself, with the numbers of the host.
  expect(await run("docker top peek -o pid,args")).not.toContain("sleep 1000");
  const pid = (await run("docker inspect -f '{{.State.Pid}}' peek")).trim();
  expect(await run("docker top peek -o pid")).toBe(`PID\n${pid}\n`);
  expect(await run("docker inspect -f '{{.HostConfig.PidMode}}' peek")).toMatch(/^container:[0-9a-f]{64}\n$/);
  await run("docker kill web");
  expect(await run("docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' peek")).toBe("exited 137\n");
  expect(await run("docker start peek")).toContain("failed to join PID namespace: container ");
});
