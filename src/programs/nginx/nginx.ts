import { languageOf } from "../../cli/not-simulated.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";
import { commandLine, usage, versionLines } from "./command-line.ts";
import { type Config, loadConfig } from "./config.ts";
import { NoEvents } from "./config-checks.ts";
import { ConfigError } from "./config-syntax.ts";
import { complain, log } from "./error-log.ts";
import { runMaster } from "./master.ts";
import { resolver } from "./resolver.ts";
import { makeTemporaryFolders } from "./run-files.ts";
import { noteSender } from "./sender.ts";

/** nginx: its command line; its master and workers are started from here. */
export const nginx: Program = async (process) => {
  const { args, stderr } = process;
  const version = versionOf(process);
  const given = commandLine(args.slice(1));
  if (typeof given === "string") {
    await stderr.write(`nginx: ${given}\n`);
    return 1;
  }
  const { conf, test, dump, quiet, directives } = given;
  if (given.show !== undefined) {
    await stderr.write(versionLines(version, given.show === "configure"));
    if (given.show === "help") await stderr.write(usage());
    if (!test) return 0;
  }
  if (given.signal !== undefined && !Object.hasOwn(SIGNAL_OF, given.signal)) {
    await stderr.write(`nginx: invalid option: "-s ${given.signal}"\n`);
    return 1;
  }
  const read: string[] = [];
  const config = await readConfiguration(process, conf, test, quiet, (path) => read.push(path));
  if (!config) return 1;
  if (test) {
    if (!quiet) await stderr.write(`nginx: configuration file ${conf} test is successful\n`);
    if (dump)
      for (const path of new Set([conf, ...read]))
        await process.stdout.write(`# configuration file ${path}:\n${process.files.readFile(path)}\n`);
    return 0;
  }
  if (given.signal !== undefined) return signalMaster(process, given.signal);
  const title = `nginx: master process ${args.join(" ")}`;
  const master: Program = (own) => runMaster(own, config, conf, version);
  if (directives.some((text) => /daemon\s+off/.test(text)) || config.foreground)
    return process.exec(master, { args: [title] });
  process.spawn(master, { args: [title], group: "new" });
  return 0;
};

/** Reads the configuration; says what is wrong with it, and gives nothing then. */
async function readConfiguration(
  process: Process,
  conf: string,
  test: boolean,
  quiet: boolean,
  heard: (path: string) => void,
): Promise<Config | undefined> {
  const warnings: string[] = [];
  const right = () =>
    test && !quiet ? process.stderr.write(`nginx: the configuration file ${conf} syntax is ok\n`) : Promise.resolve();
  const say = async () => {
    for (const warning of warnings.splice(0)) await complain(process, "warn", warning);
  };
  try {
    const config = loadConfig(process.files, conf, resolver(process), (name, place) => {
      heard(place.replace(/:\d+$/, ""));
      if (name === "user" && process.user.uid !== 0) warnings.push(`${USELESS_USER} in ${place}`);
    });
    warnings.push(...config.warnings);
    await say();
    await right();
    makeTemporaryFolders(process);
    if (!test) for (const name of config.leftOut) await process.stderr.write(leftOut(process, name));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    await say();
    if (error instanceof NoEvents) await right();
    await complain(process, "emerg", error.message);
    if (test) await process.stderr.write(`nginx: configuration file ${conf} test failed\n`);
    return undefined;
  }
}

/** What is said of a directive that is read and does nothing here. */
const leftOut = ({ env }: Process, name: string): string =>
  languageOf(env) === "es"
    ? `nginx: este laboratorio no simula la directiva «${name}»: la lee, pero no hace nada.\n`
    : `nginx: this playground does not simulate the directive "${name}": it is read, but does nothing.\n`;

/** src/core/nginx.c, ngx_set_user. */
const USELESS_USER =
  'the "user" directive makes sense only if the master process runs with super-user privileges, ignored';

function versionOf({ files, env }: Process): string {
  const path = "/usr/share/doc/nginx/VERSION";
  return files.exists(path) ? files.readFile(path).trim() : (env.NGINX_VERSION ?? "1.31.6");
}

const SIGNAL_OF: Readonly<Record<string, SignalName>> = {
  stop: "SIGTERM",
  quit: "SIGQUIT",
  reload: "SIGHUP",
  reopen: "SIGUSR1",
};

/** `-s`: a note in the log, then the signal to the process that the file of its number names. */
async function signalMaster(process: Process, name: string): Promise<number> {
  await log(process).notice("signal process started");
  const path = "/run/nginx.pid";
  const pid = process.files.exists(path) ? Number(process.files.readFile(path)) : undefined;
  const signal = SIGNAL_OF[name];
  if (pid === undefined || signal === undefined) {
    await complain(process, "error", `open() "${path}" failed (2: No such file or directory)`);
    return 1;
  }
  if (!process.machine.processes.list().some((each) => each.pid === pid)) {
    await complain(
      process,
      "alert",
      `kill(${pid}, ${{ stop: 15, quit: 3, reload: 1, reopen: 10 }[name]}) failed (3: No such process)`,
    );
    return 1;
  }
  noteSender(process.machine, process.pid);
  process.machine.processes.kill(pid, signal);
  return 0;
}
