import { FileError } from "../../kernel/filesystem.ts";
import type { Run } from "../command.ts";
import { type ServiceManager, UnitError } from "./service-manager.ts";
import { isMasked, readUnit, startLinks, type UnitFile } from "./unit-file.ts";
import { refusal, warnOfTriggers } from "./unit-messages.ts";

/** Units whose package also ships a script in /etc/init.d: they are kept in step with it. */
const WITH_SCRIPT: ReadonlySet<string> = new Set(["docker.service", "ssh.service", "cron.service", "dbus.service"]);
const INSTALLER = "/usr/lib/systemd/systemd-sysv-install";

/** `enable` makes the links that start units at a boot, `disable` takes them away; --now starts or stops them too. */
export async function changeEnablement(
  run: Run,
  manager: ServiceManager,
  units: readonly string[],
  on: boolean,
): Promise<number> {
  const word = on ? "enable" : "disable";
  const refused = refusal(run);
  if (refused) {
    await run.process.stderr.write(`Failed to ${word} unit: ${refused}\n`);
    return 1;
  }
  for (const name of units) {
    const unit = readUnit(manager.files, name);
    if (!unit) {
      await run.process.stderr.write(`Failed to ${word} unit: Unit ${name} does not exist\n`);
      return 1;
    }
    if (on && isMasked(manager.files, name)) {
      await run.process.stderr.write(`Failed to ${word} unit: Unit ${unit.path} is masked\n`);
      return 1;
    }
    if (WITH_SCRIPT.has(name))
      await run.process.stderr.write(
        `Synchronizing state of ${name} with SysV service script with ${INSTALLER}.\nExecuting: ${INSTALLER} ${word} ${name.replace(/\.service$/, "")}\n`,
      );
    await changeLinks(run, manager, unit, on);
    if (!run.has("now")) {
      if (!on) await warnOfTriggers(run, manager, name, "Disabling", units);
      continue;
    }
    try {
      await (on ? manager.start(name) : manager.stop(name));
      if (!on) await warnOfTriggers(run, manager, name, "Stopping", units);
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      await run.process.stderr.write(`Failed to ${on ? "start" : "stop"} ${name}: ${error.message}\n`);
      return error.status;
    }
  }
  return 0;
}

async function changeLinks(run: Run, { files }: ServiceManager, unit: UnitFile, on: boolean): Promise<void> {
  for (const path of startLinks(unit)) {
    if (on === files.exists(path)) continue;
    if (on) {
      files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      files.symlink(unit.path, path);
      await run.process.stderr.write(`Created symlink '${path}' → '${unit.path}'.\n`);
    } else {
      files.unlink(path);
      await run.process.stderr.write(`Removed '${path}'.\n`);
    }
  }
}

/** `mask` puts /dev/null in a unit's place. */
export async function mask(
  run: Run,
  { files }: ServiceManager,
  units: readonly string[],
  on: boolean,
): Promise<number> {
  const word = on ? "mask" : "unmask";
  const refused = refusal(run);
  if (refused) {
    await run.process.stderr.write(`Failed to ${word} unit: ${refused}\n`);
    return 1;
  }
  for (const name of units) {
    const path = `/etc/systemd/system/${name}`;
    try {
      if (on && !isMasked(files, name)) {
        files.symlink("/dev/null", path);
        await run.process.stderr.write(`Created symlink '${path}' → '/dev/null'.\n`);
      } else if (!on && isMasked(files, name)) {
        files.unlink(path);
        await run.process.stderr.write(`Removed '${path}'.\n`);
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await run.process.stderr.write(`Failed to ${word} unit: File '${path}' already exists\n`);
      return 1;
    }
  }
  return 0;
}
