import { languageOf } from "../../cli/not-simulated.ts";
import { becomeCommand, runCommand } from "../../commands/run-command.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { pipScript } from "./venv.ts";

/** Versions that pyenv can build here: the last of each series, and the one that the course of 2018 used. */
const INSTALLABLE = [
  "2.7.14",
  "2.7.18",
  "3.6.15",
  "3.8.20",
  "3.9.25",
  "3.10.19",
  "3.11.14",
  "3.12.12",
  "3.13.11",
  "3.14.2",
];

const rootOf = ({ env }: Process) => env.PYENV_ROOT ?? `${env.HOME ?? "/root"}/.pyenv`;

/** The versions in force, and why: the variable, the folder's file, the global file. */
function selected(process: Process): { readonly versions: readonly string[]; readonly origin: string } {
  const { env, files, cwd } = process;
  if (env.PYENV_VERSION)
    return { versions: env.PYENV_VERSION.split(":"), origin: "PYENV_VERSION environment variable" };
  for (let folder = cwd; ; folder = folder.replace(/\/[^/]*$/, "")) {
    const path = `${folder}/.python-version`;
    if (files.exists(path)) return { versions: words(files.readFile(path)), origin: path };
    if (folder === "" || folder === "/") break;
  }
  const path = `${rootOf(process)}/version`;
  return files.exists(path)
    ? { versions: words(files.readFile(path)), origin: path }
    : { versions: ["system"], origin: path };
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

const installed = (process: Process): string[] => {
  const folder = `${rootOf(process)}/versions`;
  return process.files.exists(folder) ? process.files.readdir(folder) : [];
};

/** A file in a version's bin, or in the system's PATH without pyenv's own. */
function whichOf(process: Process, name: string): string | undefined {
  for (const version of selected(process).versions) {
    if (version === "system") {
      const folders = (process.env.PATH ?? "").split(":").filter((folder) => folder !== `${rootOf(process)}/shims`);
      const found = folders.map((folder) => `${folder}/${name}`).find((path) => process.files.exists(path));
      if (found !== undefined) return found;
      continue;
    }
    const path = `${rootOf(process)}/versions/${version}/bin/${name}`;
    if (process.files.exists(path)) return path;
  }
  return undefined;
}

/** What `pyenv which` says of a command that the chosen versions do not have (its libexec/pyenv-which). */
function notFound(process: Process, name: string): string {
  const { versions, origin } = selected(process);
  const there = installed(process);
  const absent = versions
    .filter((version) => version !== "system" && !there.includes(version))
    .map((version) => `pyenv: version \`${version}' is not installed (set by ${origin})\n`);
  const having = there.filter((version) => process.files.exists(`${rootOf(process)}/versions/${version}/bin/${name}`));
  const advice =
    having.length === 0
      ? ""
      : `\nThe \`${name}' command exists in these Python versions:\n${having.map((version) => `  ${version}\n`).join("")}\nNote: See 'pyenv help global' for tips on allowing multiple\n      Python versions to be found at the same time.\n`;
  return `${absent.join("")}pyenv: ${name}: command not found\n${advice}`;
}

/** A shim for each command of each version: it asks pyenv which one is meant. */
function rehash(process: Process): void {
  const { files } = process;
  const shims = `${rootOf(process)}/shims`;
  files.mkdir(shims, { recursive: true });
  for (const version of installed(process))
    for (const name of files.readdir(`${rootOf(process)}/versions/${version}/bin`))
      files.writeFile(`${shims}/${name}`, '#!/usr/bin/env bash\nexec pyenv exec "${0##*/}" "$@"\n', { mode: 0o755 });
}

async function install(process: Process, args: readonly string[]): Promise<number> {
  if (args.includes("--list") || args.includes("-l")) {
    await process.stdout.write(`Available versions:\n${INSTALLABLE.map((version) => `  ${version}\n`).join("")}`);
    return 0;
  }
  const asked = args.filter((arg) => !arg.startsWith("-"));
  if (asked.length === 0) {
    await process.stderr.write(
      "Usage: pyenv install [-f] [-kvp] <version>...\n       pyenv install -l|--list\n       pyenv install --version\n",
    );
    return 1;
  }
  for (const word of asked) {
    const version = INSTALLABLE.findLast((one) => one === word || one.startsWith(`${word}.`));
    if (version === undefined) {
      await process.stderr.write(
        `python-build: definition not found: ${word}\n\nSee all available versions with \`pyenv install --list'.\n\nIf the version you need is missing, try upgrading pyenv:\n\n  cd ${rootOf(process)} && git pull && cd -\n`,
      );
      return 2;
    }
    const root = `${rootOf(process)}/versions/${version}`;
    if (process.files.exists(root) && (args.includes("-s") || args.includes("--skip-existing"))) continue;
    if (process.files.exists(root) && !args.includes("-f") && !args.includes("--force")) {
      await process.stderr.write(`pyenv: ${root} already exists\ncontinue with installation? (y/N) `);
      const answer = await process.stdin.read();
      if (answer === null || !/^y/i.test(answer)) return 1;
    }
    await process.stderr.write(
      `Downloading Python-${version}.tar.xz...\n-> https://www.python.org/ftp/python/${version}/Python-${version}.tar.xz\nInstalling Python-${version}...\n`,
    );
    await process.sleep(8000);
    build(process, root, version);
    await process.stderr.write(`Installed Python-${version} to ${root}\n`);
  }
  rehash(process);
  return 0;
}

function build(process: Process, root: string, version: string): void {
  const { files } = process;
  const [major = "3", minor = ""] = version.split(".");
  const name = `python${major}.${minor}`;
  files.mkdir(`${root}/bin`, { recursive: true });
  files.mkdir(`${root}/lib/${name}/site-packages`, { recursive: true });
  files.writeFile(`${root}/bin/${name}`, "", { mode: 0o755, program: "python3", size: 30_000_000 });
  for (const other of ["python", `python${major}`]) {
    if (files.exists(`${root}/bin/${other}`)) files.unlink(`${root}/bin/${other}`);
    files.symlink(name, `${root}/bin/${other}`);
  }
  for (const other of ["pip", `pip${major}`])
    files.writeFile(`${root}/bin/${other}`, pipScript(`${root}/bin/${name}`), { mode: 0o755 });
}

const missing = (process: Process, version: string) =>
  process.stderr.write(`pyenv: version \`${version}' not installed\n`).then(() => 1);

/** Reads or sets the versions in a file. */
async function choose(process: Process, path: string, versions: readonly string[], none: string): Promise<number> {
  const { files } = process;
  if (versions.length === 0) {
    if (!files.exists(path)) {
      await (none.startsWith("pyenv:") ? process.stderr : process.stdout).write(`${none}\n`);
      return none.startsWith("pyenv:") ? 1 : 0;
    }
    await process.stdout.write(`${words(files.readFile(path)).join("\n")}\n`);
    return 0;
  }
  const absent = versions.find((version) => version !== "system" && !installed(process).includes(version));
  if (absent !== undefined) return missing(process, absent);
  files.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  files.writeFile(path, `${versions.join("\n")}\n`);
  return 0;
}

const HELP = `Usage: pyenv <command> [<args>]

Some useful pyenv commands are:
   commands    List all available pyenv commands
   exec        Run an executable with the selected Python version
   global      Set or show the global Python version(s)
   init        Configure the shell environment for pyenv
   install     Install a Python version using python-build
   local       Set or show the local application-specific Python version(s)
   rehash      Rehash pyenv shims (run this after installing executables)
   root        Display the root directory where versions and shims are kept
   uninstall   Uninstall Python versions
   version     Show the current Python version(s) and its origin
   versions    List all Python versions available to pyenv
   which       Display the full path to an executable
   whence      List all Python versions that contain the given executable

See \`pyenv help <command>' for information on a specific command.
For full documentation, see: https://github.com/pyenv/pyenv#readme
`;

/**
 * pyenv: several Pythons side by side, one of them in force. Its outputs are reconstructed from its source; building a
 * Python takes a few seconds instead of minutes.
 */
export const pyenv: Program = async (process) => {
  const [, action, ...args] = process.args;
  const root = rootOf(process);
  const { files, stdout } = process;
  switch (action) {
    case undefined:
      await process.stderr.write(`pyenv 2.6.15\n${HELP}`);
      return 1;
    case "--version":
    case "-v":
      await stdout.write("pyenv 2.6.15\n");
      return 0;
    case "help":
    case "--help":
      await stdout.write(HELP);
      return 0;
    case "root":
      await stdout.write(`${root}\n`);
      return 0;
    case "init":
      await stdout.write(
        `PATH="$(bash --norc -ec 'IFS=:; paths=($PATH); for i in "\${!paths[@]}"; do if [[ "\${paths[i]}" == "${root}/shims" ]]; then unset paths[i]; fi; done; echo "\${paths[*]}"')"\nexport PATH="${root}/shims:\${PATH}"\nexport PYENV_SHELL=bash\n`,
      );
      return 0;
    case "install":
      return install(process, args);
    case "uninstall": {
      for (const version of args.filter((arg) => !arg.startsWith("-"))) {
        if (!installed(process).includes(version)) return missing(process, version);
        files.remove(`${root}/versions/${version}`);
        await stdout.write(`pyenv: ${version} uninstalled\n`);
      }
      return 0;
    }
    case "rehash":
      rehash(process);
      return 0;
    case "global":
      return choose(process, `${root}/version`, args, "system");
    case "local":
      return choose(
        process,
        `${process.cwd}/.python-version`,
        args,
        "pyenv: no local version configured for this directory",
      );
    case "version": {
      const { versions, origin } = selected(process);
      for (const version of versions) await stdout.write(`${version} (set by ${origin})\n`);
      return 0;
    }
    case "versions": {
      const { versions, origin } = selected(process);
      for (const version of ["system", ...installed(process)])
        await stdout.write(versions.includes(version) ? `* ${version} (set by ${origin})\n` : `  ${version}\n`);
      return 0;
    }
    case "which":
    case "exec": {
      const name = args[0] ?? "";
      const path = whichOf(process, name);
      if (path === undefined) {
        await process.stderr.write(notFound(process, name));
        return 127;
      }
      if (action === "exec" && /^pip[\d.]*$/.test(name)) {
        // Its hook pip-rehash: what pip installs is found at once.
        const status = await runCommand(process, [path, ...args.slice(1)]);
        if (args[1] === "install") rehash(process);
        return status;
      }
      if (action === "exec") return becomeCommand(process, [path, ...args.slice(1)]);
      await stdout.write(`${path}\n`);
      return 0;
    }
    default:
      await process.stderr.write(
        ["shell", "prefix", "whence", "commands", "shims", "hooks", "latest"].includes(action)
          ? languageOf(process.env) === "es"
            ? `Este laboratorio no simula «pyenv ${action}».\n`
            : `This playground does not simulate "pyenv ${action}".\n`
          : `pyenv: no such command \`${action}'\n`,
      );
      return 1;
  }
};
