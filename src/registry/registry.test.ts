import { describe, expect, test } from "vitest";
import { sealed } from "../engine/image/documents.ts";
import { layer } from "../kernel/layer.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { createRegistries } from "./registry.ts";
import type { RegistryState } from "./registry-state.ts";
import type { RootfsSource } from "./rootfs-source.ts";

function registries(state: RegistryState = { repositories: {} }) {
  const clock = new VirtualClock(0);
  const asked: RootfsSource[] = [];
  const made = createRegistries({
    clock,
    state,
    rootfs: (source) => {
      asked.push(source);
      return Promise.resolve(layer({ "/etc/from": source.name }));
    },
  });
  return { made, asked, settle: <T>(task: Promise<T>) => clock.settle(task) };
}

describe("an official image", () => {
  test("has the digests, sizes and config on record", async () => {
    const { made, settle } = registries();
    const redis = await settle(made.find("docker.io/library/redis:8.10.2"));
    expect(redis.id).toBe("sha256:d5ac52db24d4e70566fe9944f22cf5bdc2bc739b05c0f426335161ea6c23f3b3");
    expect(redis.configDigest).toBe("sha256:a73640c005662e082bdc32a10214f2b07262465965c98456d24bd2569593ccaa");
    expect(redis.config).toMatchObject({
      Entrypoint: ["docker-entrypoint.sh"],
      Cmd: ["redis-server"],
      WorkingDir: "/data",
    });
    expect(redis.layers.reduce((sum, { compressedSize }) => sum + compressedSize, 0)).toBe(55_556_212);
    expect(redis.layers.reduce((sum, { size }) => sum + size, 0)).toBe(145_950_000);
    expect(redis.history.at(-1)).toMatchObject({
      createdBy: 'CMD ["redis-server"]',
      comment: "buildkit.dockerfile.v0",
    });
  });

  test("shares layers with others of the same base", async () => {
    const { made, settle } = registries();
    const redis = await settle(made.find("docker.io/library/redis:latest"));
    const httpd = await settle(made.find("docker.io/library/httpd:latest"));
    expect(redis.layers[0]).toEqual(httpd.layers[0]);
  });

  test("is found by digest", async () => {
    const { made, settle } = registries();
    const { id } = await settle(made.find("docker.io/library/alpine:latest"));
    expect((await settle(made.find(`docker.io/library/alpine@${id}`))).id).toBe(id);
  });

  test("brings its distribution's files and its own", async () => {
    const { made, asked, settle } = registries();
    const image = await settle(made.find("docker.io/library/redis:alpine"));
    await settle(made.prepare(image));
    expect(asked).toEqual([
      { name: "alpine", version: "3.23.6", created: Date.parse(image.created) },
      { name: "redis", version: "8.10.2", base: "alpine", created: Date.parse(image.created) },
    ]);
    expect(made.layer(image.layers[0]?.diffId ?? "")).toBeDefined();
  });
});

test("a reconstructed image that stands on no other brings its distribution's files and its own", async () => {
  const { made, asked, settle } = registries();
  await settle(made.prepare(await settle(made.find("docker.io/library/fsharp:latest"))));
  expect(asked.map(({ name }) => name)).toEqual(["debian", "fsharp"]);
});

describe("a version that is not on record but surely exists", () => {
  test("is put together from the nearest one, with digests of its own, and is the same again", async () => {
    const state: RegistryState = { repositories: {} };
    const { made, settle } = registries(state);
    const old = await settle(made.find("docker.io/library/redis:7"));
    const latest = await settle(made.find("docker.io/library/redis:latest"));
    expect(old.reconstructed).toBe(true);
    expect(old.config.Env).toContain("REDIS_VERSION=7.4.5");
    expect(old.history.map(({ createdBy }) => createdBy)).toContain("ENV REDIS_VERSION=7.4.5");
    expect(old.config.Cmd).toEqual(latest.config.Cmd);
    expect(old.layers.some(({ digest }) => latest.layers.some((other) => other.digest === digest))).toBe(false);

    const python = await settle(made.find("docker.io/library/python:2.7"));
    expect(python.config.Env).toContain("PYTHON_VERSION=2.7.18");

    const again = registries(JSON.parse(JSON.stringify(state)));
    await again.settle(again.made.prepare(old));
    expect(again.asked.map(({ name, version }) => [name, version])).toEqual([
      ["trixie", ""],
      ["redis", "7.4.5"],
    ]);
  });

  test.each([
    ["postgres:16", ["PG_MAJOR=16", "PG_VERSION=16.10-1.pgdg13+2"]],
    ["postgres:9.6", ["PG_MAJOR=9.6", "PG_VERSION=9.6.24-1.pgdg13+2"]],
    ["mongo:7", ["MONGO_MAJOR=7.0", "MONGO_VERSION=7.0.22"]],
    ["caddy:2.7", ["CADDY_VERSION=v2.7.6"]],
    ["node:18-alpine", ["NODE_VERSION=18.20.8"]],
    ["nginx:1.25.3", ["NGINX_VERSION=1.25.3"]],
    ["nginx:stable-alpine", ["NGINX_VERSION=1.30.0"]],
    ["node:latest", ["NODE_VERSION=24.21.0"]],
    ["node:iron-slim", ["NODE_VERSION=20.19.5"]],
    ["postgres:alpine", ["PG_MAJOR=18"]],
  ])("%s tells a full version", async (name, env) => {
    const { made, settle } = registries();
    const { config } = await settle(made.find(`docker.io/library/${name}`));
    expect(config.Env).toEqual(expect.arrayContaining(env));
  });

  test.each([
    ...["alpine:3.19", "python:3.9-slim", "node:18-alpine", "ubuntu:22.04", "ubuntu:18.04", "postgres:16"],
    ...["node", "node:slim", "httpd:alpine", "busybox:musl", "busybox:stable-glibc", "hello-world:linux"],
  ])("%s", async (name) => {
    const { made, settle } = registries();
    expect((await settle(made.find(`docker.io/library/${name}`))).reconstructed).toBe(true);
  });

  test.each([
    ...["alpine:nosuchtag", "redis:99", "python:3.99", "nginx:latestt", "ubuntu:21.37", "hello-world:1"],
    ...["debian:slim", "postgres:16-slim", "nginx:stable-nosuch", "alpine:slim"],
  ])("%s does not exist", async (name) => {
    const { made, settle } = registries();
    await expect(settle(made.find(`docker.io/library/${name}`))).rejects.toThrow("not found");
  });
});

