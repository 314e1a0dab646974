import { expect, test } from "vitest";
import { readPipeline } from "./pipeline.ts";

test("a TCP input and standard output are read, with the port and the codec", () => {
  expect(readPipeline("input { tcp { port => 5959 codec => json } } output { stdout {} }")).toEqual({
    inputs: [{ port: 5959, json: true }],
    stdout: true,
    others: [],
  });
});

test("plugins that are not played are named", () => {
  const text = 'input { tcp { port => "1" } beats { port => 5044 } } output { elasticsearch { hosts => ["a:9200"] } }';
  expect(readPipeline(text)).toEqual({
    inputs: [{ port: 1, json: false }],
    stdout: false,
    others: ["input.beats", "output.elasticsearch"],
  });
});

test("what is no configuration is none", () => {
  expect(readPipeline("hola")).toBeUndefined();
  expect(readPipeline("input { tcp {")).toBeUndefined();
});
