import type { Layer } from "../../kernel/layer.ts";
import type { RootfsSource } from "../../registry/rootfs-source.ts";

/** What each layer of a public image holds, loaded when an image that has it is first used. */
const SOURCES: Readonly<Record<string, (source: RootfsSource) => Promise<Layer>>> = {
  alpine: async ({ version, created }) => (await import("./alpine.ts")).alpine(version, created),
  bookworm: async ({ created }) => (await import("./debian.ts")).debian("bookworm", created),
  "buildpack-deps": async ({ created }) => (await import("./debian.ts")).buildpackTools(created),
  busybox: async ({ created }) => (await import("./busybox.ts")).busyboxImage(created),
  caddy: async ({ created }) => (await import("./caddy.ts")).caddy(created),
  centos: async ({ created }) => (await import("./centos.ts")).centos(created),
  debian: async ({ created }) => (await import("./debian.ts")).debian("bookworm", created),
  fsharp: async ({ created }) => (await import("./fsharp.ts")).fsharp(created),
  "hello-world": async ({ created }) => (await import("./hello-world.ts")).helloWorld(created),
  httpd: async ({ created }) => (await import("./httpd.ts")).httpd(created),
  "logstash-oss": async ({ created }) => (await import("./logstash.ts")).logstash(created),
  mongo: async ({ base = "noble", created }) => (await import("./mongo.ts")).mongo(base, created),
  nginx: async ({ version, base = "trixie", created }) => (await import("./nginx.ts")).nginx(version, base, created),
  noble: async ({ created }) => (await import("./debian.ts")).debian("noble", created),
  node: async ({ base = "bookworm", created }) => (await import("./node.ts")).node(base, created),
  postgres: async ({ version, base = "trixie", created }) =>
    (await import("./postgres.ts")).postgres(version, base, created),
  python: async ({ version, created }) => (await import("./python.ts")).python(version, created),
  redis: async ({ base = "trixie", created }) => (await import("./redis.ts")).redis(base, created),
  registry: async ({ created }) => (await import("./registry.ts")).registry(created),
  resolute: async ({ created }) => (await import("./debian.ts")).debian("resolute", created),
  bionic: async ({ created }) => (await import("./debian.ts")).debian("bionic", created),
  bullseye: async ({ created }) => (await import("./debian.ts")).debian("bullseye", created),
  focal: async ({ created }) => (await import("./debian.ts")).debian("focal", created),
  forky: async ({ created }) => (await import("./debian.ts")).debian("forky", created),
  jammy: async ({ created }) => (await import("./debian.ts")).debian("jammy", created),
  traefik: async ({ created }) => (await import("./traefik.ts")).traefik(created),
  trixie: async ({ created }) => (await import("./debian.ts")).debian("trixie", created),
};

/** The files of a layer; undefined when it holds nothing a learner would look for. */
export async function loadRootfs(source: RootfsSource): Promise<Layer | undefined> {
  const load = Object.hasOwn(SOURCES, source.name) ? SOURCES[source.name] : undefined;
  return load?.(source);
}
