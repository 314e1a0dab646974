import type { Program } from "../kernel/process.ts";

/** Where each program of the images is: by the name its binary carries. */
const PROGRAMS: Readonly<Record<string, () => Promise<Program>>> = {
  nginx: async () => (await import("./nginx/nginx.ts")).nginx,
  "redis-server": async () => (await import("./redis/redis-server.ts")).redisServer,
  "redis-cli": async () => (await import("./redis/redis-cli.ts")).redisCli,
  httpd: async () => (await import("./httpd.ts")).httpd,
  "postgres-entrypoint": async () => (await import("./postgres/entrypoint.ts")).postgresEntrypoint,
  postgres: async () => (await import("./postgres/postgres.ts")).postgres,
  pg_isready: async () => (await import("./postgres/postgres.ts")).pgIsReady,
  node: async () => (await import("./node.ts")).node,
  fsharpi: async () => (await import("./fsharpi.ts")).fsharpi,
  hello: async () => (await import("./hello.ts")).hello,
  logstash: async () => (await import("./logstash/logstash.ts")).logstash,
  pyenv: async () => (await import("./python/pyenv.ts")).pyenv,
};

/** The program of an image's binary, loaded when first asked for; undefined when there is none by that name. */
export function loadProgram(name: string): Promise<Program> | undefined {
  return Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name]?.() : undefined;
}
