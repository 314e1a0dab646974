import fc from "fast-check";
import { describe, it } from "vitest";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { type TestEngine, testEngine } from "../testing.ts";
import type { PortBinding } from "./container.ts";
import { createContainer } from "./create.ts";
import { removeContainer } from "./remove.ts";
import { startContainer } from "./start.ts";
import { pauseContainer, stopContainer, unpauseContainer } from "./stop.ts";

/** What somebody may do, in any order; names collide on purpose. */
type Step =
  | { readonly do: "run"; readonly name: string; readonly port: string | undefined; readonly image: string }
  | { readonly do: "start" | "stop" | "pause" | "unpause" | "rm" | "rm -f"; readonly name: string }
  | { readonly do: "wait"; readonly ms: number };

const name = fc.constantFrom("uno", "dos", "tres", "cuatro");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("run" as const),
    name,
    port: fc.constantFrom(undefined, "8000", "8001", ""),
    image: fc.constantFrom("alpine", "nginx", "redis:7"),
  }),
  fc.record({ do: fc.constantFrom("start", "stop", "pause", "unpause", "rm", "rm -f"), name }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
);

async function perform(engine: Engine, of: Step): Promise<void> {
  switch (of.do) {
    case "run": {
      const PortBindings: Record<string, PortBinding[]> =
        of.port === undefined ? {} : { "80/tcp": [{ HostIp: "", HostPort: of.port }] };
      const { Id } = await createContainer(engine, {
        name: of.name,
        config: { Image: of.image },
        hostConfig: { PortBindings },
      });
      return startContainer(engine, Id);
    }
    case "start":
      return startContainer(engine, of.name);
    case "stop":
      return stopContainer(engine, of.name, { timeout: 1 });
    case "pause":
      return pauseContainer(engine, of.name);
    case "unpause":
      return unpauseContainer(engine, of.name);
    case "rm":
      return removeContainer(engine, of.name, { volumes: true });
    case "rm -f":
      return removeContainer(engine, of.name, { force: true, volumes: true });
    case "wait":
      return engine.clock.sleep(of.ms);
  }
}

/** What holds at any moment, whatever was done. @throws Error */
function checkInvariants(engine: Engine): void {
  const containers = Object.values(engine.state.containers);
  const unique = (what: string, values: readonly string[]) => {
    if (new Set(values).size !== values.length) throw new Error(`${what} twice: ${values.join(", ")}`);
  };
  unique(
    "a name",
    containers.map((container) => container.name),
  );
  unique(
    "an address",
    containers.flatMap(({ networks }) => Object.values(networks).flatMap(({ IPAddress }) => IPAddress || [])),
  );
  const bindings = containers.flatMap(({ ports }) => Object.values(ports).flatMap((list) => list ?? []));
  unique(
    "a port",
    bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`),
  );
  for (const { id, status, networks, mounts, pid } of containers) {
    const runs = status === "running" || status === "paused";
    if (engine.live.has(id) !== runs) throw new Error(`${status}, but ${runs ? "nothing" : "something"} runs`);
    if (runs !== pid > 0) throw new Error(`${status} with pid ${pid}`);
    const connected = Object.values(networks).some(({ EndpointID }) => EndpointID !== "");
    if (connected !== runs) throw new Error(`${status}, and its endpoint is ${connected ? "there" : "gone"}`);
    for (const { Name } of mounts)
      if (Name !== undefined && !engine.state.volumes[Name]) throw new Error(`no volume ${Name}`);
  }
  if (engine.live.size > containers.length) throw new Error("something runs that is no container");
  const used = new Set(containers.flatMap(({ mounts }) => mounts.map(({ Name }) => Name)));
  for (const { name: volume } of Object.values(engine.state.volumes))
    if (!used.has(volume)) throw new Error(`volume ${volume} is left over`);
  const stored = JSON.stringify(engine.state);
  if (JSON.stringify(JSON.parse(stored)) !== stored) throw new Error("the state does not come back equal");
}

describe("containers, whatever is done to them", () => {
  it("keep names, addresses and ports unique, and leave nothing behind", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const lab: TestEngine = testEngine({ images: ["alpine", "nginx", "redis"] });
        for (const of of steps) {
          await lab.settle(perform(lab.engine, of)).catch((error: unknown) => {
            if (!(error instanceof EngineError)) throw error;
          });
          checkInvariants(lab.engine);
        }
      }),
      { numRuns: 40 },
    );
  });
});
