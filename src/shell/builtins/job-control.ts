import { maySignal } from "../../kernel/access.ts";
import { SIGNALS, type SignalName, signalNamed } from "../../kernel/signal.ts";
import type { Job } from "../jobs.ts";
import { foreground } from "../pipeline.ts";
import type { Shell } from "../shell.ts";
import { signalTable } from "../signal-table.ts";
import { describeJob, jobsInOrder } from "../tell-jobs.ts";
import { type Builtin, complainOfUsage, fail, parseOptions } from "./builtin.ts";

export const jobs: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "lnprs", "jobs [-lnprs] [jobspec ...] or jobs -x command [args]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const own = shell.parentJobs && shell.jobs.list().length === 0 ? shell.parentJobs : shell.jobs;
  const chosen: Job[] = [];
  let status = 0;
  for (const word of rest) {
    const job = own.find(word);
    if (job) chosen.push(job);
    else status = await fail(shell, `jobs: ${word}: no such job`);
  }
  for (const job of rest.length > 0 ? chosen : jobsInOrder(shell, own)) {
    if ((options.has("r") && job.state !== "running") || (options.has("s") && job.state !== "stopped")) continue;
    await shell.write(
      1,
      options.has("p") ? `${job.children[0]?.pid}\n` : `${await describeJob(shell, job, own, options.has("l"))}\n`,
    );
    if (job.state === "done") own.remove(job);
  }
  return status;
};

async function chosenJob(shell: Shell, name: string, word: string | undefined): Promise<Job | undefined> {
  const job = shell.jobs.find(word ?? "%+");
  // bash does not look at what it is given where it could do nothing with it.
  if (!shell.jobControl && (job || shell.flavour === "bash")) {
    await shell.complain(`${name}: no job control`);
    return undefined;
  }
  if (!job || (job.state === "done" && word === undefined))
    await shell.complain(`${name}: ${word ?? "current"}: no such job`);
  return job;
}

function resume(shell: Shell, job: Job): void {
  job.state = "running";
  shell.process.machine.processes.killGroup(job.group, "SIGCONT");
}

export const fg: Builtin = async (shell, args) => {
  const job = await chosenJob(shell, "fg", args[1]);
  if (!job) return 1;
  if (job.state === "done") {
    shell.jobs.remove(job);
    return fail(shell, "fg: job has terminated");
  }
  await shell.write(1, `${job.command}\n`);
  resume(shell, job);
  const statuses = await foreground(shell, job);
  return statuses.at(-1) ?? 0;
};

export const bg: Builtin = async (shell, args) => {
  const job = await chosenJob(shell, "bg", args[1]);
  if (!job) return 1;
  if (job.state === "running") {
    await shell.complain(`bg: job ${job.id} already in background`);
    return 0;
  }
  resume(shell, job);
  shell.jobs.enlist(job);
  const [mark, end] = shell.flavour === "bash" ? [shell.jobs.mark(job), " &"] : ["", ""];
  await shell.write(1, `[${job.id}]${mark} ${job.command}${end}\n`);
  return 0;
};

/** `wait [-n] [-p name] [id …]` */
export const wait: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "fnp:", "wait [-fn] [-p var] [id ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const interrupted = trapArrives(shell);
  try {
    if (options.has("n")) return await waitForAny(shell, interrupted.promise, options.get("p"));
    if (rest.length === 0) {
      const all = Promise.all(
        shell.jobs
          .list()
          .filter((job) => job.state !== "stopped")
          .map((job) => job.ended),
      );
      const outcome = await shell.waitFor(Promise.race([all, interrupted.promise]));
      if (typeof outcome === "number") return outcome;
      for (const job of shell.jobs.list()) if (job.state === "done" && !shell.jobControl) shell.jobs.remove(job);
      return 0;
    }
    let status = 0;
    for (const word of rest) {
      const job = shell.jobs.find(word);
      if (!job) {
        const before = shell.jobs.statusOf(Number(word));
        if (before !== undefined) status = before;
        else if (word.startsWith("%")) status = await fail(shell, `wait: ${word}: no such job`, 127);
        else if (!/^\d+$/.test(word)) status = await fail(shell, `wait: \`${word}': not a pid or valid job spec`, 1);
        else status = await fail(shell, `wait: pid ${word} is not a child of this shell`, 127);
        continue;
      }
      const outcome = await shell.waitFor(Promise.race([job.ended, interrupted.promise]));
      if (typeof outcome === "number") return outcome;
      const index = job.children.findIndex((child) => String(child.pid) === word);
      status = outcome[index < 0 ? outcome.length - 1 : index] ?? 0;
      shell.jobs.remove(job);
    }
    return status;
  } finally {
    interrupted.end();
  }
};

