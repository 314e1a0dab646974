import { FileError, resolvePath } from "../kernel/filesystem.ts";
import type { Process, Program } from "../kernel/process.ts";
import { bashIntroduction } from "./bash-version.ts";
import { runToEnd } from "./fork.ts";
import { interactiveLoop, runStandardInput } from "./interactive.ts";
import { optionOfLetter, setOption } from "./options.ts";
import { type Flavour, Shell } from "./shell.ts";
import { install } from "./trap.ts";

/** What a shell's command line asks for. */
interface Invocation {
  readonly command?: string;
  readonly script?: string;
  readonly positional: readonly string[];
  readonly name?: string;
  readonly login: boolean;
  readonly interactive: boolean;
  readonly options: readonly (readonly [name: string, on: boolean])[];
  readonly shopts: readonly (readonly [name: string, on: boolean])[];
  readonly rc: boolean;
  /** Only tell which one it is. */
  readonly version?: boolean;
  /** What is wrong with it. */
  readonly fault?: string;
}

/** The bash of Debian and Ubuntu. */
export const bash: Program = (process) => runShell(process, "bash");

/** Busybox's shell: Alpine's and busybox's /bin/sh. */
export const ash: Program = (process) => runShell(process, "ash");

/** Debian's and Ubuntu's /bin/sh. */
export const dash: Program = (process) => runShell(process, "dash");

/** Whatever /bin/sh is on the machine: busybox's where there is a busybox, else dash. */
export const sh: Program = (process) => runShell(process, process.files.exists("/bin/busybox") ? "ash" : "dash");

async function runShell(process: Process, flavour: Flavour): Promise<number> {
  const invocation = readInvocation(process.args);
  const called = process.args[0] ?? flavour;
  if (invocation.fault !== undefined) {
    await process.stderr.write(`${called.replace(/^.*\//, "")}: ${invocation.fault}\n`);
    return 2;
  }
  if (invocation.version && flavour === "bash") {
    await process.stdout.write(bashIntroduction(process.machine.files));
    return 0;
  }
  const fromInput = invocation.command === undefined && invocation.script === undefined;
  const interactive = invocation.interactive || (fromInput && process.stdin.isTTY);
  const shell = new Shell(process, {
    flavour,
    name: invocation.name ?? invocation.script ?? called,
    positional: invocation.positional,
    interactive,
  });
  for (const [name, on] of invocation.options) setOption(shell, name, on);
  for (const [name, on] of invocation.shopts) on ? shell.shopts.add(name) : shell.shopts.delete(name);
  return runToEnd(shell, async () => {
    const login = invocation.login || called.startsWith("-");
    if (login) shell.shopts.add("login_shell");
    await startupFiles(shell, { login, interactive, rc: invocation.rc });
    // What was ignored where it was started stays so; a first process has nobody above it.
    if (!fromInput && process.pid === 1) install(shell, "SIGINT");
    if (invocation.command !== undefined) {
      shell.options.add("command-string");
      return shell.runText(invocation.command, { name: shell.name, tail: true });
    }
    if (invocation.script !== undefined) return runFile(shell, invocation.script);
    shell.options.add("stdin");
    return interactive ? interactiveLoop(shell) : runStandardInput(shell);
  });
}

function readInvocation(args: readonly string[]): Invocation {
  const options: [string, boolean][] = [];
  const shopts: [string, boolean][] = [];
  let [command, script, login, interactive, fromInput, rc] = [false, false, false, false, false, true];
  let i = 1;
  const settled = () => ({ login, interactive, options, shopts, rc });
  for (; i < args.length; i++) {
    const word = args[i] ?? "";
    if (word === "--" || word === "-") {
      i++;
      break;
    }
    if (word.startsWith("--")) {
      if (word === "--login") login = true;
      else if (word === "--norc" || word === "--noprofile") rc = false;
      else if (word === "--posix" || word === "--noediting") continue;
      else if (word === "--version") return { ...settled(), positional: [], version: true };
      else if (word === "--rcfile" || word === "--init-file") i++;
      else return { ...settled(), positional: [], fault: `${word}: invalid option` };
      continue;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      if (letter === "c") command = true;
      else if (letter === "s") fromInput = true;
      else if (letter === "i") interactive = true;
      else if (letter === "l") login = true;
      else if (letter === "o") options.push([args[++i] ?? "", on]);
      else if (letter === "O") shopts.push([args[++i] ?? "", on]);
      else {
        const name = optionOfLetter(letter);
        if (name === undefined) return { ...settled(), positional: [], fault: `-${letter}: invalid option` };
        options.push([name, on]);
      }
    }
  }
  const rest = args.slice(i);
  if (command) {
    const [text, name, ...positional] = rest;
    if (text === undefined) return { ...settled(), positional: [], fault: "-c: option requires an argument" };
    return { ...settled(), command: text, positional, ...(name !== undefined && { name }) };
  }
  script = rest.length > 0 && !fromInput;
  const [file, ...positional] = rest;
  return script && file !== undefined ? { ...settled(), script: file, positional } : { ...settled(), positional: rest };
}

/** What a shell reads before anything else: a login shell the profiles, an interactive bash its rc files. */
async function startupFiles(shell: Shell, how: { login: boolean; interactive: boolean; rc: boolean }): Promise<void> {
  if (!how.rc) return;
  const home = shell.variables.get("HOME") ?? "/root";
  if (how.login) {
    await sourceIfThere(shell, "/etc/profile");
    const own = [".bash_profile", ".bash_login", ".profile"].map((name) => `${home}/${name}`);
    const names = shell.flavour === "bash" ? own : [`${home}/.profile`];
    const first = names.find((name) => shell.process.files.exists(name));
    if (first !== undefined) await sourceIfThere(shell, first);
  } else if (how.interactive && shell.flavour === "bash") {
    await sourceIfThere(shell, "/etc/bash.bashrc");
    await sourceIfThere(shell, `${home}/.bashrc`);
  } else if (how.interactive) {
    const file = shell.variables.get("ENV");
    if (file) await sourceIfThere(shell, file);
  }
}

async function sourceIfThere(shell: Shell, path: string): Promise<void> {
  const { files } = shell.process;
  if (!files.exists(path) || !files.allows(path, 4)) return;
  await shell.runLine(`. '${path.replaceAll("'", "'\\''")}'`);
}

async function runFile(shell: Shell, name: string): Promise<number> {
  try {
    const text = shell.process.files.readFile(scriptPath(shell, name));
    return await shell.runText(text, { name });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const called = shell.process.args[0] ?? "bash";
    const missing = error.code === "ENOENT";
    const status = missing ? 127 : 126;
    const message =
      shell.flavour === "bash"
        ? `${called}: ${name}: ${error.message}`
        : shell.flavour === "ash"
          ? `${called}: can't open '${name}': ${error.message}`
          : `${called}: 0: cannot open ${name}: ${missing ? "No such file" : error.message}`;
    await shell.write(2, `${message}\n`);
    return shell.flavour === "bash" ? status : 2;
  }
}

/** A script is looked for in the working directory, then in PATH. */
function scriptPath(shell: Shell, name: string): string {
  const here = resolvePath(shell.cwd, name);
  if (name.includes("/") || shell.process.files.exists(here)) return here;
  for (const folder of (shell.variables.get("PATH") ?? "").split(":")) {
    const path = resolvePath(shell.cwd, `${folder}/${name}`);
    if (shell.process.files.exists(path)) return path;
  }
  return here;
}
