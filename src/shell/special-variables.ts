import { arithmetic } from "./arithmetic-expansion.ts";
import { bashRelease, bashVersion } from "./bash-version.ts";
import { parse } from "./parse.ts";
import type { Shell } from "./shell.ts";
import { SourceText } from "./source-text.ts";
import { NAME } from "./variables.ts";

/** Takes over the process's environment, and sets what every shell sets at its start. */
export function importEnvironment(shell: Shell): void {
  const { process, variables } = shell;
  for (const [name, value] of Object.entries(process.env)) {
    const exported = /^BASH_FUNC_(.+)%%$/.exec(name)?.[1];
    if (exported !== undefined && shell.flavour === "bash") importFunction(shell, exported, value);
    if (!NAME.test(name)) continue;
    const variable = variables.declare(name, "global");
    variable.value = value;
    variable.exported = true;
  }
  const defaults: Record<string, string> = { IFS: " \t\n", OPTIND: "1", PS4: "+ " };
  if (shell.flavour === "bash") {
    Object.assign(defaults, {
      BASH: "/bin/bash",
      BASH_VERSION: bashRelease(process.machine.files),
      HOSTNAME: process.machine.hostname,
      HOSTTYPE: "x86_64",
      MACHTYPE: "x86_64-pc-linux-gnu",
      OSTYPE: "linux-gnu",
      OPTERR: "1",
    });
    variables.declare("BASH_VERSINFO", "global").value = [
      ...bashVersion(process.machine.files),
      "release",
      "x86_64-pc-linux-gnu",
    ];
    variables.declare("PIPESTATUS", "global").value = ["0"];
  }
  if (shell.flavour === "ash") defaults.HOSTNAME = process.machine.hostname;
  for (const [name, value] of Object.entries(defaults)) variables.declare(name, "global").value = value;
  if (variables.get("PATH") === undefined) {
    const isAsh = shell.flavour === "ash";
    const path = variables.declare("PATH", "global");
    path.value = isAsh
      ? "/sbin:/usr/sbin:/bin:/usr/bin"
      : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    path.exported = isAsh;
  }
  const pwd = variables.declare("PWD", "global");
  pwd.value = shell.cwd;
  pwd.exported = true;
  if (shell.flavour === "dash") return;
  const level = variables.declare("SHLVL", "global");
  level.value = String((Number(process.env.SHLVL) || 0) + 1);
  level.exported = true;
}

/** A function that a shell above exported: its text begins with `()`. */
function importFunction(shell: Shell, name: string, value: string): void {
  const text = `${name} ${value}`;
  const command = parse(text).commands[0]?.command;
  if (command?.type !== "Function") return;
  shell.functions.set(name, { body: command.body, source: new SourceText(text, "environment"), text });
  shell.exportedFunctions.set(name, value);
}

/** The variables that are worked out when asked for. */
export function defineSpecialVariables(shell: Shell): void {
  const { dynamic } = shell.variables;
  const { process } = shell;
  const now = () => process.machine.clock.now();
  let seconds = shell.started;
  let seed: bigint | undefined;
  shell.variables.evaluate = (text) => String(arithmetic(shell, text));
  const numbers: Record<string, () => string> = {
    _: () => shell.lastArgument,
    // ash counts the lines of `-c` from 0.
    LINENO: () => String(shell.line - (shell.flavour === "ash" && shell.options.has("command-string") ? 1 : 0)),
    PPID: () => String(process.parent),
  };
  if (shell.flavour === "ash")
    numbers.FUNCNAME = () => shell.callers.findLast(({ name }) => name !== "source")?.name ?? "";
  if (shell.flavour !== "dash")
    dynamic.set("RANDOM", {
      get: () => {
        if (seed === undefined) return String(process.machine.random.below(32768));
        seed = (seed * 16807n) % 2147483647n;
        return String(seed & 32767n);
      },
      set: (value) => {
        seed = BigInt(Math.abs(Math.trunc(Number(value))) || 1);
      },
    });
  if (shell.flavour === "bash") {
    Object.assign(numbers, {
      UID: () => String(process.user.uid),
      EUID: () => String(process.user.uid),
      BASH_COMMAND: () => shell.trappedCommand ?? shell.commandText,
      BASHPID: () => String(process.pid),
      EPOCHSECONDS: () => String(Math.floor(now() / 1000)),
      EPOCHREALTIME: () => (now() / 1000).toFixed(6),
      BASH_SUBSHELL: () => String(shell.depth),
      SHELLOPTS: () => [...shell.options].sort().join(":"),
      BASHOPTS: () => [...shell.shopts].sort().join(":"),
      HISTCMD: () => String(shell.history.length + 1),
    });
    dynamic.set("SECONDS", {
      get: () => String(Math.floor((now() - seconds) / 1000)),
      set: (value) => {
        seconds = now() - (Number(value) || 0) * 1000;
      },
    });
    if (shell.interactive) {
      for (const [name, side] of [
        ["COLUMNS", "columns"],
        ["LINES", "rows"],
      ] as const) {
        dynamic.set(name, { get: () => String(shell.tty?.[side] ?? (side === "columns" ? 80 : 24)) });
      }
    }
  }
  for (const [name, get] of Object.entries(numbers)) dynamic.set(name, { get });
}
