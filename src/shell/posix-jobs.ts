import type { Job, Jobs } from "./jobs.ts";
import { signalWords } from "./jobs.ts";
import { parse } from "./parse.ts";
import type { Shell } from "./shell.ts";

/** The column at which a command begins. */
const COMMANDS_AT = 33;

/**
 * A job as ash and dash show it: their `jobs` and what they say before a prompt (`showjob` of busybox's ash.c and of
 * dash's jobs.c). A shell without job control does not remember the commands.
 * @param long with the processes' numbers, each on a line of its own
 */
export function describePosixJob(shell: Shell, jobs: Jobs, job: Job, long: boolean): string {
  const isDash = shell.flavour === "dash";
  const mark = jobs.mark(job);
  const head = `[${job.id}]${isDash ? ` ${mark} ` : `${mark}  `}`;
  const commands = commandsOf(shell, job);
  const first = column(`${head}${long ? `${job.children[0]?.pid} ` : ""}${stateOf(job)}`);
  if (!long) return first + commands.join(" | ");
  const lines = commands.map((command, i) => {
    if (i === 0) return first + command;
    return column(`${" ".repeat(head.length)}${job.children[i]?.pid} `) + (isDash ? "" : "| ") + command;
  });
  return lines.join(isDash ? " |\n" : "\n");
}

function column(text: string): string {
  return text + " ".repeat(Math.max(1, COMMANDS_AT - text.length));
}

function stateOf(job: Job): string {
  if (job.state === "running") return "Running";
  if (job.state === "stopped") return "Stopped";
  const killedBy = job.children.at(-1)?.killedBy;
  if (killedBy) return signalWords(killedBy);
  const status = job.statuses?.at(-1) ?? 0;
  return status === 0 ? "Done" : `Done(${status})`;
}

/** The commands of its pipeline, one for each process. */
function commandsOf(shell: Shell, { command, children }: Job): readonly string[] {
  if (!shell.jobControl) return children.map(() => "");
  const pipeline = parse(command, shell.flavour).commands[0]?.command;
  if (pipeline?.type !== "Pipeline" || pipeline.commands.length !== children.length) return [command];
  return pipeline.commands.map(({ pos, end }) => command.slice(pos, end));
}
