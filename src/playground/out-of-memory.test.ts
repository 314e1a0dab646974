import { describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

describe("a container that takes more memory than it may", () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output.trimEnd();
  const stateOf = (name: string) => run(`docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' ${name}`);

  it("has the process killed, with 137, and says so in its state and its events", async () => {
    await run("docker run --name lim -m 20m alpine tail /dev/zero");
    expect(await stateOf("lim")).toBe("true 137");
    const events = "sleep 2; docker events --since 10m --until 0s --filter container=lim --format '{{.Action}}'";
    expect((await run(events)).split("\n")).toEqual(["create", "attach", "start", "oom", "die"]);
  });

  it("goes on when that was not its first process", async () => {
    const script = "tail /dev/zero; echo sigue $?";
    expect(await run(`docker run --name otro -m 20m alpine sh -c '${script}'`)).toMatch(/Killed\nsigue 137$/);
    expect(await stateOf("otro")).toBe("true 0");
  });

  it("stays as it is below its limit", async () => {
    expect(await run("docker run --name bien -m 20m alpine sh -c 'head -c 1m /dev/zero | tail | wc -c'")).toBe(
      "1048576",
    );
    expect(await stateOf("bien")).toBe("false 0");
  });
});

describe("docker start -a", () => {
  it("attaches, which is an event of its own", async () => {
    const lab = new HeadlessLab();
    await lab.run("manager1", "docker create --name saludo alpine echo hola && docker start -a saludo");
    const line = "sleep 2; docker events --since 10m --until 0s --filter container=saludo --format '{{.Action}}'";
    expect((await lab.run("manager1", line)).output.trim().split("\n")).toEqual(["create", "attach", "start", "die"]);
  });
});
