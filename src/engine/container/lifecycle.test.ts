import { describe, expect, it } from "vitest";
import { testEngine } from "../testing.ts";
import { createContainer } from "./create.ts";
import { requireContainer } from "./find.ts";
import { readLogs } from "./logs.ts";
import { removeContainer } from "./remove.ts";
import { startContainer } from "./start.ts";
import { killContainer, pauseContainer, restartContainer, stopContainer, unpauseContainer } from "./stop.ts";
import { waitContainer } from "./wait.ts";

function lab(options: Parameters<typeof testEngine>[0] = {}) {
  const { engine, clock, settle } = testEngine(options);
  const run = async (name: string, cmd: string[], more: Partial<Parameters<typeof createContainer>[1]> = {}) => {
    const request = { name, config: { Image: "alpine", Cmd: cmd }, ...more };
    await settle(createContainer(engine, request).then(({ Id }) => startContainer(engine, Id)));
    return requireContainer(engine, name);
  };
  return { engine, clock, settle, run };
}

describe("a container's life", () => {
  it("runs its command to the end, keeps its output and its status", async () => {
    const { engine, settle, run } = lab();
    const container = await run("once", ["echo", "hola"]);
    expect(await settle(waitContainer(engine, "once"))).toBe(0);
    expect(container.status).toBe("exited");
    expect(readLogs(engine, "once").map(({ text }) => text)).toEqual(["hola\n"]);
  });

  it("gives the address back and forgets its ports when it ends", async () => {
    const { engine, settle, run } = lab({ images: ["nginx"] });
    const container = await run("web", [], {
      config: { Image: "nginx" },
      hostConfig: { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8000" }] } },
    });
    expect(container.networks.bridge?.IPAddress).toBe("172.17.0.2");
    expect(container.ports["80/tcp"]?.[0]).toEqual({ HostIp: "0.0.0.0", HostPort: "8000" });
    await settle(stopContainer(engine, "web"));
    expect(container.exitCode).toBe(0);
    expect(container.networks.bridge?.IPAddress).toBe("");
    expect(container.ports).toEqual({});
  });

  it("is killed when it does not heed the stop signal in time", async () => {
    const { engine, clock, settle, run } = lab();
    const container = await run("deaf", ["sleep", "1000"]);
    const before = clock.now();
    await settle(stopContainer(engine, "deaf", { timeout: 3 }));
    expect(clock.now() - before).toBeGreaterThanOrEqual(3000);
    expect(container.exitCode).toBe(137);
    expect(container.status).toBe("exited");
  });

  it("stays as it was when its command is not there, and says what runc says", async () => {
    const { engine, settle } = lab();
    const { Id } = await settle(createContainer(engine, { config: { Image: "alpine", Cmd: ["nosuchcmd"] } }));
    await expect(settle(startContainer(engine, Id))).rejects.toThrow(
      'error during container init: exec: "nosuchcmd": executable file not found in $PATH',
    );
    const container = requireContainer(engine, Id);
    expect(container).toMatchObject({ status: "created", exitCode: 127 });
    expect(container.networks.bridge?.IPAddress).toBe("");
  });

  it("tells a file that is not there from one that may not be run", async () => {
    const { engine, settle } = lab();
    const start = async (cmd: string) => {
      const { Id } = await settle(createContainer(engine, { config: { Image: "alpine", Cmd: [cmd] } }));
      await settle(startContainer(engine, Id)).catch(() => {});
      return requireContainer(engine, Id);
    };
    expect(await start("/nosuch")).toMatchObject({
      exitCode: 127,
      error: expect.stringContaining('exec: "/nosuch": stat /nosuch: no such file or directory'),
    });
    expect(await start("/etc/passwd")).toMatchObject({
      exitCode: 126,
      error: expect.stringContaining('exec: "/etc/passwd": permission denied'),
    });
  });

  it("is held still by pause, and wakes", async () => {
    const { engine, clock, settle, run } = lab();
    const container = await run("slow", ["sleep", "2"]);
    pauseContainer(engine, "slow");
    await clock.advance(10_000);
    expect(container.status).toBe("paused");
    expect(() => pauseContainer(engine, "slow")).toThrow(`Container ${container.id} is already paused`);
    unpauseContainer(engine, "slow");
    await settle(waitContainer(engine, "slow"));
    expect(container.exitCode).toBe(0);
  });

  it("ends with 128 and the signal's number", async () => {
    const { engine, settle, run } = lab();
    const container = await run("kk", ["sleep", "1000"]);
    await settle(killContainer(engine, "kk"));
    expect(container.exitCode).toBe(137);
    await expect(killContainer(engine, "kk")).rejects.toThrow(
      `cannot kill container: kk: container ${container.id} is not running`,
    );
  });

  it("cannot be removed while it runs, unless forced", async () => {
    const { engine, settle, run } = lab();
    await run("aa", ["sleep", "1000"]);
    await expect(removeContainer(engine, "aa")).rejects.toThrow(
      'cannot remove container "aa": container is running: stop the container before removing or force remove',
    );
    await settle(removeContainer(engine, "aa", { force: true }));
    expect(engine.state.containers).toEqual({});
    expect(engine.live.size).toBe(0);
  });

  it("removes itself and its anonymous volumes after --rm", async () => {
    const { engine, clock, settle } = lab({ images: ["redis"] });
    const { Id } = await settle(
      createContainer(engine, { config: { Image: "redis:7", Cmd: ["true"] }, hostConfig: { AutoRemove: true } }),
    );
    expect(Object.keys(engine.state.volumes)).toHaveLength(1);
    await settle(startContainer(engine, Id));
    await clock.advance(1000);
    expect(engine.state.containers).toEqual({});
    expect(engine.state.volumes).toEqual({});
  });

  it("starts again with its files, and with a new start time", async () => {
    const { engine, clock, settle, run } = lab();
    const container = await run("ww", ["write", "/saludo", "hola"]);
    await settle(waitContainer(engine, "ww"));
    const first = container.startedAt;
    await clock.advance(1000);
    await settle(restartContainer(engine, "ww"));
    expect(container.startedAt).not.toBe(first);
  });

  it("does not give a name twice", async () => {
    const { engine, settle, run } = lab();
    const container = await run("aa", ["sleep", "1000"]);
    await expect(settle(createContainer(engine, { name: "aa", config: { Image: "alpine" } }))).rejects.toThrow(
      `Conflict. The container name "/aa" is already in use by container "${container.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  });
});

describe("restart policies", () => {
  it("wait longer every time, and count", async () => {
    const { clock, run } = lab();
    const container = await run("terco", ["exit", "1"], {
      hostConfig: { RestartPolicy: { Name: "always", MaximumRetryCount: 0 } },
    });
    await clock.advance(5000);
    expect(container.restartCount).toBeGreaterThanOrEqual(3);
    expect(container.restartCount).toBeLessThanOrEqual(6);
    expect(container.status).toBe("restarting");
  });

  it("give up after so many failures", async () => {
    const { clock, run } = lab();
    const container = await run("ff", ["exit", "2"], {
      hostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 } },
    });
    await clock.advance(60_000);
    expect(container).toMatchObject({ status: "exited", restartCount: 2, exitCode: 2 });
  });

  it("leave alone what a person stopped", async () => {
    const { engine, clock, settle, run } = lab();
    const container = await run("ss", ["sleep", "1000"], {
      hostConfig: { RestartPolicy: { Name: "always", MaximumRetryCount: 0 } },
    });
    await settle(stopContainer(engine, "ss", { timeout: 0 }));
    await clock.advance(10_000);
    expect(container.status).toBe("exited");
  });
});
