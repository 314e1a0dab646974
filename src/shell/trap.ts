import { type SignalName, signalNamed } from "../kernel/signal.ts";
import { ShellExit } from "./control-flow.ts";
import type { Shell } from "./shell.ts";

/** What `trap` calls a condition: `INT` for SIGINT, and EXIT, ERR, DEBUG, RETURN; undefined for none of them. */
export function trapName(text: string): string | undefined {
  const upper = text.toUpperCase().replace(/^SIG/, "");
  if (text === "0" || upper === "EXIT") return "EXIT";
  if (upper === "ERR" || upper === "DEBUG" || upper === "RETURN") return upper;
  return signalNamed(text)?.slice(3);
}

/** What syntax errors call the traps of commands and of the end. */
const LABELS: Readonly<Record<string, string>> = {
  EXIT: "exit trap",
  DEBUG: "debug trap",
  ERR: "error trap",
  RETURN: "return trap",
};

/** Runs a trap's commands; `$?` is afterwards what it was. What it is for does not set it off meanwhile. */
export async function runTrap(shell: Shell, action: string, name?: string): Promise<void> {
  if (name !== undefined && shell.trapping.has(name)) return;
  const { lastStatus, commandEnd, trappedCommand } = shell;
  if (name !== undefined) shell.trapping.add(name);
  shell.trappedCommand ??= shell.commandText;
  try {
    await shell.runText(action, {
      name: shell.source.name,
      inPlace: name === undefined ? "trap" : (LABELS[name] ?? "trap"),
    });
  } finally {
    if (name !== undefined) shell.trapping.delete(name);
    Object.assign(shell, { commandEnd, trappedCommand });
  }
  shell.lastStatus = lastStatus;
}

/** What runs before a command (DEBUG), after one that failed (ERR), or when a function or sourced file ends (RETURN). */
export type CommandTrap = "DEBUG" | "ERR" | "RETURN";

/** Runs such a trap, if there is one. */
export function commandTrap(shell: Shell, name: CommandTrap): Promise<void> | undefined {
  const action = shell.traps.get(name);
  return action ? runTrap(shell, action, name) : undefined;
}

/** Those that a function or subshell does not have from who called it, unless `set -E` or `set -T` says so. */
export function uninheritedTraps(shell: Shell): CommandTrap[] {
  const names: CommandTrap[] = [];
  if (!shell.options.has("errtrace")) names.push("ERR");
  if (!shell.options.has("functrace")) names.push("DEBUG", "RETURN");
  return names;
}

/** Sets, ignores (empty action) or resets (undefined) a trap, and tells the kernel. */
export function setTrap(shell: Shell, name: string, action: string | undefined): void {
  shell.parentTraps = undefined;
  if (action === undefined) shell.traps.delete(name);
  else shell.traps.set(name, action);
  if (name === "EXIT") {
    for (const fatal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
      if (!shell.traps.has(fatal.slice(3))) install(shell, fatal);
    return;
  }
  const signal = signalNamed(name);
  if (signal) install(shell, signal);
}

/** What children ignore too: the signals with an empty trap. */
export function ignoredSignals(shell: Shell): SignalName[] {
  return [...shell.traps].filter(([, action]) => action === "").flatMap(([name]) => signalNamed(name) ?? []);
}

/** What the kernel does with a signal, as the traps and the kind of shell say. */
export function install(shell: Shell, signal: SignalName): void {
  const name = signal.slice(3);
  const action = shell.traps.get(name);
  if (action === "") shell.process.onSignal(signal, "ignore");
  else if (action !== undefined) shell.process.onSignal(signal, () => shell.trapped(name));
  else if (shell.jobControl && signal === "SIGINT") shell.process.onSignal(signal, () => shell.interrupt());
  else if (shell.jobControl && IGNORED.has(signal)) shell.process.onSignal(signal, "ignore");
  else if ((shell.traps.has("EXIT") || catchesInterrupt(shell, signal)) && FATAL[signal] !== undefined) {
    const status = FATAL[signal];
    shell.process.onSignal(signal, () => {
      shell.fatalSignal = signal;
      shell.interrupt(new ShellExit(status));
    });
  } else shell.process.onSignal(signal, "default");
}

/**
 * Whether a shell ends by Ctrl-C even as a container's first process, which ignores what it has no handler for: ash and
 * dash catch it whenever they run what they were given, a text or a file (dash, trap.c, setsignal).
 */
function catchesInterrupt({ flavour, options, process }: Shell, signal: SignalName): boolean {
  return signal === "SIGINT" && flavour !== "bash" && process.pid === 1 && !options.has("stdin");
}

const FATAL: Partial<Record<SignalName, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const IGNORED: ReadonlySet<SignalName> = new Set(["SIGQUIT", "SIGTERM", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);
