import { languageOf, notSimulated } from "../../cli/not-simulated.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { GitError, GitUsageError } from "./git-error.ts";
import { OptionNotSimulated, parseGitOptions } from "./git-options.ts";
import { type GitCommand, GitRun } from "./git-run.ts";
import { GLOBAL_USAGE, OVERVIEW } from "./overview.ts";
import { TransportNotSimulated } from "./remote/transport.ts";
import { similarTo } from "./similar-name.ts";
import { isOther, loadSubcommand, subcommandNames } from "./subcommands.ts";
import { gitVersion } from "./version.ts";

/** What stands before the subcommand. */
interface GlobalOptions {
  cwd: string;
  readonly settings: string[];
  usesPager: boolean;
  rest: readonly string[];
}

/** Git over the machine's own files: its objects, index and refs are real ones. */
export const git: Program = async (process) => {
  try {
    return await runGit(process);
  } catch (error) {
    return tell(process, error);
  }
};

/** Says why git ended. @returns its status */
async function tell(process: Process, error: unknown): Promise<number> {
  if (error instanceof GitError) {
    await process.stderr.write(`${error.label}${error.message}\n`);
    return error.status;
  }
  if (!(error instanceof FileError)) throw error;
  await process.stderr.write(`fatal: ${error.path}: ${error.message}\n`);
  return 128;
}

async function runGit(process: Process): Promise<number> {
  const global = globalOptions(process);
  if (typeof global === "string") {
    await process.stderr.write(`${global}\n${GLOBAL_USAGE}`);
    return 129;
  }
  const [name, ...args] = global.rest;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return help(process, args, name);
  if (name === "--version" || name === "-v" || name === "version") {
    await process.stdout.write(`git version ${gitVersion(process)}\n`);
    return 0;
  }
  const run = new GitRun(process, global.cwd, global.settings, global.usesPager);
  const load = loadSubcommand(name);
  if (!load) return viaAlias(run, process, name, args);
  return runSubcommand(run, name, await process.machine.clock.hold(load), args);
}

function globalOptions({ args, cwd }: Process): GlobalOptions | string {
  const global: GlobalOptions = { cwd, settings: [], usesPager: true, rest: [] };
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "-C") global.cwd = resolvePath(global.cwd, args[++i] ?? "");
    else if (arg === "-c") global.settings.push(args[++i] ?? "");
    else if (arg === "--no-pager" || arg === "-P") global.usesPager = false;
    else if (arg === "-p" || arg === "--paginate") global.usesPager = true;
    else if (/^(--version|-v|--help|-h)$/.test(arg) || !arg.startsWith("-")) break;
    else return `unknown option: ${arg}`;
  }
  return { ...global, rest: args.slice(i) };
}

async function runSubcommand(run: GitRun, name: string, command: GitCommand, args: readonly string[]): Promise<number> {
  const { process } = run;
  if (!process.files.exists(run.cwd)) throw new GitError(`cannot change to '${run.cwd}': No such file or directory`);
  const usage = command.usage.map((line, i) => `${i === 0 ? "usage" : "   or"}: git ${line}\n`).join("");
  if (args[0] === "-h") {
    await run.out(usage);
    return 129;
  }
  if (args[0] === "--help") return help(process, [name], "help");
  try {
    if (!command.runsOutside) run.needsRepository();
    const options = parseGitOptions(command.before ? command.before(args) : args, command);
    return (await command.run(run, options)) ?? 0;
  } catch (error) {
    if (error instanceof GitUsageError) {
      await run.err(`error: ${error.message}\n${usage}`);
      return 129;
    }
    if (error instanceof TransportNotSimulated) {
      await run.err(`${notSimulatedHere(`git ${name} ${error.message}`, process)}\n`);
      return 1;
    }
    if (error instanceof OptionNotSimulated) {
      await run.err(`${notSimulatedHere(`git ${name} ${error.option}`, process)}\n`);
      return 1;
    }
    return tell(process, error);
  } finally {
    await run.flush();
  }
}

/** A name of the user's own (`alias.st`), or none. */
async function viaAlias(run: GitRun, process: Process, name: string, args: readonly string[]): Promise<number> {
  const alias = run.config.value(`alias.${name}`);
  if (alias !== undefined && !alias.startsWith("!")) {
    const [first = "", ...words] = alias.split(/\s+/);
    const load = loadSubcommand(first);
    if (load) return runSubcommand(run, first, await process.machine.clock.hold(load), [...words, ...args]);
  }
  if (isOther(name)) {
    await process.stderr.write(`${notSimulatedHere(`git ${name}`, process)}\n`);
    return 1;
  }
  const similar = similarTo(name, subcommandNames);
  const list = similar.map((item) => `\t${item}\n`).join("");
  const title = similar.length === 1 ? "The most similar command is" : "The most similar commands are";
  await process.stderr.write(
    `git: '${name}' is not a git command. See 'git --help'.\n${list === "" ? "" : `\n${title}\n${list}`}`,
  );
  return 1;
}

async function help(process: Process, args: readonly string[], asked: string | undefined): Promise<number> {
  const topic = args.find((arg) => !arg.startsWith("-"));
  if (topic !== undefined) {
    const { runCommand } = await import("../run-command.ts");
    // There is one page for them all.
    return runCommand(process, ["man", loadSubcommand(topic) || isOther(topic) ? "git" : topic]);
  }
  await process.stdout.write(OVERVIEW);
  return asked === undefined ? 1 : 0;
}

function notSimulatedHere(what: string, { env }: Process): string {
  return notSimulated(what, languageOf(env))
    .replace(/un Docker de verdad/, "un Git de verdad")
    .replace(/a real Docker/, "a real Git");
}
