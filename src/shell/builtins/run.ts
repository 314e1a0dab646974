import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { FunctionReturn, ShellExit } from "../control-flow.ts";
import { execInPlace } from "../external.ts";
import { later } from "../later.ts";
import type { Shell } from "../shell.ts";
import { run, showCallers } from "../simple-command.ts";
import { commandTrap } from "../trap.ts";
import { type Builtin, fail, parseOptions, tellUsage } from "./builtin.ts";
import { builtinNamed } from "./table.ts";

const typing = later(() => import("./type.ts"));

export const evaluate: Builtin = async (shell, args) => {
  const words = args[1] === "--" ? args.slice(2) : args.slice(1);
  const text = words.join(" ");
  return text.trim() === "" ? 0 : shell.runText(text, { name: shell.source.name, inPlace: "eval" });
};

/** `exec command`: the shell becomes it. */
export const exec: Builtin = async (shell, args) => {
  // dash's exec has no options: what comes next is the command, whatever it looks like.
  const parsed =
    shell.flavour === "dash"
      ? { options: new Map<string, string>(), rest: args.slice(1) }
      : await parseOptions(
          shell,
          args,
          shell.flavour === "ash" ? "a:" : "cla:",
          "exec [-cl] [-a name] [command [argument ...]] [redirection ...]",
        );
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (rest.length === 0) return 0;
  if (options.has("c"))
    for (const name of shell.variables.names()) {
      const variable = shell.variables.find(name);
      if (variable) variable.exported = false;
    }
  const name = options.get("a") ?? (options.has("l") ? `-${rest[0]}` : undefined);
  const status = await execInPlace(shell, rest, name);
  if (shell.interactive && (status === 126 || status === 127) && shell.depth === 0) return status;
  if (shell.shopts.has("execfail")) return status;
  shell.traps.delete("EXIT");
  throw new ShellExit(status);
};

/** `source file [argument …]` and `.` */
export const source: Builtin = async (shell, args) => {
  const [name, ...positional] = args.slice(args[1] === "--" ? 2 : 1);
  if (name === undefined) {
    await shell.complain(`${args[0]}: filename argument required`);
    await tellUsage(shell, `${args[0]}: usage: ${args[0]} filename [arguments]`);
    return 2;
  }
  const text = await readSource(shell, args[0] ?? ".", name);
  if (text === undefined) {
    if (shell.flavour !== "bash" && !shell.interactive) throw new ShellExit(2);
    return 1;
  }
  const before = shell.positional;
  if (positional.length > 0) shell.positional = positional;
  const { loopDepth } = shell;
  shell.loopDepth = 0;
  shell.sourceDepth++;
  shell.callers.push({ name: "source", line: shell.line, source: name });
  showCallers(shell);
  try {
    const status = await shell.runText(text, { name });
    await commandTrap(shell, "RETURN");
    return status;
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error;
    await commandTrap(shell, "RETURN");
    return error.status;
  } finally {
    shell.sourceDepth--;
    shell.callers.pop();
    showCallers(shell);
    shell.loopDepth = loopDepth;
    if (positional.length > 0) shell.positional = before;
  }
};

async function readSource(shell: Shell, command: string, name: string): Promise<string | undefined> {
  const { files } = shell.process;
  const descriptor = /^\/dev\/(?:fd\/(\d+)|stdin)$/.exec(name);
  if (descriptor) {
    const input = shell.descriptors.get(Number(descriptor[1] ?? 0))?.input;
    const parts: string[] = [];
    for (let part = await input?.read(shell.signal); part; part = await input?.read(shell.signal)) parts.push(part);
    return parts.join("");
  }
  const found = name.includes("/")
    ? undefined
    : (shell.variables.get("PATH") ?? "")
        .split(":")
        .map((folder) => resolvePath(shell.cwd, `${folder || "."}/${name}`))
        .find((path) => files.exists(path) && files.stat(path).kind === "file");
  // Only bash looks in the working directory too.
  if (found === undefined && shell.flavour !== "bash" && !name.includes("/")) {
    await shell.complain(`${command}: ${name}: not found`);
    return undefined;
  }
  try {
    const path = found ?? resolvePath(shell.cwd, name);
    if (files.exists(path) && files.stat(path).kind === "directory") {
      await shell.complain(`${command}: ${name}: is a directory`);
      return undefined;
    }
    return files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (shell.flavour === "bash") await shell.complain(`${name}: ${error.message}`);
    else
      await shell.complain(
        `${command}: ${shell.flavour === "ash" ? "can't open" : "cannot open"} ${shell.flavour === "ash" ? `'${name}'` : name}: No such file${shell.flavour === "ash" ? " or directory" : ""}`,
      );
    return undefined;
  }
}

/** `command [-pVv] name …`: without functions. */
export const command: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "pVv", "command [-pVv] command [arg ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (rest.length === 0) return 0;
  if (options.has("v") || options.has("V")) {
    const { describeCommand } = await typing(shell);
    let status = shell.flavour === "bash" ? 1 : 127;
    for (const name of rest) {
      const lines = describeCommand(shell, name, options.has("v") ? "short" : "long", false);
      if (lines.length > 0) status = 0;
      else if (options.has("V")) {
        if (shell.flavour === "bash") await shell.complain(`command: ${name}: not found`);
        else await shell.write(1, `${name}: not found\n`);
      }
      for (const line of lines) await shell.write(1, `${line}\n`);
    }
    return status;
  }
  return run(shell, rest, false, true);
};

export const builtin: Builtin = async (shell, args) => {
  const rest = args.slice(args[1] === "--" ? 2 : 1);
  const name = rest[0];
  if (name === undefined) return 0;
  const target = builtinNamed(shell, name);
  return target ? target(shell, rest) : fail(shell, `builtin: ${name}: not a shell builtin`);
};

/** `caller [n]`: where the running function was called from. */
export const caller: Builtin = async (shell, args) => {
  const depth = Number(args[1] ?? 0);
  const call = shell.callers.at(-1 - depth);
  // What `-c` runs has no file that could have called it.
  if (!call || (args[1] !== undefined && call.source === shell.name && shell.options.has("command-string"))) return 1;
  const outer = shell.callers.at(-2 - depth)?.name ?? "main";
  await shell.write(
    1,
    args[1] === undefined
      ? `${call.line} ${call.source === shell.name && shell.options.has("command-string") ? "NULL" : call.source}\n`
      : `${call.line} ${outer} ${call.source}\n`,
  );
  return 0;
};
