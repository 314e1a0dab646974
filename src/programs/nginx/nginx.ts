import { credentialsOf, findUser } from "../../commands/accounts.ts";
import type { Credentials } from "../../kernel/filesystem.ts";
import { HARDWARE } from "../../kernel/hardware.ts";
import { headerOf, serveHttp } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Child, Process, Program } from "../../kernel/process.ts";
import { SIGNALS, type SignalName } from "../../kernel/signal.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { endingSignal } from "../ending-signal.ts";
import { commonLogDate } from "../log-date.ts";
import { openLog } from "../open-log.ts";
import { type Config, loadConfig } from "./config.ts";
import { ConfigError } from "./config-syntax.ts";
import { respond } from "./respond.ts";
import { makeTemporaryFolders, NGINX_UID, removePid, writePid } from "./run-files.ts";
import type { Site } from "./site.ts";

const CONF = "/etc/nginx/nginx.conf";

/** nginx: its command line, its master and workers, its logs; HTTP by the configuration in the container's files. */
export const nginx: Program = async (process) => {
  const { args, stderr } = process;
  const version = versionOf(process);
  const options = args.slice(1);
  const directives: string[] = [];
  let test = false;
  let conf = CONF;
  for (let option = options.shift(); option !== undefined; option = options.shift()) {
    if (option === "-v" || option === "-V") {
      await stderr.write(`nginx version: nginx/${version}\n`);
      return 0;
    }
    if (option === "-t" || option === "-T") test = true;
    else if (option === "-q") continue;
    else if (option === "-g") directives.push(options.shift() ?? "");
    else if (option === "-c") conf = options.shift() ?? CONF;
    else if (option === "-s") return signalMaster(process, options.shift() ?? "");
    else {
      const stray = option.startsWith("-") ? option.slice(1) : option;
      await stderr.write(`nginx: invalid option: "${stray}"\n`);
      return 1;
    }
  }
  let config: Config;
  const warnings: string[] = [];
  try {
    try {
      config = loadConfig(process.files, conf, (name, place) => {
        if (name === "user" && process.user.uid !== 0) warnings.push(`${USELESS_USER} in ${place}`);
      });
    } finally {
      for (const warning of warnings) await complain(process, "warn", warning);
    }
    makeTemporaryFolders(process);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    await complain(process, "emerg", error.message);
    if (test) await stderr.write(`nginx: configuration file ${conf} test failed\n`);
    return 1;
  }
  if (test) {
    await stderr.write(
      `nginx: the configuration file ${conf} syntax is ok\nnginx: configuration file ${conf} test is successful\n`,
    );
    return 0;
  }
  const title = `nginx: master process ${args.join(" ")}`;
  const foreground = directives.some((text) => /daemon\s+off/.test(text));
  const master: Program = (own) => runMaster(own, config, version);
  if (foreground) return process.exec(master, { args: [title] });
  process.spawn(master, { args: [title], group: "new" });
  return 0;
};

/** src/core/nginx.c, ngx_set_user. */
const USELESS_USER =
  'the "user" directive makes sense only if the master process runs with super-user privileges, ignored';

/** What is wrong with a start: in its log, and on the terminal while that is its own. */
function complain(process: Process, level: "warn" | "emerg", message: string): Promise<void> {
  const { pid, stderr } = process;
  return stderr.write(`${stamp(process)} [${level}] ${pid}#${pid}: ${message}\nnginx: [${level}] ${message}\n`);
}

function versionOf({ files, env }: Process): string {
  const path = "/usr/share/doc/nginx/VERSION";
  return files.exists(path) ? files.readFile(path).trim() : (env.NGINX_VERSION ?? "1.31.6");
}

