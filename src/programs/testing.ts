import { containerFiles } from "../engine/container/container-files.ts";
import { createContainer } from "../engine/container/create.ts";
import { requireContainer } from "../engine/container/find.ts";
import { readLogs } from "../engine/container/logs.ts";
import { startContainer } from "../engine/container/start.ts";
import { waitContainer } from "../engine/container/wait.ts";
import { testEngine } from "../engine/testing.ts";
import { fetchHttp, type HttpRequest } from "../kernel/http.ts";
import type { Program } from "../kernel/process.ts";
import { httpd } from "./httpd.ts";
import { nginx } from "./nginx/nginx.ts";
import { node } from "./node.ts";
import { postgresEntrypoint } from "./postgres/entrypoint.ts";
import { postgres } from "./postgres/postgres.ts";
import { fileServer } from "./python/file-server.ts";
import { redisCli } from "./redis/redis-cli.ts";
import { redisServer } from "./redis/redis-server.ts";

const PROGRAMS: Record<string, Program> = {
  nginx,
  httpd,
  node,
  "http.server": (process) => fileServer(process, process.args.slice(1)),
  postgres,
  "postgres-entrypoint": postgresEntrypoint,
  "redis-server": redisServer,
  "redis-cli": redisCli,
};

/** A host on which programs run in containers, with files put there before they start. */
export function host() {
  const { engine, clock, settle } = testEngine({ programs: PROGRAMS });
  const start = async (
    name: string,
    Cmd: string[],
    files: Record<string, string> = {},
    more: { Env?: string[]; StopSignal?: string } = {},
  ) => {
    const { Id } = await settle(createContainer(engine, { name, config: { Image: "alpine", Cmd, ...more } }));
    const inside = await settle(containerFiles(engine, Id));
    for (const [path, text] of Object.entries(files)) {
      inside.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      inside.writeFile(path, text);
    }
    await settle(startContainer(engine, Id));
    return requireContainer(engine, name);
  };
  const get = (name: string, path: string, request: Partial<HttpRequest> = {}) => {
    const address = requireContainer(engine, name).networks.bridge?.IPAddress;
    return settle(fetchHttp(engine.ports.host.network, `http://${address}${path}`, request));
  };
  /** Runs a command to its end; what it printed. */
  const output = async (name: string, Cmd: string[], more: { Env?: string[] } = {}) => {
    await start(name, Cmd, {}, more);
    const status = await settle(waitContainer(engine, name));
    return {
      status,
      text: readLogs(engine, name)
        .map(({ text }) => text)
        .join(""),
    };
  };
  const log = (name: string) =>
    readLogs(engine, name)
      .map(({ text }) => text)
      .join("");
  return { engine, clock, settle, start, get, output, log };
}
