import { describe, expect, it } from "vitest";
import type { Engine } from "../engine.ts";
import { referencesOf } from "../image/resolve.ts";
import { testEngine } from "../testing.ts";
import { commitContainer } from "./commit.ts";
import { containerChanges } from "./container-files.ts";
import { type CreateRequest, createContainer } from "./create.ts";
import { createExec } from "./exec.ts";
import { requireContainer } from "./find.ts";
import { containerSummaries } from "./list.ts";
import { followLogs, logTime, readLogs } from "./logs.ts";
import { pruneContainers } from "./prune.ts";
import { renameContainer } from "./rename.ts";
import { resumeContainers } from "./resume.ts";
import { saveContainerFiles } from "./root-tree.ts";
import { startContainer } from "./start.ts";
import { killContainer, pauseContainer } from "./stop.ts";
import { containerTop } from "./top.ts";
import { updateContainer } from "./update.ts";
import { waitContainer } from "./wait.ts";

async function started(engine: Engine, name: string, cmd: string[], more: Partial<CreateRequest> = {}) {
  const { Id } = await createContainer(engine, { name, config: { Image: "alpine", Cmd: cmd }, ...more });
  await startContainer(engine, Id);
  return requireContainer(engine, name);
}

async function execute(engine: Engine, ref: string, cmd: string[], env: string[] = []) {
  const exec = createExec(engine, ref, { cmd, env });
  let output = "";
  exec.streams.onOutput(({ text }) => {
    output += text;
  });
  return { status: await exec.run(), output };
}

describe("exec", () => {
  it("runs beside the main program, with its environment and one's own", async () => {
    const { engine, settle } = testEngine();
    await settle(
      started(engine, "box", ["sleep", "1000"], { config: { Image: "alpine", Cmd: ["sleep", "1000"], Env: ["A=1"] } }),
    );
    const { status, output } = await settle(execute(engine, "box", ["env"], ["B=2"]));
    expect(status).toBe(0);
    expect(
      output
        .trim()
        .split("\n")
        .map((line) => line.split("=")[0]),
    ).toEqual(["PATH", "HOSTNAME", "A", "B", "HOME"]);
  });

  it("says on its output what it cannot find, and ends with 127", async () => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "box", ["sleep", "1000"]));
    expect(await settle(execute(engine, "box", ["nosuch"]))).toEqual({
      status: 127,
      output:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\r\n',
    });
  });

  it("is refused by a container that does not run, or is paused", async () => {
    const { engine, settle } = testEngine();
    const container = await settle(started(engine, "box", ["sleep", "1000"]));
    pauseContainer(engine, "box");
    expect(() => createExec(engine, "box", { cmd: ["true"] })).toThrow(
      "Container box is paused, unpause the container before exec",
    );
    const ended = await settle(started(engine, "once", ["true"]));
    await settle(waitContainer(engine, "once"));
    expect(() => createExec(engine, "once", { cmd: ["true"] })).toThrow(`container ${ended.id} is not running`);
    expect(container.status).toBe("paused");
  });
});

describe("logs", () => {
  it("are lines with times that grow, and can be followed to the end", async () => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "talk", ["sleep", "3"]));
    const heard: string[] = [];
    const following = followLogs(
      engine,
      "talk",
      {},
      async ({ text }) => void heard.push(text),
      new AbortController().signal,
    );
    await settle(execute(engine, "talk", ["true"]));
    await settle(following);
    expect(heard).toEqual([]);
    await settle(started(engine, "say", ["echo", "uno\ndos"]));
    await settle(waitContainer(engine, "say"));
    const entries = readLogs(engine, "say");
    expect(entries.map(({ text }) => text)).toEqual(["uno\n", "dos\n"]);
    expect(entries[1]?.time).toBeGreaterThan(entries[0]?.time ?? 0);
    expect(readLogs(engine, "say", { tail: 1 }).map(({ text }) => text)).toEqual(["dos\n"]);
  });

  it("show times with nine digits", () => {
    expect(logTime(Date.UTC(2026, 10, 24, 2, 58, 40, 901) + 0.25)).toBe("2026-11-24T02:58:40.901250000Z");
  });
});

describe("health", () => {
  it("is starting, then what the probe says", async () => {
    const { engine, clock, settle } = testEngine();
    const Healthcheck = { Test: ["CMD", "exists", "/ok"], Interval: 1e9, Retries: 2 };
    const container = await settle(
      started(engine, "sano", ["sleep", "1000"], { config: { Image: "alpine", Cmd: ["sleep", "1000"], Healthcheck } }),
    );
    expect(container.health?.Status).toBe("starting");
    await clock.advance(1500);
    expect(container.health).toMatchObject({ Status: "starting", FailingStreak: 1 });
    await clock.advance(1500);
    expect(container.health?.Status).toBe("unhealthy");
    await settle(execute(engine, "sano", ["write", "/ok", ""]));
    await clock.advance(1500);
    expect(container.health).toMatchObject({ Status: "healthy", FailingStreak: 0 });
    const [summary] = await settle(containerSummaries(engine));
    expect(summary?.Status).toMatch(/^Up .* \(healthy\)$/);
  });
});

describe("what a container changed", () => {
  it("is told by path, and becomes a layer of an image", async () => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "caja", ["write", "/saludo", "hola"]));
    await settle(waitContainer(engine, "caja"));
    expect(await settle(containerChanges(engine, "caja"))).toEqual([{ kind: "A", path: "/saludo" }]);
    const id = await settle(
      commitContainer(engine, "caja", { reference: "saludo:v1", changes: ['CMD ["cat", "/saludo"]'] }),
    );
    expect(referencesOf(engine, id)).toEqual(["docker.io/library/saludo:v1"]);
    await settle(started(engine, "otra", [], { config: { Image: "saludo:v1" } }));
    await settle(waitContainer(engine, "otra"));
    expect(readLogs(engine, "otra").map(({ text }) => text)).toEqual(["hola"]);
  });
});

