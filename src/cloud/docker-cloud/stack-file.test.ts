import { describe, expect, test } from "vitest";
import { shellWords } from "./shell-words.ts";
import { linksOf, readService } from "./stack-file.ts";

const read = (service: Record<string, unknown>) =>
  readService({ name: "web", image: "nginx", ...service }, "POST", "stack");

describe("a service of a stack file", () => {
  test("publishes and exposes ports, each once", () => {
    expect(read({ ports: ["80:8080", "500/udp"], expose: ["8080", 90] }).ports).toEqual([
      { inner: 8080, outer: 80, protocol: "tcp", published: true },
      { inner: 500, protocol: "udp", published: true },
      { inner: 90, protocol: "tcp", published: false },
    ]);
  });

  test("has variables as a list or as a mapping", () => {
    const wanted = [
      { key: "A", value: "1=2" },
      { key: "B", value: "" },
    ];
    expect(read({ environment: ["A=1=2", "B"] }).environment).toEqual(wanted);
    expect(read({ environment: { A: "1=2", B: null } }).environment).toEqual(wanted);
  });

  test("may say how it restarts, where it runs and what it mounts", () => {
    expect(
      read({
        restart: "on-failure",
        deployment_strategy: "every_node",
        volumes: ["/a", "/b:/c:ro"],
        mem_limit: "512m",
      }),
    ).toMatchObject({
      autorestart: "ON_FAILURE",
      strategy: "EVERY_NODE",
      bindings: [{ containerPath: "/a" }, { hostPath: "/b", containerPath: "/c", readOnly: true }],
      memory: 512,
    });
  });

  test("needs an image, and has no key that Docker Cloud did not know", () => {
    expect(() => readService({ name: "web" }, "POST", "stack")).toThrow("Service web: 'image' is required");
    expect(() => read({ build: "." })).toThrow("unsupported key 'build'");
    expect(() => read({ ports: ["x"] })).toThrow("invalid port");
  });

  test("is linked to others by their names or by another", () => {
    expect(linksOf({ name: "web", links: ["db", "redis:cache", "mq.otra:mq"] })).toEqual([
      { target: "db", alias: "db" },
      { target: "redis", alias: "cache" },
      { target: "mq.otra", alias: "mq" },
    ]);
  });
});

test("a command is split as shlex does it", () => {
  expect(shellWords(`-e 'input { tcp { port => 5959 } }' "a \\"b\\"" c\\ d ''`)).toEqual([
    "-e",
    "input { tcp { port => 5959 } }",
    'a "b"',
    "c d",
    "",
  ]);
  expect(() => shellWords("'a")).toThrow("No closing quotation");
});
