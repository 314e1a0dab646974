import { languageOf } from "../../cli/not-simulated.ts";
import type { Program } from "../../kernel/process.ts";
import type { Run } from "../command.ts";
import { AptError, aptCommand, needRoot, quietness } from "./apt-command.ts";
import { Apt } from "./apt-state.ts";
import { list, policy, search, show } from "./ask-lists.ts";
import { autoremove, carryOut, install, removePackages, thinking } from "./changes.ts";
import { update } from "./update.ts";

/** Operations of the real ones that the lab has nothing to do for. */
const NOT_SIMULATED =
  "source build-dep download changelog satisfy dselect-upgrade edit-sources why why-not moo history-list".split(" ");

/** apt-get and apt, which differ in what they show. @param modern whether it is apt */
function program(modern: boolean): Program {
  return aptCommand(async (run) => {
    const [operation, ...words] = run.operands;
    if (modern && operation !== undefined && !run.process.stdout.isTTY)
      await run.process.stderr.write(
        "\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n",
      );
    const apt = await Apt.of(run);
    if (run.has("v") || run.has("version")) {
      await run.out(`apt ${apt.catalog.packages.get("apt")?.version ?? ""} (amd64)\n`);
      return 0;
    }
    const done = await perform(run, apt, operation, words, modern);
    if (done !== undefined) return done;
    if (operation === undefined || operation === "help" || run.has("h")) {
      await run.out(usage(modern, apt.catalog.packages.get("apt")?.version ?? ""));
      return operation === undefined && !run.has("h") ? 1 : 0;
    }
    if (!NOT_SIMULATED.includes(operation)) throw new AptError(`Invalid operation ${operation}`);
    await run.process.stderr.write(
      languageOf(run.process.env) === "es"
        ? `Este laboratorio no simula «${run.name} ${operation}».\n`
        : `This playground does not simulate "${run.name} ${operation}".\n`,
    );
    return 1;
  });
}

async function perform(
  run: Run,
  apt: Apt,
  operation: string | undefined,
  words: readonly string[],
  modern: boolean,
): Promise<number | undefined> {
  switch (operation) {
    case "update":
      if (run.process.user.uid !== 0)
        throw new AptError(
          "Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\nE: Unable to lock directory /var/lib/apt/lists/",
        );
      return afterUpdate(run, await update(run, quietness(run) > 1), modern);
    case "install":
    case "reinstall":
      return install(run, apt, words, modern);
    case "remove":
    case "purge":
      return removePackages(run, apt, words, operation === "purge" || run.has("purge"), modern);
    case "autoremove":
    case "autopurge":
      return autoremove(run, apt, operation === "autopurge" || run.has("purge"), modern);
    case "upgrade":
    case "dist-upgrade":
    case "full-upgrade": {
      needRoot(run);
      if (quietness(run) < 2)
        await run.out(`${thinking(run)}Calculating upgrade...${run.process.stdout.isTTY ? " Done" : ""}\n`);
      return carryOut(run, apt, modern, {
        added: [],
        removed: [],
        asked: [],
        suggested: [],
        recommended: [],
        orphans: [],
        purge: false,
      });
    }
    case "clean":
    case "autoclean":
    case "auto-clean":
      needRoot(run);
      return 0;
    case "check":
      await run.out(thinking(run));
      return 0;
    default:
      break;
  }
  if (!modern) return undefined;
  if (operation === "list") return list(run, apt, words);
  if (operation === "search") return search(run, apt, words, true);
  if (operation === "show") return show(run, apt, words, true);
  return operation === "policy" ? policy(run, apt, words) : undefined;
}

async function afterUpdate(run: Run, status: number, modern: boolean): Promise<number> {
  if (modern && status === 0) await run.out("All packages are up to date.\n");
  return status;
}

const usage = (modern: boolean, version: string) =>
  modern
    ? `apt ${version} (amd64)\nUsage: apt [options] command\n\napt is a commandline package manager and provides commands for\nsearching and managing as well as querying information about packages.\n\nMost used commands:\n  list - list packages based on package names\n  search - search in package descriptions\n  show - show package details\n  install - install packages\n  remove - remove packages\n  autoremove - automatically remove all unused packages\n  update - update list of available packages\n  upgrade - upgrade the system by installing/upgrading packages\n\nSee apt(8) for more information about the available commands.\n                                        This APT has Super Cow Powers.\n`
    : `apt ${version} (amd64)\nUsage: apt-get [options] command\n       apt-get [options] install|remove pkg1 [pkg2 ...]\n       apt-get [options] source pkg1 [pkg2 ...]\n\napt-get is a command line interface for retrieval of packages\nand information about them from authenticated sources and\nfor installation, upgrade and removal of packages together\nwith their dependencies.\n\nMost used commands:\n  update - Retrieve new lists of packages\n  upgrade - Perform an upgrade\n  install - Install new packages (pkg is libc6 not libc6.deb)\n  remove - Remove packages\n  purge - Remove packages and config files\n  autoremove - Remove automatically all unused packages\n  clean - Erase downloaded archive files\n\nSee apt-get(8) for more information about the available commands.\n                                        This APT has Super Cow Powers.\n`;

export const aptGet = program(false);
export const apt = program(true);

/** `apt-cache`: what the lists say. */
export const aptCache = aptCommand(async (run) => {
  const [operation, ...words] = run.operands;
  const state = await Apt.of(run);
  if (operation === "policy") return policy(run, state, words);
  if (operation === "search") return search(run, state, words, false);
  if (operation === "show") return show(run, state, words, false);
  if (operation === "pkgnames") {
    for (const { name } of state.all()) if (name.startsWith(words[0] ?? "")) await run.out(`${name}\n`);
    return 0;
  }
  if (operation === "depends" || operation === "rdepends") {
    for (const word of words) {
      const { package: one } = state.named(word);
      if (!one) throw new AptError("No packages found");
      await run.out(`${one.name}\n`);
      if (operation === "depends")
        for (const group of one.depends)
          await run.out(group.map((name, at) => `${at < group.length - 1 ? " |" : "  "}Depends: ${name}\n`).join(""));
      else {
        await run.out("Reverse Depends:\n");
        for (const other of state.all())
          if (other.depends.flat().includes(one.name)) await run.out(`  ${other.name}\n`);
      }
    }
    return 0;
  }
  throw new AptError(`Invalid operation ${operation ?? ""}`);
});
