import { FileTree } from "../kernel/file-tree.ts";
import { binary, directory, type Layer, layer } from "../kernel/layer.ts";
import type { Machine } from "../kernel/machine.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import type { Program } from "../kernel/process.ts";
import { ProcessTable } from "../kernel/process-table.ts";
import { mountPseudoFiles } from "../kernel/pseudo-files.ts";
import { Random } from "../kernel/random.ts";
import { digestOf } from "../kernel/sha256.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { Engine, type EngineState } from "./engine.ts";
import { notFound } from "./errors.ts";
import { addImage } from "./image/add.ts";
import { sealed } from "./image/documents.ts";
import type { Image, ImageConfig } from "./image/image.ts";
import { createDefaultNetworks } from "./network/default-networks.ts";
import { hostRouter } from "./network/host-router.ts";

/** An engine for unit tests: one host in memory, on a clock that jumps, with a registry of three images. */
export interface TestEngine {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  /** Lets the lab's time pass until a task is done. */
  settle<T>(task: Promise<T>): Promise<T>;
}

/** What the binaries of the test images run, beside those given to `testEngine`. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1),
  /** `exit N` ends with N. */
  exit: ({ args }) => Promise.resolve(Number(args[1] ?? 0)),
  echo: async ({ args, stdout }) => {
    await stdout.write(`${args.slice(1).join(" ")}\n`);
    return 0;
  },
  env: async ({ env, stdout }) => {
    for (const [name, value] of Object.entries(env)) await stdout.write(`${name}=${value}\n`);
    return 0;
  },
  cat: async ({ args, files, stdin, stdout }) => {
    for (const path of args.slice(1)) await stdout.write(files.readFile(path));
    if (args.length > 1) return 0;
    for (let text = await stdin.read(); text !== null; text = await stdin.read()) await stdout.write(text);
    return 0;
  },
  /** `write PATH TEXT` */
  write: ({ args, files }) => {
    files.writeFile(args[1] ?? "", args[2] ?? "");
    return Promise.resolve(0);
  },
  exists: ({ args, files }) => Promise.resolve(files.exists(args[1] ?? "") ? 0 : 1),
  sleep: async (process) => {
    await process.sleep(Number(process.args[1]) * 1000);
    return 0;
  },
  /** Listens on port 80 until SIGQUIT or SIGTERM, and answers a line with the same. */
  server: async (process) => {
    const stop = new AbortController();
    process.onSignal("SIGQUIT", () => stop.abort());
    process.onSignal("SIGTERM", () => stop.abort());
    await process.stdout.write("ready\n");
    const listener = process.machine.network.sockets.listen(
      80,
      async ({ input, output, end }) => {
        await output.write((await input.read()) ?? "");
        end();
      },
      { address: "*", pid: process.pid },
    );
    const signal = AbortSignal.any([stop.signal, process.signal]);
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    listener.close();
    return 0;
  },
};

const CREATED = Date.UTC(2026, 10, 1);

function testLayer(names: readonly string[], more: Parameters<typeof layer>[0] = {}): Layer {
  return layer(
    {
      ...Object.fromEntries(names.map((name) => [`/bin/${name}`, binary(name, 1000)])),
      "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
      "/etc/group": "root:x:0:\nnobody:x:65534:\n",
      "/root": directory({ mode: 0o700 }),
      "/tmp": directory({ mode: 0o1777 }),
      ...more,
    },
    CREATED,
  );
}

interface TestImage {
  readonly image: Image;
  readonly layer: Layer;
}

function testImage(name: string, config: ImageConfig, files: Layer): TestImage {
  const diffId = digestOf(`${name} files`);
  const image = sealed({
    created: new Date(CREATED).toISOString().replace(".000", ""),
    comment: "",
    config: { Env: ["PATH=/usr/local/bin:/usr/bin:/bin"], ...config },
    layers: [{ digest: digestOf(`${name} packed`), diffId, compressedSize: 4_000_000, size: 8_000_000 }],
    history: [{ created: "2026-11-01T00:00:00Z", createdBy: `ADD ${name}`, comment: "", layer: 0 }],
  });
  return { image, layer: files };
}

