import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Shell } from "../shell.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";

/** Goes to a directory. Returns what went wrong. */
function changeTo(shell: Shell, path: string, physical: boolean): string | undefined {
  const { files } = shell.process;
  try {
    const target = physical ? files.realpath(path) : path;
    if (files.stat(target).kind !== "directory") return "Not a directory";
    if (!files.allows(target, 1)) return "Permission denied";
    shell.variables.set("OLDPWD", shell.cwd);
    shell.cwd = target;
    shell.variables.set("PWD", target);
    for (const name of ["PWD", "OLDPWD"]) shell.variables.declare(name, "global").exported = true;
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
}

/** `cd [-L|-P] [directory | -]`; CDPATH is searched. */
export const cd: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "LPe@", "cd [-L|[-P [-e]] [-@]] [dir]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (rest.length > 1 && shell.flavour === "bash") return fail(shell, "cd: too many arguments");
  let target = rest[0];
  let show = false;
  if (target === undefined) {
    target = shell.variables.get("HOME");
    if (target === undefined) return shell.flavour !== "bash" ? 0 : fail(shell, "cd: HOME not set");
    if (target === "") return 0;
  } else if (target === "-") {
    target = shell.variables.get("OLDPWD") ?? (shell.flavour === "bash" ? undefined : shell.cwd);
    if (target === undefined) return fail(shell, "cd: OLDPWD not set");
    show = true;
  }
  const asked = target;
  if (target === "" && !shell.variables.get("CDPATH")) return 0;
  if (target === "" || !/^\.{0,2}(\/|$)/.test(target)) {
    for (const folder of (shell.variables.get("CDPATH") ?? "").split(":").filter((item) => item !== "")) {
      const path = resolvePath(shell.cwd, `${folder}/${target}`);
      if (!shell.process.files.exists(path)) continue;
      target = path;
      show = true;
      break;
    }
  }
  const fault = changeTo(shell, resolvePath(shell.cwd, target), options.has("P"));
  if (fault !== undefined) {
    if (shell.flavour === "dash") return fail(shell, `cd: can't cd to ${asked}`, 2);
    return shell.flavour === "ash"
      ? fail(shell, `cd: can't cd to ${asked}: ${fault}`, 2)
      : fail(shell, `cd: ${asked}: ${fault}`);
  }
  if (show) await shell.write(1, `${shell.cwd}\n`);
  return 0;
};

export const pwd: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "LP", "pwd [-LP]");
  if (!parsed) return 2;
  const path = parsed.options.has("P") ? shell.process.files.realpath(shell.cwd) : shell.cwd;
  shell.builtin = "pwd";
  await shell.write(1, `${path}\n`);
  return 0;
};

function tilde(shell: Shell, path: string): string {
  const home = shell.variables.get("HOME");
  return home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
}

async function showStack(shell: Shell): Promise<number> {
  await shell.write(1, `${[shell.cwd, ...shell.directoryStack].map((path) => tilde(shell, path)).join(" ")}\n`);
  return 0;
}

/** The place in the stack that `+N` or `-N` means. */
function placeOf(shell: Shell, word: string): number | undefined {
  if (!/^[-+]\d+$/.test(word)) return undefined;
  const number = Number(word.slice(1));
  return word.startsWith("+") ? number : shell.directoryStack.length - number;
}

export const pushd: Builtin = async (shell, args) => {
  const word = args[1];
  const stack = [shell.cwd, ...shell.directoryStack];
  const place = word === undefined ? 1 : placeOf(shell, word);
  if (place !== undefined) {
    if (stack.length === 1) return fail(shell, "pushd: no other directory");
    const chosen = stack[place];
    if (chosen === undefined) return fail(shell, `pushd: ${word}: directory stack index out of range`);
    const turned =
      word === undefined ? [chosen, shell.cwd, ...stack.slice(2)] : [...stack.slice(place), ...stack.slice(0, place)];
    const fault = changeTo(shell, chosen, false);
    if (fault !== undefined) return fail(shell, `pushd: ${chosen}: ${fault}`);
    shell.directoryStack = turned.slice(1);
    return showStack(shell);
  }
  const fault = changeTo(shell, resolvePath(shell.cwd, word ?? ""), false);
  if (fault !== undefined) return fail(shell, `pushd: ${word}: ${fault}`);
  shell.directoryStack = stack;
  return showStack(shell);
};

export const popd: Builtin = async (shell, args) => {
  if (shell.directoryStack.length === 0) return fail(shell, "popd: directory stack empty");
  const place = args[1] === undefined ? 0 : placeOf(shell, args[1]);
  if (place === undefined) return fail(shell, `popd: ${args[1]}: invalid argument`, 2);
  if (place > shell.directoryStack.length || place < 0)
    return fail(shell, `popd: ${args[1]}: directory stack index out of range`);
  if (place > 0) {
    shell.directoryStack.splice(place - 1, 1);
    return showStack(shell);
  }
  const next = shell.directoryStack[0] ?? "/";
  const fault = changeTo(shell, next, false);
  if (fault !== undefined) return fail(shell, `popd: ${next}: ${fault}`);
  shell.directoryStack.shift();
  return showStack(shell);
};

export const dirs: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "clpv", "dirs [-clpv] [+N] [-N]");
  if (!parsed) return 2;
  const {
    options,
    rest: [which],
  } = parsed;
  if (options.has("c")) {
    shell.directoryStack = [];
    return 0;
  }
  const paths = [shell.cwd, ...shell.directoryStack].map((path) => (options.has("l") ? path : tilde(shell, path)));
  const place = which === undefined ? undefined : placeOf(shell, which);
  if (place !== undefined) {
    const path = paths[place];
    if (path === undefined)
      return fail(
        shell,
        paths.length === 1 ? "dirs: directory stack empty" : `dirs: ${which}: directory stack index out of range`,
      );
    await shell.write(1, `${path}\n`);
  } else if (options.has("v"))
    await shell.write(1, paths.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(""));
  else if (options.has("p")) await shell.write(1, paths.map((path) => `${path}\n`).join(""));
  else await shell.write(1, `${paths.join(" ")}\n`);
  return 0;
};