describe("lists", () => {
  it("filter by state, exit status, name and label; an unknown filter is an error", async () => {
    const { engine, settle } = testEngine();
    await settle(
      started(engine, "up", ["sleep", "1000"], {
        config: { Image: "alpine", Cmd: ["sleep", "1000"], Labels: { tier: "back" } },
      }),
    );
    await settle(started(engine, "three", ["exit", "3"]));
    await settle(createContainer(engine, { name: "later", config: { Image: "alpine" } }));
    const names = async (filters: Record<string, string[]>, all = false) =>
      (await settle(containerSummaries(engine, { filters, all }))).map(({ Names }) => Names[0]);
    expect(await names({})).toEqual(["/up"]);
    expect(await names({}, true)).toEqual(["/later", "/three", "/up"]);
    expect(await names({ status: ["exited"] })).toEqual(["/three"]);
    expect(await names({ exited: ["3"] })).toEqual(["/three"]);
    expect(await names({ name: ["lat", "u"] }, true)).toEqual(["/later", "/up"]);
    expect(await names({ label: ["tier=back"] })).toEqual(["/up"]);
    expect(await names({ since: ["three"] })).toEqual(["/later"]);
    await expect(containerSummaries(engine, { filters: { nope: ["1"] } })).rejects.toThrow("invalid filter 'nope'");
  });

  it.each([
    [{ "is-task": ["1"] }, "invalid filter 'is-task=[1]'"],
    [
      { health: ["ill"] },
      "invalid filter 'health=ill': invalid value for health (ill): must be one of none, starting, healthy, unhealthy",
    ],
    [{ exited: ["a"] }, "invalid filter 'exited=a': strconv.Atoi: parsing \"a\": invalid syntax"],
    [{ "": [""] }, "invalid filter"],
  ])("refuse a value that is none: %j", async (filters, message) => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "up", ["sleep", "1000"]));
    await expect(containerSummaries(engine, { filters })).rejects.toThrow(message);
  });

  it("give processes the numbers of the host", async () => {
    const { engine, settle } = testEngine();
    const { pid } = await settle(started(engine, "up", ["sleep", "1000"]));
    const { Titles, Processes } = containerTop(engine, "up");
    expect(Titles).toEqual(["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]);
    expect(Processes).toEqual([["root", String(pid), String(pid - 24), "0", "03:00", "?", "00:00:00", "sleep 1000"]]);
  });
});

describe("changes to a container", () => {
  it("rename it, and limit it", async () => {
    const { engine, settle } = testEngine();
    const container = await settle(started(engine, "lim", ["sleep", "1000"], { hostConfig: { Memory: 64 << 20 } }));
    expect(container.hostConfig.MemorySwap).toBe(128 << 20);
    expect(() => updateContainer(engine, "lim", { Memory: 256 << 20 })).toThrow("memoryswap");
    updateContainer(engine, "lim", { Memory: 128 << 20, MemorySwap: 256 << 20 });
    expect(container.hostConfig.Memory).toBe(128 << 20);
    renameContainer(engine, "lim", "limitado");
    expect(requireContainer(engine, "limitado")).toBe(container);
    expect(() => renameContainer(engine, "limitado", "limitado")).toThrow("same name");
    expect(() => renameContainer(engine, "limitado", "un mal nombre")).toThrow(
      "Error when allocating new name: Invalid container name (/un mal nombre), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
    );
  });

  it("send it a signal that Linux has", async () => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "up", ["sleep", "1000"]));
    const refused = (signal: string) => expect(killContainer(engine, "up", signal)).rejects;
    await refused("99").toThrow("cannot kill container: up: the linux daemon does not support signal 99");
    await refused("0").toThrow("cannot kill container: up: invalid signal: 0");
    await refused("FOO").toThrow("cannot kill container: up: invalid signal: FOO");
  });

  it("prune takes only what does not run", async () => {
    const { engine, settle } = testEngine();
    await settle(started(engine, "up", ["sleep", "1000"]));
    const gone = await settle(started(engine, "old", ["true"]));
    await settle(waitContainer(engine, "old"));
    expect(await settle(pruneContainers(engine))).toEqual({ deleted: [gone.id], reclaimed: 4096 });
    expect(Object.values(engine.state.containers).map(({ name }) => name)).toEqual(["up"]);
  });
});

describe("a lab that is opened again", () => {
  it("has its containers running as before: start time, address, ports, files; and its logs say nothing twice", async () => {
    const first = testEngine({ images: ["nginx", "alpine"] });
    const web = await first.settle(
      started(first.engine, "web", [], { config: { Image: "nginx" }, hostConfig: { PublishAllPorts: true } }),
    );
    await first.settle(execute(first.engine, "web", ["write", "/nota", "hola"]));
    saveContainerFiles(first.engine);
    const stored = JSON.stringify(first.engine.state);

    const second = testEngine({ state: JSON.parse(stored) });
    await second.settle(resumeContainers(second.engine));
    await second.clock.advance(5000);
    const again = requireContainer(second.engine, "web");
    expect(again).toMatchObject({
      status: "running",
      startedAt: web.startedAt,
      ports: web.ports,
      networks: web.networks,
    });
    expect(readLogs(second.engine, "web").map(({ text }) => text)).toEqual(["ready\n"]);
    expect((await second.settle(execute(second.engine, "web", ["cat", "/nota"]))).output).toBe("hola");
    const port = Number(again.ports["80/tcp"]?.[0]?.HostPort);
    expect(() => second.engine.ports.host.network.connect("127.0.0.1", port)).not.toThrow();
  });
});
