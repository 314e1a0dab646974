import { credentialsOf, findUser } from "../../commands/accounts.ts";
import { byteLength } from "../../kernel/bytes.ts";
import type { Connection } from "../../kernel/connection.ts";
import type { Credentials } from "../../kernel/filesystem.ts";
import { HARDWARE } from "../../kernel/hardware.ts";
import { type HttpRequest, serveHttp } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Child, Process, Program } from "../../kernel/process.ts";
import { SIGNALS, type SignalName } from "../../kernel/signal.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { endingSignal } from "../ending-signal.ts";
import { commonLogDate } from "../log-date.ts";
import { openLog } from "../open-log.ts";
import { COMPILER } from "./command-line.ts";
import { type Config, loadConfig } from "./config.ts";
import { ConfigError } from "./config-syntax.ts";
import { complain, log } from "./error-log.ts";
import { resolver } from "./resolver.ts";
import { respond } from "./respond.ts";
import { NGINX_UID, removePid, writePid } from "./run-files.ts";
import { takeSender } from "./sender.ts";
import type { Asked, Site } from "./site.ts";
import { filled, variable } from "./variables.ts";

interface Worker {
  readonly child: Child;
  readonly process: Process;
}

/** nginx's master: it listens, keeps workers, and follows signals until one ends it. @param conf where its configuration is */
export async function runMaster(process: Process, first: Config, conf: string, version: string): Promise<number> {
  let config = first;
  const { line, notice } = log(process, config.errorLog);
  const workers: Worker[] = [];
  /** By address and port. */
  const listeners = new Map<string, Listener>();
  let connections = 0;
  let boundaries = 0;
  const numbers = new WeakMap<Connection, number>();

  const answer = async (port: number, request: HttpRequest, connection: Connection, raw?: string) => {
    const number = numbers.get(connection) ?? ++connections;
    numbers.set(connection, number);
    const worker = workers[0]?.process ?? process;
    const site: Site = {
      ...{ config, process: worker, version },
      boundary: () => ++boundaries,
      error: (text, level = "error") => void line(level, `*${number} ${text}`, worker.pid),
    };
    const asked = {
      ...{ request, client: connection.remoteAddress, port, local: connection.localAddress },
      ...{ hostname: process.machine.hostname, ...(raw === undefined ? {} : { line: raw }) },
    };
    const { response, settings, serverName } = await respond(site, asked);
    await logAccess(process, config, settings.accessLogs, { ...asked, serverName }, response);
    return response;
  };
  const listen = () => {
    const wanted = new Map<string, { readonly address: string; readonly port: number }>(
      config.servers.flatMap(({ ports, ports6 }) => [
        ...ports.map((port) => [`0.0.0.0:${port}`, { address: "0.0.0.0", port }] as const),
        ...ports6.map((port) => [`[::]:${port}`, { address: "::", port }] as const),
      ]),
    );
    for (const [place, listener] of listeners)
      if (!wanted.has(place)) {
        listener.close();
        listeners.delete(place);
      }
    for (const [place, { address, port }] of wanted) {
      if (listeners.has(place)) continue;
      const listener = serveHttp(process, port, (request, connection) => answer(port, request, connection), {
        address,
        malformed: (text, connection) => answer(port, NO_REQUEST, connection, text),
      });
      listeners.set(place, listener);
    }
  };
  try {
    listen();
  } catch (failure) {
    if (!(failure instanceof NetworkError)) throw failure;
    for (const listener of listeners.values()) listener.close();
    return cannotBind(process, failure, [...new Set(config.servers.flatMap(({ ports }) => ports))]);
  }
  try {
    writePid(process);
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    await complain(process, "emerg", failure.message);
    return 1;
  }
  const startWorkers = async () => {
    await notice("start worker processes");
    const user = workerUser(process, config);
    const count = config.workers === "auto" ? HARDWARE.cpus : config.workers;
    for (let i = 0; i < count; i++) {
      const worker = startWorker(process, user);
      workers.push(worker);
      await notice(`start worker process ${worker.child.pid}`);
    }
  };
  await notice('using the "epoll" event method');
  await notice(`nginx/${version}`);
  await notice(`built by ${COMPILER}`);
  await notice(`OS: Linux ${HARDWARE.kernel}`);
  await notice("getrlimit(RLIMIT_NOFILE): 1048576:1048576");
  await startWorkers();
  const received = (signal: SignalName, what: string) => {
    const sender = takeSender(process.machine);
    return notice(
      `signal ${SIGNALS[signal]} (${signal}) received${sender === undefined ? "" : ` from ${sender}`}, ${what}`,
    );
  };
  const reload = async () => {
    await received("SIGHUP", "reconfiguring");
    await notice("reconfiguring");
    let next: Config;
    try {
      next = loadConfig(process.files, conf, resolver(process));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      await line("emerg", error.message);
      return;
    }
    const before = config;
    config = next;
    try {
      listen();
    } catch (failure) {
      if (!(failure instanceof NetworkError)) throw failure;
      config = before;
      await line("emerg", `bind() to 0.0.0.0:${portOf(failure)} failed (98: Address already in use)`);
      return;
    }
    const old = workers.splice(0);
    await notice('using the "epoll" event method');
    await startWorkers();
    for (const { child } of old) await notice("gracefully shutting down", child.pid);
    await endWorkers(old);
  };
  const endWorkers = async (some: readonly Worker[], alone = false) => {
    for (const { child } of some) {
      if (!alone) await notice("exiting", child.pid);
      await notice("exit", child.pid);
      process.machine.processes.kill(child.pid, "SIGTERM");
      await child.exited;
    }
    for (const { child } of some) {
      await notice(`signal 17 (SIGCHLD) received from ${child.pid}`);
      await notice(`worker process ${child.pid} exited with code 0`);
    }
  };
  process.onSignal("SIGHUP", () => void reload());
  process.onSignal("SIGUSR1", () => void reopen());
  const reopen = async () => {
    await received("SIGUSR1", "reopening logs");
    await notice("reopening logs");
    for (const { child } of workers) await notice("reopening logs", child.pid);
  };
  for (const name of ["SIGUSR2", "SIGWINCH"] as const) process.onSignal(name, "ignore");
  const signal = await endingSignal(process, "SIGQUIT", "SIGTERM", "SIGINT");
  const graceful = signal === "SIGQUIT";
  for (const listener of listeners.values()) listener.close();
  await received(signal, graceful ? "shutting down" : "exiting");
  for (const { child } of workers) await notice(graceful ? "gracefully shutting down" : "exiting", child.pid);
  await endWorkers(workers, !graceful);
  removePid(process);
  await notice("exit");
  return 0;
}

