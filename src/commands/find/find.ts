import { FileError, type Stats } from "../../kernel/filesystem.ts";
import type { Program } from "../../kernel/process.ts";
import { command, Failure, type Run } from "../command.ts";
import { quotedName } from "../quoting.ts";
import { runCommand, startError } from "../run-command.ts";
import { parseExpression } from "./expression.ts";
import type { Action, Found } from "./syntax.ts";

export const find: Program = command(
  {
    usage: "[-H] [-L] [-P] [path...] [expression]",
    about: "Search for files in a directory hierarchy.",
    // find's own words are no options.
    before: (args) => (args[0] === "--help" || args[0] === "--version" ? args : ["--", ...args]),
  },
  async (run) => {
    const words = [...run.operands];
    let follow = false;
    while (/^-[HLP]$/.test(words[0] ?? "")) follow = words.shift() === "-L";
    const starts: string[] = [];
    while (words.length > 0 && !/^(-|[(!)]$|,$)/.test(words[0] ?? "")) starts.push(words.shift() ?? "");
    const expression = parseExpression(run, words);
    follow ||= expression.follow;
    const pending = new Map<Action, string[]>();
    let stopped = false;

    const perform = async (action: Action, at: Found): Promise<boolean> => {
      if (action.kind === "print") await run.out(`${at.name}${action.end}`);
      else if (action.kind === "text") await run.out(action.text(at));
      else if (action.kind === "delete") return remove(run, at);
      else if (action.kind === "quit") stopped = true;
      else if (action.batch) pending.set(action, [...(pending.get(action) ?? []), at.name]);
      else
        return (
          (await execute(
            run,
            action.words.map((word) => word.replaceAll("{}", at.name)),
          )) === 0
        );
      return true;
    };

    const walk = async (name: string, path: string, depth: number): Promise<void> => {
      if (stopped) return;
      let stats: Stats;
      try {
        stats = follow && run.files.exists(path) ? run.files.stat(path) : run.files.lstat(path);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await run.warn(run.busybox ? `${name}: ${error.message}` : `${quoted(run, name)}: ${error.message}`);
        return;
      }
      const found: Found = { name, path, stats, depth, pruned: false };
      const inRange = depth >= expression.least && depth <= expression.most;
      if (inRange && !expression.depthFirst) await expression.test(found, perform);
      if (stats.kind === "directory" && !found.pruned && depth < expression.most && !stopped) {
        const names = await run.try(
          () => run.files.readdir(path),
          (error) => `${quoted(run, name)}: ${error.message}`,
        );
        for (const entry of names ?? [])
          await walk(
            `${name === "/" ? "" : name.replace(/(?<=.)\/$/, "")}/${entry}`,
            `${path.replace(/\/$/, "")}/${entry}`,
            depth + 1,
          );
      }
      if (inRange && expression.depthFirst && !stopped) await expression.test(found, perform);
    };
    for (const start of starts.length > 0 ? starts : ["."]) await walk(start, run.path(start), 0);
    for (const [action, names] of pending) {
      if (action.kind !== "exec") continue;
      const status = await execute(
        run,
        action.words.flatMap((word) => (word === "{}" ? names : [word])),
      );
      if (status !== 0) run.status = 1;
    }
    return run.status;
  },
);

const quoted = (run: Run, name: string) => (run.busybox ? quotedName(name) : run.quote(name));

async function remove(run: Run, { name, path, stats }: Found): Promise<boolean> {
  if (name === ".") return true;
  const done = await run.try(
    () => {
      if (stats.kind === "directory") run.files.rmdir(path);
      else run.files.unlink(path);
      return true;
    },
    `cannot delete ${quoted(run, name)}`,
  );
  return done ?? false;
}

async function execute(run: Run, words: readonly string[]): Promise<number> {
  try {
    return await runCommand(run.process, words);
  } catch (error) {
    const { reason } = startError(error);
    if (words[0] === undefined) throw new Failure("missing argument to `-exec'");
    await run.warn(`${quoted(run, words[0])}: ${reason}`, run.status);
    return 127;
  }
}