/**
 * @param options.programs more programs; `/bin/NAME` of every test image runs them
 * @param options.images which of the registry's images are already there ("alpine" unless told)
 * @param options.state a state to open again, instead of a new one
 */
export function testEngine(
  options: { programs?: Record<string, Program>; images?: readonly string[]; state?: EngineState } = {},
): TestEngine {
  const clock = new VirtualClock(Date.UTC(2026, 10, 24, 3, 0, 0));
  const programs = { ...PROGRAMS, ...options.programs };
  const names = Object.keys(programs);
  const catalog: Record<string, TestImage> = {
    "docker.io/library/alpine:latest": testImage("alpine", { Cmd: ["sleep", "1000"] }, testLayer(names)),
    "docker.io/library/nginx:latest": testImage(
      "nginx",
      { Cmd: ["server"], ExposedPorts: { "80/tcp": {} }, StopSignal: "SIGQUIT" },
      testLayer(names),
    ),
    "docker.io/library/redis:7": testImage(
      "redis",
      { Cmd: ["server"], ExposedPorts: { "6379/tcp": {} }, Volumes: { "/data": {} }, WorkingDir: "/data" },
      testLayer(names, { "/data": directory({ mode: 0o755 }) }),
    ),
  };
  const refuse = () => {
    throw new Error("a test engine is alone in the world");
  };
  const router = {
    interfaces: () => hostRouter(engine).interfaces(),
    resolve: (name: string) => hostRouter(engine).resolve(name),
    route: (...of: Parameters<ReturnType<typeof hostRouter>["route"]>) => hostRouter(engine).route(...of),
  };
  const files = new MountedFileSystem(
    new FileTree(
      [
        testLayer(names, {
          "/var/lib/docker": directory(),
          "/proc": directory(),
          "/dev": directory(),
          "/sys": directory(),
        }),
      ],
      clock,
    ),
  );
  const host: Machine = {
    host: "manager1",
    hostname: "manager1",
    clock,
    random: Random.seeded(1),
    files,
    network: new NetworkNamespace(router),
    processes: new ProcessTable(100),
    program: (name) => Promise.resolve(programs[name]),
  };
  mountPseudoFiles(files.mounts, host, clock.now() - 60_000);
  const engine: Engine = new Engine(options.state ?? emptyState(), {
    host,
    address: "192.168.99.100",
    registries: {
      find: (reference) => {
        const found = catalog[reference];
        return found ? Promise.resolve(found.image) : Promise.reject(notFound(`${reference}: not found`));
      },
      store: refuse,
      tags: () => Promise.resolve([]),
      has: () => Promise.resolve(false),
      search: () => Promise.resolve([]),
      names: () => Promise.resolve([]),
      login: refuse,
      mayPush: () => Promise.resolve(),
      layer: (diffId) => Object.values(catalog).find(({ image }) => image.layers[0]?.diffId === diffId)?.layer,
      prepare: () => Promise.resolve(),
    },
    uplink: { resolve: refuse, route: refuse },
  });
  if (!options.state) {
    createDefaultNetworks(engine);
    for (const name of options.images ?? ["alpine"]) {
      const reference = Object.keys(catalog).find((full) => full.includes(`/${name}:`)) ?? "";
      const found = catalog[reference];
      if (found) addImage(engine, found.image, reference);
    }
  }
  return { engine, clock, settle: (task) => clock.settle(task) };
}

const emptyState = (): EngineState => ({
  id: "3f6f0f2e-0000-4000-8000-000000000001",
  containers: {},
  images: { images: {}, references: {}, layers: {} },
  networks: {},
  volumes: {},
  events: [],
});
