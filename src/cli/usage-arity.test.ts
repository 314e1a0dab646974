import { expect, test } from "vitest";
import { commandAt } from "./command-data.ts";
import { arityOfUsage } from "./usage-arity.ts";

test.each([
  ["ps", 0, 0],
  ["run", 1, Number.POSITIVE_INFINITY],
  ["rm", 1, Number.POSITIVE_INFINITY],
  ["images", 0, 1],
  ["rename", 2, 2],
  ["port", 1, 2],
  ["buildx build", 1, 1],
  ["swarm join-token", 1, 1],
  ["stats", 0, Number.POSITIVE_INFINITY],
  ["cp", 2, 2],
])("docker %s takes %d to %d arguments", (path, min, max) => {
  const spec = commandAt(path);
  expect(spec && arityOfUsage(spec)).toEqual({ min, max });
});
