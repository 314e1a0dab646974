import type { Tty } from "../kernel/tty.ts";
import { bashVersion } from "./bash-version.ts";
import { expandPlain } from "./expand-word.ts";
import type { Shell } from "./shell.ts";
import { userName } from "./user-name.ts";

/** Who wants to know when an interactive shell waits at its prompt. */
export interface PromptListener {
  /** It waits for a command; the last one ended with this status. */
  atPrompt(status: number): void;
  /** It begins to run this line. */
  running(line: string): void;
}

const listeners = new WeakMap<Tty, PromptListener>();

/** Tells `listener` about the shells that run on a terminal; the returned function ends that. */
export function listenForPrompt(tty: Tty, listener: PromptListener): () => void {
  listeners.set(tty, listener);
  return () => {
    if (listeners.get(tty) === listener) listeners.delete(tty);
  };
}

export function promptListener(tty: Tty): PromptListener | undefined {
  return listeners.get(tty);
}

/**
 * What PS1 becomes on the screen: its `\u`, `\w` … and then its `$` expansions. What takes no room (`\[…\]`) stands
 * between \x01 and \x02, as the line editor wants it.
 */
export async function expandPrompt(shell: Shell, text: string): Promise<string> {
  const decoded = text.replace(/\\([0-7]{3}|D\{([^}]*)\}|[\s\S])/g, (whole, code: string) => {
    const value = promptEscape(shell, code);
    return value === undefined ? whole : value.replace(/[\\$`]/g, "\\$&");
  });
  const status = shell.lastStatus;
  const out = await expandPlain(
    shell,
    decoded.replace(/\\([\\$`])|\\/g, (pair, hidden) => (hidden ? pair : "\\\\")),
  );
  shell.lastStatus = status;
  return out;
}

function promptEscape(shell: Shell, code: string): string | undefined {
  const { process } = shell;
  const now = new Date(process.machine.clock.now());
  const two = (n: number) => String(n).padStart(2, "0");
  if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
  switch (code) {
    case "u":
      return userName(shell);
    case "h":
      return process.machine.hostname.split(".")[0] ?? "";
    case "H":
      return process.machine.hostname;
    case "w":
      return tildeFolder(shell);
    case "W":
      return shell.cwd === shell.variables.get("HOME") ? "~" : shell.cwd.split("/").at(-1) || "/";
    case "$":
      return process.user.uid === 0 ? "#" : "$";
    case "s":
      return shell.name.split("/").at(-1)?.replace(/^-/, "");
    case "v":
      return bashVersion(process.machine.files).slice(0, 2).join(".");
    case "V":
      return bashVersion(process.machine.files).slice(0, 3).join(".");
    case "n":
      return "\n";
    case "r":
      return "\r";
    case "a":
      return "\x07";
    case "e":
      return "\x1b";
    case "\\":
      return "\\";
    case "t":
      return `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`;
    case "A":
      return `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}`;
    case "d":
      return now.toUTCString().replace(/^(\w+), (\d+) (\w+) .*/, (_, day, date, month) => `${day} ${month} ${date}`);
    case "j":
      return String(shell.jobs.list().length);
    case "!":
    case "#":
      return String(shell.history.length + 1);
    case "[":
      return "\x01";
    case "]":
      return "\x02";
    default:
      return undefined;
  }
}

function tildeFolder(shell: Shell): string {
  const home = shell.variables.get("HOME");
  if (home && home !== "/" && (shell.cwd === home || shell.cwd.startsWith(`${home}/`)))
    return `~${shell.cwd.slice(home.length)}`;
  return shell.cwd;
}
