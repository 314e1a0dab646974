import { FileError } from "../kernel/filesystem.ts";
import { textInput } from "../kernel/stream.ts";
import { OpenFile } from "./descriptors.ts";
import { expandText, expandWords } from "./expand-word.ts";
import { hereDocument } from "./here-document.ts";
import { ConnectError, openForReading, openForWriting, RedirectError } from "./open-file.ts";
import type { Shell } from "./shell.ts";
import type { Redirect, Redirection } from "./syntax-tree.ts";

/** Puts descriptors back as they were before a command's redirections. */
export type Undo = () => void;

/**
 * Makes redirections in the shell's own table.
 * @param lasting nothing follows in this process: what they replace is closed at once, as by a child about to exec
 * @returns how to undo them, or undefined when one failed (its message has been shown)
 */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  lasting = false,
): Promise<Undo | undefined> {
  const saved: [number, OpenFile | undefined][] = [];
  const place = (number: number, file: OpenFile | undefined) => {
    saved.push([number, shell.descriptors.replace(number, file)]);
  };
  const undo = () => {
    for (const [number, file] of saved.reverse()) shell.descriptors.replace(number, file)?.release();
  };
  for (const redirection of redirections) {
    const fault = await one(shell, redirection, place);
    if (fault === undefined) continue;
    // Said while what came before still holds: `2>/dev/null <nosuch` is silent.
    if (shell.flavour === "bash") await shell.complain(fault);
    else await shell.complain(plainShellFault(shell, redirection, fault));
    undo();
    return undefined;
  }
  if (!lasting) return undo;
  for (const [, file] of saved) file?.release();
  return () => {};
}

type Place = (number: number, file: OpenFile | undefined) => void;

/** One redirection; returns what went wrong. */
async function one(shell: Shell, redirection: Redirection, place: Place): Promise<string | undefined> {
  const descriptor = redirection.descriptor;
  const reads = redirection.type !== "Redirect" || redirection.operator.startsWith("<");
  let number = typeof descriptor === "number" ? descriptor : reads ? 0 : 1;
  if (typeof descriptor === "string") {
    const close =
      redirection.type === "Redirect" && redirection.operator.endsWith("&") && redirection.target.text === "-";
    if (close) {
      shell.descriptors.replace(Number(shell.variables.get(descriptor)), undefined)?.release();
      return undefined;
    }
    number = shell.descriptors.freeFromTen();
    shell.variables.set(descriptor, String(number));
    // Such a descriptor stays open after the command.
    return open(shell, redirection, number, (at, file) => shell.descriptors.replace(at, file)?.release());
  }
  return open(shell, redirection, number, place);
}

async function open(shell: Shell, redirection: Redirection, number: number, place: Place): Promise<string | undefined> {
  if (redirection.type === "HereDocument") {
    place(number, new OpenFile({ input: textInput(await hereDocument(shell, redirection)) }));
    return undefined;
  }
  if (redirection.type === "HereString") {
    place(number, new OpenFile({ input: textInput(`${await expandText(shell, redirection.target)}\n`) }));
    return undefined;
  }
  const target = await targetOf(shell, redirection);
  if (target === undefined) return `${redirection.target.text}: ambiguous redirect`;
  try {
    return openTarget(shell, redirection, target, number, place);
  } catch (error) {
    if (error instanceof ConnectError) {
      if (error.elapsed > 0) await shell.process.sleep(error.elapsed);
      const where = error.unresolved ? shell.where() : shell.where().replace(/line \d+: $/, "");
      await shell.write(2, `${where}${error.first}\n`);
    }
    if (error instanceof FileError || error instanceof RedirectError) return `${target}: ${error.message}`;
    throw error;
  }
}

function openTarget(shell: Shell, { operator, descriptor }: Redirect, target: string, number: number, place: Place) {
  switch (operator) {
    case "<":
      place(number, openForReading(shell, target));
      return undefined;
    case "<>":
      place(number, openForWriting(shell, target, "both"));
      return undefined;
    case ">":
    case ">|":
      place(number, openForWriting(shell, target, "replace", operator === ">|"));
      return undefined;
    case ">>":
      place(number, openForWriting(shell, target, "append"));
      return undefined;
    case "&>":
    case "&>>": {
      const file = openForWriting(shell, target, operator === "&>" ? "replace" : "append");
      place(1, file);
      place(2, file.retain());
      return undefined;
    }
    default:
      return duplicate(shell, operator, target, number, descriptor !== undefined, place);
  }
}

/** `>&` and `<&`: a descriptor's number, `-` to close, `N-` to move; `>&file` is `&>file`. */
function duplicate(shell: Shell, operator: string, target: string, number: number, numbered: boolean, place: Place) {
  if (target === "-") {
    place(number, undefined);
    return undefined;
  }
  const match = /^(\d+)(-?)$/.exec(target);
  if (!match) {
    if (operator === "<&" || numbered) return `${target}: ambiguous redirect`;
    const file = openForWriting(shell, target, "replace");
    place(1, file);
    place(2, file.retain());
    return undefined;
  }
  const from = Number(match[1]);
  const file = shell.descriptors.get(from);
  if (!file) return `${target}: Bad file descriptor`;
  if (from !== number) place(number, file.retain());
  if (match[2] === "-" && from !== number) place(from, undefined);
  return undefined;
}

/** The one word a target must be; undefined when it is none or several. */
async function targetOf(shell: Shell, redirection: Redirect): Promise<string | undefined> {
  const words = await expandWords(shell, [redirection.target]);
  return words.length === 1 ? words[0] : undefined;
}

/** The same fault in the words of ash and dash. */
function plainShellFault(shell: Shell, redirection: Redirection, fault: string): string {
  const split = fault.lastIndexOf(": ");
  const [name, reason] = [fault.slice(0, split), fault.slice(split + 2)];
  const reads = redirection.type === "Redirect" && redirection.operator === "<";
  if (reason === "Bad file descriptor") return shell.flavour === "ash" ? `dup2(${name},1): ${reason}` : fault;
  const missing = reason === "No such file or directory";
  const words = !missing ? reason : reads ? "No such file" : "Directory nonexistent";
  if (shell.flavour === "dash") return `cannot ${reads ? "open" : "create"} ${name}: ${words}`;
  return `can't ${reads ? "open" : "create"} ${name}: ${missing ? (reads ? "no such file" : "nonexistent directory") : reason}`;
}
