import { beforeEach, expect, test } from "vitest";
import type { Program } from "../../kernel/process.ts";
import { BuildLab, steps } from "./build.fixture.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";

/** `wait SECONDS`, `fail SECONDS` */
const sh: Program = async ({ args, sleep }) => {
  const [word, seconds = "0"] = (args[2] ?? "").split(" ");
  await sleep(Number(seconds) * 1000);
  return word === "fail" ? 1 : 0;
};

let lab: BuildLab;
let progress: BuildProgress;
beforeEach(() => {
  lab = new BuildLab(sh);
});

const watch = (one: BuildProgress) => {
  progress = one;
};
const vertex = (name: string): Vertex | undefined => progress.vertices.find((one) => one.name.endsWith(name));
const seconds = ({ started = 0, completed = 0 }: Pick<Vertex, "started" | "completed"> = {}) =>
  Math.round((completed - started) / 1000);

const TWO =
  "FROM alpine AS a\nRUN wait 3\nFROM alpine AS b\nRUN SECOND\nFROM alpine\nCOPY --from=a / /a\nCOPY --from=b / /b\n";

test("stages that do not need each other are built at the same time, once each", async () => {
  await lab.run(TWO.replace("SECOND", "wait 2"), {}, watch);
  const [a, b] = [vertex("RUN wait 3"), vertex("RUN wait 2")];
  expect([seconds(a), seconds(b)]).toEqual([3, 2]);
  expect(b?.started).toBe(a?.started);
  expect(steps(progress).filter((name) => name.includes("FROM"))).toHaveLength(1);
});

test("a stage waits for another only where it takes something of it", async () => {
  await lab.run("FROM alpine AS a\nRUN wait 3\nFROM alpine\nRUN wait 1\nCOPY --from=a / /a\n", {}, watch);
  expect(vertex("RUN wait 1")?.started).toBe(vertex("RUN wait 3")?.started);
  expect(vertex("COPY --from=a / /a")?.started).toBeGreaterThanOrEqual(vertex("RUN wait 3")?.completed ?? 0);
});

test("a step that fails cancels those that still run; what had not begun is left", async () => {
  await expect(lab.run(TWO.replace("SECOND", "fail 1"), {}, watch)).rejects.toThrow("exit code: 1");
  expect(vertex("RUN fail 1")?.error).toContain("exit code: 1");
  const a = vertex("RUN wait 3");
  expect([a?.canceled, a?.error, seconds(a)]).toEqual([true, undefined, 1]);
  expect(progress.vertices.filter(({ started }) => started === undefined)).toHaveLength(2);
});

test("a build that is stopped ends as it stands", async () => {
  const stop = new AbortController();
  lab.engine.clock.after(1500, () => stop.abort(new BuildError("Canceled: context canceled")));
  const built = lab.run("FROM alpine\nRUN wait 9\n", { signal: stop.signal }, watch);
  await expect(built).rejects.toThrow("Canceled: context canceled");
  expect(vertex("RUN wait 9")?.canceled).toBe(true);
});
