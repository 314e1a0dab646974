import { expect, test } from "vitest";
import { TextOutput } from "../../kernel/stream.ts";
import { service, spec } from "../../swarm/cluster.fixture.ts";
import type { Task, TaskState } from "../../swarm/task.ts";
import { DockerLine } from "../docker-line.fixture.ts";
import { followService } from "./follow-service.ts";

const web = service(spec("web", 2));

function task(slot: number, state: TaskState, error?: string): Task {
  return {
    id: `task${slot}`,
    serviceId: web.id,
    slot,
    nodeId: "manager1",
    spec: web.spec.task,
    endpoint: { endpointMode: "vip", ports: [] },
    specVersion: 1,
    desiredState: "running",
    state,
    since: 0,
    message: "",
    error,
    addresses: {},
    createdAt: "",
  };
}

/** What following a service prints when it goes through these states, one a look. */
async function followed(states: readonly (readonly Task[])[], isTTY: boolean): Promise<string> {
  const { machine, clock } = new DockerLine();
  const text = new TextOutput();
  const out = { isTTY, write: (part: string) => text.write(part) };
  let look = 0;
  const poll = () => ({
    service: web,
    tasks: states[Math.min(look++, states.length - 1)] ?? [],
    activeNodes: new Set(["manager1"]),
  });
  const child = machine.processes.start(
    machine,
    async (process) => {
      await followService(process, { name: "web", columns: 100, poll });
      return 0;
    },
    { args: ["docker"], stdin: { isTTY, read: () => Promise.resolve(null) }, stdout: out, stderr: out },
  );
  await clock.settle(child.exited);
  return text.text;
}

test("a line for each task and one for all, as recorded", async () => {
  const shown = await followed(
    [[task(1, "pending"), task(2, "preparing")]].concat([[task(1, "running"), task(2, "running")]]),
    true,
  );
  expect(shown.split("verify: Waiting 5")[0]).toBe(
    [
      "\n\x1b[1A\x1b[2K\roverall progress: 0 out of 2 tasks \r\x1b[1B",
      "\n\x1b[1A\x1b[2K\r1/2:   \r\x1b[1B",
      "\n\x1b[1A\x1b[2K\r2/2:   \r\x1b[1B",
      "\x1b[2A\x1b[2K\r1/2: pending   \r\x1b[2B",
      "\x1b[1A\x1b[2K\r2/2: preparing \r\x1b[1B",
      "\x1b[3A\x1b[2K\roverall progress: 0 out of 2 tasks \r\x1b[3B",
      "\x1b[2A\x1b[2K\r1/2: running   \r\x1b[2B",
      "\x1b[1A\x1b[2K\r2/2: running   \r\x1b[1B",
      "\x1b[3A\x1b[2K\roverall progress: 2 out of 2 tasks \r\x1b[3B",
      "\n\x1b[1A\x1b[2K\r",
    ].join(""),
  );
  expect(shown).toMatch(/verify: Waiting 1 seconds .*verify: Service web converged \r\x1b\[1B$/s);
});

test("a task that fails while it is watched starts the wait again", async () => {
  const fine = [task(1, "running"), task(2, "running")];
  const shown = await followed([fine, [task(1, "running"), task(2, "rejected", "No such image: nope")], fine], false);
  expect(shown.split("\n").slice(0, 8)).toEqual([
    "overall progress: 0 out of 2 tasks",
    "1/2:  ",
    "2/2:  ",
    "overall progress: 2 out of 2 tasks",
    "verify: Waiting 5 seconds to verify that tasks are stable...",
    "2/2: No such image: nope",
    "overall progress: 1 out of 2 tasks",
    "verify: Detected task failure",
  ]);
  expect(shown).toMatch(/verify: Service web converged\n$/);
});