test("the course's services build on python:3 and carry their own files", async () => {
  const { made, settle } = registries();
  const service = await settle(made.find("docker.io/jjmerelo/platziws0:latest"));
  const python = await settle(made.find("docker.io/library/python:3"));
  expect(service.reconstructed).toBe(true);
  expect(service.layers.slice(0, python.layers.length)).toEqual(python.layers);
  expect(service.config).toMatchObject({ Cmd: ["python3", "-u", "main.py"], WorkingDir: "/src" });
  expect(service.config.Env).toContain("PORT=80");
  await settle(made.prepare(service));
  expect(service.layers.slice(python.layers.length).every(({ diffId }) => made.layer(diffId))).toBe(true);
});

describe("what is not there is missing in the registry's words", () => {
  test.each([
    [
      "docker.io/library/alpine:nosuch",
      'failed to resolve reference "docker.io/library/alpine:nosuch": docker.io/library/alpine:nosuch: not found',
    ],
    [
      "docker.io/library/nosuch:latest",
      "pull access denied for nosuch, repository does not exist or may require 'docker login'",
    ],
    [
      "192.168.99.1:5000/nosuch:v0",
      'failed to resolve reference "192.168.99.1:5000/nosuch:v0": 192.168.99.1:5000/nosuch:v0: not found',
    ],
    [
      "example.com/x:latest",
      'failed to resolve reference "example.com/x:latest": failed to do request: Head "https://example.com/v2/x/manifests/latest": dial tcp: lookup example.com: no such host',
    ],
  ])("%s", async (reference, message) => {
    const { made, settle } = registries();
    await expect(settle(made.find(reference))).rejects.toThrow(message);
  });
});

describe("a private registry", () => {
  const own = sealed({
    created: "2026-11-24T03:00:00Z",
    comment: "",
    config: { Cmd: ["sh"] },
    layers: [{ digest: "sha256:packed", diffId: "sha256:unpacked", compressedSize: 10, size: 20 }],
    history: [],
  });

  test("keeps what is pushed there, files and all, in its state", async () => {
    const state: RegistryState = { repositories: {} };
    const { made, settle } = registries(state);
    const files = { entries: [["hi", { kind: "file", content: "hi\n" }]] } as const;
    await settle(made.store("192.168.99.1:5000/platzi:v0", own, () => files));
    expect(await settle(made.tags("192.168.99.1:5000/platzi"))).toEqual(["v0"]);
    expect(await settle(made.has("192.168.99.1:5000/platzi", "sha256:packed"))).toBe(true);

    const again = registries(JSON.parse(JSON.stringify(state)));
    expect(await again.settle(again.made.find("192.168.99.1:5000/platzi:v0"))).toEqual(own);
    await again.settle(again.made.prepare(own));
    expect(again.made.layer("sha256:unpacked")).toBeDefined();
  });

  test("is the only one that takes pushes", async () => {
    const { made, settle } = registries();
    await expect(settle(made.store("docker.io/library/x:latest", own, () => undefined))).rejects.toThrow(
      "push access denied",
    );
  });
});

test("search finds public repositories only", async () => {
  const { made, settle } = registries();
  expect((await settle(made.search("platzi"))).map(({ name }) => name)).toContain("jjmerelo/platziws0");
  expect(await settle(made.search("redis"))).toEqual([{ name: "redis", description: "", stars: 0, official: true }]);
});
