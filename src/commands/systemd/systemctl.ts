import { languageOf } from "../../cli/not-simulated.ts";
import type { Program } from "../../kernel/process.ts";
import { command, type Run } from "../command.ts";
import { runCommand } from "../run-command.ts";
import { changeEnablement, mask } from "./enable.ts";
import { listUnitFiles, listUnits, showProperties } from "./lists.ts";
import { NotSimulated, type ServiceManager, UnitError } from "./service-manager.ts";
import { activity, showStatus } from "./status.ts";
import { dropIns, enablement, isMasked, readUnit, unitName } from "./unit-file.ts";
import { refusal, warnOfTriggers } from "./unit-messages.ts";

type Verb = (run: Run, manager: ServiceManager, units: readonly string[]) => Promise<number>;

const change =
  (
    word: "start" | "stop" | "restart" | "reload",
    action: (manager: ServiceManager, name: string) => Promise<void>,
  ): Verb =>
  async (run, manager, units) => {
    let status = 0;
    for (const name of units) {
      const refused = readUnit(manager.files, name) && refusal(run);
      if (refused) {
        await run.process.stderr.write(
          `Failed to ${word} ${name}: ${refused}\nSee system logs and 'systemctl status ${name}' for details.\n`,
        );
        status = 1;
        continue;
      }
      try {
        await action(manager, name);
        if (word === "stop") await warnOfTriggers(run, manager, name, "Stopping", units);
      } catch (error) {
        if (error instanceof NotSimulated) {
          await sayNotSimulated(run, error.unit);
          status = 1;
        } else if (error instanceof UnitError) {
          const loaded = word === "stop" ? error.message.replace("not found", "not loaded") : error.message;
          await run.process.stderr.write(`Failed to ${word} ${name}: ${loaded}\n`);
          status = error.status;
        } else throw error;
      }
    }
    return status;
  };

async function sayNotSimulated(run: Run, unit: string): Promise<void> {
  await run.process.stderr.write(
    languageOf(run.process.env) === "es"
      ? `systemctl: este laboratorio no ejecuta ${unit}: solo los servicios con los que se instaló\n`
      : `systemctl: this lab does not run ${unit}: only the services it was installed with\n`,
  );
}

async function status(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  let result = 0;
  for (const [index, name] of units.entries()) {
    if (index > 0) await run.out("\n");
    result = Math.max(result, await showStatus(run, manager, name));
  }
  return result;
}

async function isActive(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  for (const name of units) if (!run.has("quiet")) await run.out(`${activity(manager, name).active}\n`);
  if (units.some((name) => manager.isActive(name))) return 0;
  return units.some((name) => readUnit(manager.files, name)) ? 3 : 4;
}

async function isEnabled(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  let result = 1;
  for (const name of units) {
    const unit = readUnit(manager.files, name);
    const state = unit ? enablement(manager.files, unit) : isMasked(manager.files, name) ? "masked" : "not-found";
    if (!run.has("quiet")) await run.out(`${state}\n`);
    if (state === "enabled" || state === "static") result = 0;
    else if (state === "not-found" && result !== 0) result = 4;
  }
  return result;
}

async function cat(run: Run, manager: ServiceManager, units: readonly string[]): Promise<number> {
  for (const name of units) {
    const unit = readUnit(manager.files, name);
    if (!unit) {
      await run.process.stderr.write(`No files found for ${name}.\n`);
      return 1;
    }
    const texts = [unit.path, ...dropIns(manager.files, name)].map(
      (path) => `# ${path}\n${manager.files.readFile(path)}`,
    );
    await run.out(texts.join("\n"));
  }
  return 0;
}

async function reload(run: Run): Promise<number> {
  const refused = refusal(run);
  if (refused) await run.process.stderr.write(`Failed to reload daemon: ${refused}\n`);
  return refused ? 1 : 0;
}

/** Switching the host off has commands of its own. */
const power =
  (name: string): Verb =>
  (run) =>
    runCommand(run.process, [name], { env: { ...run.process.env, PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } });

const restart = async (manager: ServiceManager, name: string) => {
  manager.unit(name);
  await manager.stop(name);
  await manager.start(name);
};

const VERBS: Readonly<Record<string, Verb>> = {
  start: change("start", (manager, name) => manager.start(name)),
  stop: change("stop", (manager, name) => manager.stop(name)),
  restart: change("restart", restart),
  "try-restart": change("restart", async (manager, name) => {
    if (manager.isActive(name)) await restart(manager, name);
  }),
  reload: change("reload", async (manager, name) => {
    manager.unit(name);
    if (!manager.isActive(name)) throw new UnitError(`Unit ${name} is not active.`, 1);
  }),
  "reload-or-restart": change("reload", async (manager, name) => {
    if (!manager.isActive(name)) await manager.start(name);
  }),
  status,
  "is-active": isActive,
  "is-enabled": isEnabled,
  "is-failed": async (run, manager, units) => {
    for (const name of units) await run.out(`${activity(manager, name).active}\n`);
    return 1;
  },
  enable: (run, manager, units) => changeEnablement(run, manager, units, true),
  disable: (run, manager, units) => changeEnablement(run, manager, units, false),
  mask: (run, manager, units) => mask(run, manager, units, true),
  unmask: (run, manager, units) => mask(run, manager, units, false),
  cat,
  show: showProperties,
  "list-units": listUnits,
  "list-unit-files": listUnitFiles,
  "daemon-reload": reload,
  "daemon-reexec": reload,
  "reset-failed": async () => 0,
  "is-system-running": async (run) => {
    await run.out("running\n");
    return 0;
  },
  poweroff: power("poweroff"),
  reboot: power("reboot"),
  halt: power("halt"),
};

/** Verbs that need no unit. */
const ALONE = new Set(
  "list-units list-unit-files daemon-reload daemon-reexec reset-failed is-system-running poweroff reboot halt show".split(
    " ",
  ),
);

/** `systemctl`: systemd's face on a host. */
export function systemctl(manager: ServiceManager): Program {
  return command(
    {
      usage: "[OPTIONS...] COMMAND ...",
      about: "Query or send control commands to the system manager.",
      short: "aflqHMn:o:p:t:",
      long: "all=a full=l force=f quiet no-pager no-legend plain now type:=t state: lines:=n output:=o property:=p value no-block user system failed",
    },
    async (run) => {
      const [word = "list-units", ...names] = run.operands;
      const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
      if (!verb) {
        await run.process.stderr.write(`Unknown command verb '${word}'.\n`);
        return 1;
      }
      const units = names.map(unitName);
      if (units.length === 0 && word === "status") return systemStatus(run, manager);
      if (units.length === 0 && !ALONE.has(word)) {
        await run.process.stderr.write("Too few arguments.\n");
        return 1;
      }
      return verb(run, manager, units);
    },
  );
}

/** `systemctl status` of the whole system: its head. */
async function systemStatus(run: Run, manager: ServiceManager): Promise<number> {
  const { hostname } = run.process.machine;
  await run.out(`● ${hostname}\n    State: running\n`);
  return listUnits(run, manager, []);
}