async function waitForAny(shell: Shell, interrupted: Promise<number>, variable?: string): Promise<number> {
  const running = shell.jobs.list();
  if (running.length === 0) return 127;
  const first = Promise.race(running.map((job) => job.ended.then((statuses) => ({ job, statuses }))));
  const outcome = await shell.waitFor(Promise.race([first, interrupted]));
  if (typeof outcome === "number") return outcome;
  shell.jobs.remove(outcome.job);
  const pid = outcome.job.children.at(-1)?.pid;
  if (variable !== undefined && pid !== undefined) await shell.assign(variable, String(pid));
  return outcome.statuses.at(-1) ?? 0;
}

/** Resolves with the status of `wait` when a trapped signal comes. */
function trapArrives(shell: Shell): { promise: Promise<number>; end: () => void } {
  let end = () => {};
  const promise = new Promise<number>((resolve) => {
    end = shell.onTrap(() => resolve(128 + SIGNALS.SIGTERM));
  });
  return { promise, end };
}

export const kill: Builtin = async (shell, args) => {
  let signal = signalNamed("TERM");
  let rest = args.slice(1);
  const [option = ""] = rest;
  if (option === "-l" || option === "-L") return listSignals(shell, rest.slice(1));
  if (option === "-s" || option === "-n") {
    signal = signalNamed(rest[1] ?? "");
    if (!signal) return fail(shell, `kill: ${rest[1]}: invalid signal specification`);
    rest = rest.slice(2);
  } else if (/^-./.test(option) && option !== "--") {
    signal = option === "-0" ? undefined : signalNamed(option.slice(1));
    if (!signal && option !== "-0") return fail(shell, `kill: ${option.slice(1)}: invalid signal specification`);
    rest = rest.slice(1);
  }
  if (rest[0] === "--") rest = rest.slice(1);
  if (rest.length === 0) {
    await complainOfUsage(shell, "kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]");
    return shell.flavour === "bash" ? 2 : 1;
  }
  const { processes } = shell.process.machine;
  let status = 0;
  for (const word of rest) {
    if (word.startsWith("%")) {
      const job = shell.jobs.find(word);
      if (!job || job.state === "done") status = await fail(shell, `kill: ${word}: no such job`);
      else if (signal) {
        if (shell.jobControl) processes.killGroup(job.group, signal);
        else for (const child of job.children) processes.kill(child.pid, signal);
        if (job.state === "stopped" && (signal === "SIGTERM" || signal === "SIGHUP")) resume(shell, job);
      }
      continue;
    }
    if (!/^-?\d+$/.test(word)) {
      status = await fail(shell, `kill: ${word}: arguments must be process or job IDs`);
      continue;
    }
    const target = Number(word);
    if (!mayBeSignalled(shell, target)) {
      status = await fail(shell, `kill: (${word}) - Operation not permitted`);
      continue;
    }
    const sent =
      target < 0
        ? signal && processes.killGroup(-target, signal)
        : signal
          ? processes.killBeside(target, signal) || sentElsewhere(shell, target, signal)
          : processes.get(target) !== undefined;
    if (!sent) status = await fail(shell, `kill: (${word}) - No such process`);
  }
  return status;
};

/** Whether a process, if there is one by that number, heeds this shell's user. */
function mayBeSignalled({ process: { user, machine } }: Shell, pid: number): boolean {
  const entry = machine.processes.get(pid);
  if (entry) return maySignal(user, entry.user);
  // What the system runs is root's, or a daemon's.
  return user.uid === 0 || !machine.systemProcesses?.().some((process) => process.pid === pid);
}

/** Root may signal what runs in a host's containers too. */
function sentElsewhere({ process: { user, machine } }: Shell, pid: number, signal: SignalName): boolean {
  return user.uid === 0 && (machine.signalElsewhere?.(pid, signal) ?? false);
}

async function listSignals(shell: Shell, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    await shell.write(1, signalTable(shell.flavour));
    return 0;
  }
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) % 128 : undefined;
    const name = signalNamed(number === undefined ? word : String(number));
    if (!name) return fail(shell, `kill: ${word}: invalid signal specification`);
    await shell.write(1, `${number === undefined ? SIGNALS[name] : name.slice(3)}\n`);
  }
  return 0;
}

export const disown: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "ahr", "disown [-h] [-ar] [jobspec ... | pid ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (options.has("a") || options.has("r")) {
    for (const job of shell.jobs.list()) if (options.has("a") || job.state === "running") shell.jobs.remove(job);
    return 0;
  }
  for (const word of rest.length > 0 ? rest : ["%+"]) {
    const job = shell.jobs.find(word);
    if (!job) return fail(shell, `disown: ${rest.length > 0 ? word : "current"}: no such job`);
    if (!options.has("h")) shell.jobs.remove(job);
  }
  return 0;
};

/** `suspend [-f]`: the shell itself stops, for the shell it was started from to go on. */
export const suspend: Builtin = async (shell, args) => {
  if (!shell.jobControl) return fail(shell, "suspend: cannot suspend: no job control");
  if (shell.shopts.has("login_shell") && args[1] !== "-f") return fail(shell, "suspend: cannot suspend a login shell");
  shell.process.machine.processes.kill(shell.process.pid, "SIGSTOP");
  await shell.process.breathe();
  return 0;
};
