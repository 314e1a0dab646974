import type { Child } from "../kernel/process.ts";
import { nothing, Pipe } from "../kernel/stream.ts";
import { Interrupted } from "./control-flow.ts";
import { OpenFile } from "./descriptors.ts";
import { runNode, runStatements, unchecked } from "./evaluate.ts";
import { fork } from "./fork.ts";
import { type Job, signalWords } from "./jobs.ts";
import type { Shell } from "./shell.ts";
import type { CommandNode, Group, Pipeline, Statement } from "./syntax-tree.ts";
import { describeJob } from "./tell-jobs.ts";
import { timed } from "./time-keyword.ts";

/** `a | b | c`, with `!` and `time` before it. */
export async function runPipeline(shell: Shell, node: Pipeline): Promise<number> {
  let negated = false;
  let work = () => stages(shell, node);
  for (const prefix of [...node.prefixes].reverse()) {
    const inner = work;
    if (prefix.type === "Time") work = () => timed(shell, prefix.posix, inner);
    else negated = !negated;
  }
  if (!negated) return work();
  return (await unchecked(shell, work)) === 0 ? 1 : 0;
}

async function stages(shell: Shell, node: Pipeline): Promise<number> {
  const { commands, operators } = node;
  const [only] = commands;
  if (commands.length === 1 && only) return runNode(shell, only);
  if (!only) return 0;
  const children = await startStages(shell, commands, operators, foregroundGroup(shell));
  const command = shell.source.text.slice(node.pos, node.end);
  const statuses = await waitForeground(shell, children, command);
  shell.pipeStatus = statuses;
  const last = statuses.at(-1) ?? 0;
  if (!shell.options.has("pipefail")) return last;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

/** Starts every stage at once, each in a process of its own. Those that run already end when there is no room for the next. */
async function startStages(
  shell: Shell,
  commands: readonly CommandNode[],
  operators: readonly string[],
  firstGroup: number | "new" | undefined,
): Promise<Child[]> {
  const children: Child[] = [];
  let previous: OpenFile | undefined;
  let group = firstGroup;
  for (const [i, command] of commands.entries()) {
    const descriptors = shell.descriptors.copy();
    if (previous) descriptors.replace(0, previous)?.release();
    previous = undefined;
    if (i < commands.length - 1) {
      const pipe = new Pipe();
      const writing = new OpenFile({ output: pipe }, () => pipe.endWriting());
      previous = new OpenFile({ input: pipe }, () => pipe.endReading());
      descriptors.replace(1, writing)?.release();
      if (operators[i] === "|&") descriptors.replace(2, writing.retain())?.release();
    }
    const child = await fork(shell, (sub) => runNode(sub, command, true), { descriptors, group }).catch(
      (error: unknown) => abandon(shell, children, previous, error),
    );
    if (group === "new") group = child.group;
    children.push(child);
  }
  return children;
}

function abandon(shell: Shell, started: readonly Child[], pipe: OpenFile | undefined, error: unknown): never {
  pipe?.release();
  for (const { pid } of started) shell.process.machine.processes.kill(pid, "SIGTERM");
  throw error;
}

/** `( … )` */
export async function subshell(shell: Shell, node: Group): Promise<number> {
  const child = await fork(shell, (sub) => runStatements(sub, node.body, true), {
    descriptors: shell.descriptors.copy(),
    group: foregroundGroup(shell),
  });
  const [status = 0] = await waitForeground(shell, [child], shell.source.text.slice(node.pos, node.end));
  return status;
}

/** A group of its own for what a shell with job control starts. */
export function foregroundGroup(shell: Shell): "new" | undefined {
  return shell.jobControl ? "new" : undefined;
}

/** `… &`: starts it and goes on. Always succeeds. */
export async function inBackground(shell: Shell, statement: Statement): Promise<number> {
  const { command } = statement;
  const text = shell.source.text.slice(command.pos, command.end);
  if (command.type === "Pipeline" && command.prefixes.length === 0) {
    const { commands, operators } = command;
    trackBackground(shell, await startStages(shell, commands, operators, foregroundGroup(shell)), text);
    return 0;
  }
  const descriptors = shell.descriptors.copy();
  if (!shell.jobControl) descriptors.replace(0, new OpenFile({ input: nothing }))?.release();
  const child = await fork(
    shell,
    (sub) =>
      command.type === "AndOr"
        ? runStatements(sub, [{ ...statement, background: false }])
        : runNode(sub, command, true),
    { descriptors, group: foregroundGroup(shell), background: !shell.jobControl },
  );
  trackBackground(shell, [child], text);
  return 0;
}

/** Makes a job of what runs in the background. */
export function trackBackground(shell: Shell, children: readonly Child[], text: string): Job {
  const last = children.at(-1);
  const group = children[0]?.group ?? 0;
  const job = shell.jobs.track(children, group, text, shell.process.machine.processes);
  shell.jobs.enlist(job);
  shell.lastBackground = last?.pid;
  if (shell.jobControl && shell.flavour === "bash") void shell.write(2, `[${job.id}] ${last?.pid}\n`);
  return job;
}

/** Waits for a foreground job, which Ctrl-C may end and Ctrl-Z may stop. Returns its statuses. */
export async function waitForeground(
  shell: Shell,
  children: readonly Child[],
  command: string,
): Promise<readonly number[]> {
  if (!shell.jobControl) {
    const statuses = await shell.waitFor(Promise.all(children.map((child) => child.exited)));
    await tellKilled(shell, children, command);
    return statuses;
  }
  const group = children[0]?.group ?? 0;
  const job = shell.jobs.track(children, group, command, shell.process.machine.processes);
  return foreground(shell, job);
}

/** Gives a job the terminal until it ends or stops. */
export async function foreground(shell: Shell, job: Job): Promise<readonly number[]> {
  const { processes } = shell.process.machine;
  let unlisten = () => {};
  const stopped = new Promise<"stopped">((resolve) => {
    unlisten = processes.onStopped((entry) => {
      if (entry.group === job.group) resolve("stopped");
    });
  });
  shell.foreground = job.group;
  try {
    const outcome = await Promise.race([job.ended, stopped]);
    if (outcome === "stopped") {
      shell.jobs.enlist(job);
      job.told = true;
      await shell.write(2, `${shell.flavour === "bash" ? "\n" : ""}${await describeJob(shell, job)}\n`);
      throw new Interrupted(148);
    }
    shell.jobs.remove(job);
    await tellEnd(shell, job);
    return outcome;
  } finally {
    unlisten();
    shell.foreground = undefined;
  }
}

/** What a script says of a command that a signal ended. */
async function tellKilled(shell: Shell, children: readonly Child[], command: string): Promise<void> {
  const last = children.at(-1);
  const killedBy = last?.killedBy;
  if (!killedBy || killedBy === "SIGINT" || killedBy === "SIGPIPE") return;
  if (killedBy === "SIGTERM" || shell.flavour !== "bash") await shell.write(2, `${signalWords(killedBy)}\n`);
  else await shell.complain(`${String(last.pid).padStart(5)} ${signalWords(killedBy).padEnd(23)} ${command}`);
}

/** What bash says when a signal ended a foreground job; Ctrl-C also ends the line that started it. */
async function tellEnd(shell: Shell, job: Job): Promise<void> {
  const killedBy = job.children.at(-1)?.killedBy;
  if (!killedBy || killedBy === "SIGPIPE") return;
  if (killedBy === "SIGINT") throw new Interrupted();
  await shell.write(2, `${signalWords(killedBy)}\n`);
}