/** Stands for what came as no request. */
const NO_REQUEST: HttpRequest = { method: "", target: "/", version: "HTTP/1.0", headers: {}, body: "" };

async function logAccess(
  process: Process,
  config: Config,
  logs: Config["servers"][number]["settings"]["accessLogs"],
  asked: Asked,
  response: { readonly status: number; readonly body: string },
): Promise<void> {
  const sent = asked.request.method === "HEAD" || response.status === 304 ? 0 : byteLength(response.body);
  const value = (name: string): string => {
    const now = process.machine.clock.now();
    if (name === "status") return String(response.status);
    if (name === "body_bytes_sent" || name === "bytes_sent") return String(sent);
    if (name === "time_local") return commonLogDate(now);
    if (name === "time_iso8601") return `${new Date(now).toISOString().slice(0, 19)}+00:00`;
    if (name === "msec") return (now / 1000).toFixed(3);
    if (name === "request_time") return "0.000";
    if (name === "pid") return String(process.pid);
    return variable(name, asked, asked.request.target.replace(/\?.*$/s, "")) || "-";
  };
  for (const { path, format } of logs)
    await openLog(process, path, process.stdout).write(`${filled(config.formats.get(format) ?? "", value)}\n`);
}

/** Root's workers become the user of the configuration; others stay who they are. */
function workerUser({ user, files }: Process, config: Config): Credentials {
  if (user.uid !== 0) return user;
  const named = findUser(files, config.user);
  if (named) return credentialsOf(files, named);
  return config.user === "nginx" ? { uid: NGINX_UID, gid: NGINX_UID, groups: [NGINX_UID] } : user;
}

/** A worker: the master listens for it, with its eyes on files: what its user may read. */
function startWorker(master: Process, user: Credentials): Worker {
  let own = master;
  const idle: Program = (process) => {
    own = process;
    return new Promise((resolve) => process.signal.addEventListener("abort", () => resolve(0), { once: true }));
  };
  const child = master.spawn(idle, { args: ["nginx: worker process"], user });
  return {
    child,
    get process() {
      return own;
    },
  };
}

const portOf = (failure: NetworkError): string => /\d+$/.exec(failure.message)?.[0] ?? "80";

/** nginx tries five times before it gives up; who may not listen there gives up at once. */
async function cannotBind(process: Process, failure: NetworkError, ports: readonly number[]): Promise<number> {
  const say = (text: string) => complain(process, "emerg", text);
  const port = portOf(failure) || String(ports[0]);
  if (failure.code === "EACCES") {
    await say(`bind() to 0.0.0.0:${port} failed (13: Permission denied)`);
    return 1;
  }
  for (let attempt = 0; attempt < 5; attempt++) {
    await say(`bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
    await log(process).notice("try again to bind() after 500ms");
    await process.sleep(500);
  }
  await say("still could not bind()");
  return 1;
}