async function runMaster(process: Process, config: Config, version: string): Promise<number> {
  const error = openLog(process, "/var/log/nginx/error.log", process.stderr);
  const access = openLog(process, "/var/log/nginx/access.log", process.stdout);
  const notice = (text: string, pid = process.pid) =>
    error.write(`${stamp(process)} [notice] ${pid}#${pid}: ${text}\n`);
  const workers: Child[] = [];
  let connections = 0;
  const site = (): Site => {
    const worker = workers[0]?.pid ?? process.pid;
    const number = ++connections;
    return {
      config,
      process,
      version,
      error: (text) => void error.write(`${stamp(process)} [error] ${worker}#${worker}: *${number} ${text}\n`),
    };
  };
  const listeners: Listener[] = [];
  try {
    for (const port of new Set(config.servers.flatMap(({ ports }) => ports))) {
      listeners.push(
        serveHttp(process, port, async (request, { remoteAddress }) => {
          const response = await respond(site(), { request, client: remoteAddress, port });
          const length = response.headers["Content-Length"] ?? "0";
          const header = (name: string) => headerOf(request.headers, name) ?? "-";
          await access.write(
            `${remoteAddress} - - [${commonLogDate(process.machine.clock.now())}] "${request.method} ${request.target} ${request.version}" ${response.status} ${request.method === "HEAD" ? 0 : length} "${header("referer")}" "${header("user-agent")}" "${header("x-forwarded-for")}"\n`,
          );
          return response;
        }),
      );
    }
  } catch (failure) {
    if (!(failure instanceof NetworkError)) throw failure;
    for (const listener of listeners) listener.close();
    return cannotBind(process, /\d+$/.exec(failure.message)?.[0] ?? "80");
  }
  try {
    writePid(process);
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    await complain(process, "emerg", failure.message);
    return 1;
  }
  await notice('using the "epoll" event method');
  await notice(`nginx/${version}`);
  await notice(`built by gcc 14.2.0 (Debian 14.2.0-19) `);
  await notice(`OS: Linux ${HARDWARE.kernel}`);
  await notice("getrlimit(RLIMIT_NOFILE): 1048576:1048576");
  await notice("start worker processes");
  const user = workerUser(process, config);
  const count = config.workers === "auto" ? HARDWARE.cpus : config.workers;
  for (let i = 0; i < count; i++) {
    const child = process.spawn(idle, { args: ["nginx: worker process"], user });
    workers.push(child);
    await notice(`start worker process ${child.pid}`);
  }
  for (const name of ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"] as const) process.onSignal(name, "ignore");
  const signal = await endingSignal(process, "SIGQUIT", "SIGTERM", "SIGINT");
  const graceful = signal === "SIGQUIT";
  for (const listener of listeners) listener.close();
  await notice(`signal ${SIGNALS[signal]} (${signal}) received, ${graceful ? "shutting down" : "exiting"}`);
  for (const { pid } of workers) await notice(graceful ? "gracefully shutting down" : "exiting", pid);
  for (const worker of workers) {
    if (graceful) await notice("exiting", worker.pid);
    await notice("exit", worker.pid);
    process.machine.processes.kill(worker.pid, "SIGTERM");
    await worker.exited;
  }
  for (const { pid } of workers) {
    await notice(`signal 17 (SIGCHLD) received from ${pid}`);
    await notice(`worker process ${pid} exited with code 0`);
  }
  removePid(process);
  await notice("exit");
  return 0;
}

/** Root's workers become the user of the configuration; others stay who they are. */
function workerUser({ user, files }: Process, config: Config): Credentials {
  if (user.uid !== 0) return user;
  const named = findUser(files, config.user);
  if (named) return credentialsOf(files, named);
  return config.user === "nginx" ? { uid: NGINX_UID, gid: NGINX_UID, groups: [NGINX_UID] } : user;
}

/** A worker: the master answers for it, so it only stands in the list of processes. */
const idle: Program = (process) =>
  new Promise((resolve) => process.signal.addEventListener("abort", () => resolve(0), { once: true }));

/** nginx tries five times before it gives up. */
async function cannotBind(process: Process, port: string): Promise<number> {
  const say = (text: string) => complain(process, "emerg", text);
  for (let attempt = 0; attempt < 5; attempt++) {
    await say(`bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
    await process.sleep(500);
  }
  await say("still could not bind()");
  return 1;
}

async function signalMaster(process: Process, name: string): Promise<number> {
  const known: Readonly<Record<string, SignalName>> = {
    stop: "SIGTERM",
    quit: "SIGQUIT",
    reload: "SIGHUP",
    reopen: "SIGUSR1",
  };
  const signal = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!signal) {
    await process.stderr.write(`nginx: invalid option: "-s ${name}"\n`);
    return 1;
  }
  const master = process.machine.processes.list().find(({ args }) => args[0]?.startsWith("nginx: master"));
  if (!master) {
    await process.stderr.write(`nginx: [error] open() "/run/nginx.pid" failed (2: No such file or directory)\n`);
    return 1;
  }
  process.machine.processes.kill(master.pid, signal);
  return 0;
}

/** `2026/11/24 03:27:05` */
function stamp({ machine }: Process): string {
  return new Date(machine.clock.now()).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
}
